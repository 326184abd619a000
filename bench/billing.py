"""Billing lists with their counts by status: of one tenant among a thousand, and root's lists over all tenants."""

import re
import time
from collections.abc import Iterator, Mapping
from functools import partial
from importlib import resources
from typing import Any, Final

from bench.database import Bench
from bench.plans import foreign_scans
from bench.report import Figure, at_most, percentiles
from ledger.storage import sessions
from tests.support import billing
from tests.support.billing import INVOICES, PAYMENTS, TOPUPS
from tests.support.kit import Person

_TENANTS: Final = 1_000
_LARGEST, _AVERAGE = "bench-billing-0", "bench-billing-7"  # the largest has a twentieth of everything
_PAGES: Final[dict[str, tuple[str, dict[str, object]]]] = {
    "requests and their tiles": (TOPUPS, {}),
    "requests that are pending, and tiles": (TOPUPS, {"status": "pending"}),
    "requests at /me": (f"{TOPUPS}/me", {"status": "completed"}),
    "invoices": (INVOICES, {}),
    "invoices of top-ups that are overdue": (INVOICES, {"status": "overdue", "purpose": "topup"}),
    "payments": (f"{PAYMENTS}/", {}),
    "payments that succeeded": (f"{PAYMENTS}/", {"status": "completed"}),
    "payments that wait for approval": (f"{PAYMENTS}/", {"status": "pending_approval"}),
}

_TENANTS_AND_WALLETS: Final = """
    with created as (
        insert into tenants (tenant_id) select 'bench-billing-' || i from generate_series(0, %(tenants)s - 1) i
        returning tenant_id
    )
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency)
    select tenant_id, new_id(), 'tenant', tenant_id, 'USD' from created
"""

# Two years of requests in time order, each as its decisions would have left it. Of twenty, one is pending,
# one rejected, one cancelled, one invoiced with a payment that waits for approval, and sixteen were paid, three of them
# at the second attempt. Their transactions are left out: nothing here reads a wallet.
_REQUESTS: Final = """
    insert into topup_requests (tenant_id, request_id, wallet_id, amount, currency, status, requested_by, requested_at,
                                decided_by, decided_at, completed_at)
    select w.tenant_id, new_id(), w.wallet_id, 1000 + i %% 90000, 'USD', drawn.status, 'ann', moment,
           case when drawn.status <> 'pending' then 'olga' end, case when drawn.status <> 'pending' then moment end,
           case when drawn.status = 'completed' then moment end
    from (
        select i, case when h / %(tenants)s %% 20 = 0 then 0 else h %% %(tenants)s end as tenant,
               now() - (%(requests)s - i) * interval '730 days' / %(requests)s as moment,
               case h / 32768 %% 20 when 0 then 'pending' when 1 then 'rejected' when 2 then 'cancelled'
                    when 3 then 'invoiced' else 'completed' end as status
        from (select i, hashint4(i) & 2147483647 as h from generate_series(1, %(requests)s) i) x
    ) drawn
    join wallets w on w.tenant_id = 'bench-billing-' || drawn.tenant and w.owner_kind = 'tenant'
    order by i
"""
_INVOICES: Final = """
    insert into invoices (tenant_id, invoice_id, number, purpose, status, amount, currency, request_id, mail_status,
                          created_by, created_at, issued_at, due_at, paid_at)
    select tenant_id, new_id(), 'TOP-' || request_id, 'topup',
           case status when 'completed' then 'paid' else 'issued' end, amount, currency, request_id, 'sent',
           'olga', decided_at, decided_at, decided_at + interval '14 days', completed_at
    from topup_requests where status in ('invoiced', 'completed') and tenant_id like 'bench-billing-%%'
    order by requested_at
"""
_LINES: Final = """
    insert into invoice_lines (tenant_id, invoice_id, line_no, description, amount)
    select tenant_id, invoice_id, 1, 'Top-up of the prepaid wallet', amount
    from invoices where tenant_id like 'bench-billing-%%'
"""
_PAYMENTS: Final = """
    with of_invoices as (
        select tenant_id, invoice_id, amount, currency, created_at,
               case status when 'paid' then 'succeeded' else 'pending_approval' end as status,
               row_number() over (order by created_at, invoice_id) as i
        from invoices where tenant_id like 'bench-billing-%%'
    )
    insert into payments (tenant_id, payment_id, invoice_id, amount, currency, payment_method, status,
                          transaction_reference, reference_key, created_by, created_at, updated_at, processed_at)
    select tenant_id, new_id(), invoice_id, amount, currency, 'bank_transfer', o.status, 'TR-' || i, 'tr' || i, 'ann',
           created_at, created_at, case when o.status <> 'pending_approval' then created_at end
    from (
        select * from of_invoices
        union all
        select tenant_id, invoice_id, amount, currency, created_at, 'failed', i from of_invoices where i %% 17 < 3
    ) o
    order by created_at
"""


def measure(bench: Bench) -> Iterator[Figure]:
    requests = 20_000 if bench.smoke else 1_000_000
    seconds = _fill(bench, requests)
    inserted = {
        table: bench.ledger.value(f"select count(*) from {table} where tenant_id like 'bench-billing-%%'")
        for table in ("topup_requests", "invoices", "payments")
    }
    counts = ", ".join(f"{count:,} {table}" for table, count in inserted.items())
    yield Figure(f"inserting {counts} by SQL", f"{seconds:.0f} s")
    for tenant_id, whose in ((_AVERAGE, "an average tenant's"), (_LARGEST, "the largest tenant's")):
        request_count = bench.ledger.value("select count(*) from topup_requests where tenant_id = %s", tenant_id)
        member = billing.member(tenant_id=tenant_id)
        for name, (path, query) in _PAGES.items():
            times = percentiles(_times(bench, member, path, query, 200))
            yield at_most(f"{name}, {whose} of {request_count:,}: p95", times["p95"], 15.0, " ms", **times)
            foreign = foreign_scans(bench, partial(member.get, path, query), _is_own)
            yield Figure(f"{name}, {whose}: scans of other tenants", ", ".join(foreign) or "none", "none", not foreign)
    root = billing.root()
    for name, (path, query) in _PAGES.items():
        if not path.endswith("/me"):
            times = percentiles(_times(bench, root, path, query, 20))
            yield Figure(f"{name}, of all tenants: p95", f"{times['p95']:.2f} ms", measured=dict(times))
    sessions.disconnect()


def _is_own(condition: str) -> bool:
    """Whether an index scan is limited to one tenant, or to one request, invoice or payment."""
    return "tenant_id = " in condition or re.search(r"\b(request|invoice|payment)_id = ", condition) is not None


def _fill(bench: Bench, requests: int) -> float:
    """Insert rows with foreign keys and triggers off; the counts are made at the end, as a migration makes them.

    Returns the seconds it took.
    """
    began = time.perf_counter()
    numbers = {"tenants": _TENANTS, "requests": requests}
    with bench.ledger.admin() as admin:
        admin.execute(_TENANTS_AND_WALLETS, numbers)
        for table in ("topup_requests", "invoices", "payments"):
            admin.execute(f"drop trigger billing_counts on {table}".encode())
        admin.execute("truncate billing_counts")
        admin.execute("set session_replication_role = replica")
        for statement in (_REQUESTS, _INVOICES, _LINES, _PAYMENTS):
            admin.execute(statement, numbers)
        admin.execute("reset session_replication_role; set role purser_owner")
        admin.execute((resources.files("ledger") / "sql" / "functions" / "billing" / "counts.sql").read_bytes())
        admin.execute("reset role")
        admin.execute(
            "vacuum analyze billing_counts, topup_requests, invoices, invoice_lines, payments, tenants, wallets"
        )
    return time.perf_counter() - began


def _times(bench: Bench, caller: Person, path: str, query: Mapping[str, Any], calls: int) -> list[float]:
    seconds = []
    caller.get(path, query)  # the first loads the handler
    for _ in range(5 if bench.smoke else calls):
        began = time.perf_counter()
        answer = caller.get(path, query)
        seconds.append(time.perf_counter() - began)
        assert answer.status == 200, answer.text
    return seconds
