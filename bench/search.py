"""The search among 5,000,000 transactions of a tenant: each filter alone, and each pair of them."""

import time
from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

from bench.database import Bench
from bench.growth_ledger import without_indexes, without_triggers
from bench.report import Figure, at_most, percentiles
from ledger.storage import sessions
from tests.support import kit

_TENANT: Final = "bench-search"
_TARGET_MS: Final = 15.0
_OWNERS: Final = 100_000

# A year of transactions, as post() would have written them. The first fifth are of one kind, one reference and one
# member of meta, so that these are frequent, but not among the newest. Every fifth is of `busy`, every thousandth of
# house:fees.
_TENANT_ROW: Final = "insert into tenants (tenant_id) values (%(tenant)s)"
_MADE: Final = """
    create temp table made as
    select i, posted_at, owner, kind, reason,
           encode(overlay(uuid_send(new_id()) placing
                  substring(int8send((extract(epoch from posted_at) * 1000)::bigint) from 3) from 1 for 6),
                  'hex')::uuid as id,
           row_number() over (partition by owner order by i) as version,
           case when i <= %(count)s / 5 then 'import-1' when i %% 3 = 0 then 'order-' || i end as reference,
           case when i %% 1000 = 3 then 'fees' else '' end as account,
           case when i <= %(count)s / 5 then json_build_object('import', 1)
                when i %% 3 = 0 then json_build_object('order', i, 'channel', 'web') end as meta
    from (
        select i, now() - (%(count)s - i) * interval '365 days' / %(count)s as posted_at,
               case when i %% 5 = 0 then 'busy' else 'owner-' || abs(hashint4(i)) %% %(owners)s end as owner,
               case when i <= %(count)s / 5 then 'opening_balance' when i %% 10 = 9 then 'debit'
                    when i %% 10 = 5 then 'hold_capture' when i %% 10 in (1, 3) then 'manual_adjust'
                    else 'custom' end as kind,
               case when i <= %(count)s / 5 then null when i %% 10 = 5 then 'rent'
                    when i %% 2 = 1 and i %% 10 <> 7 then null
                    when i %% 1000000 = 999990 then 'chargeback' when i %% 10 = 7 then 'bonus_' || i %% 5
                    else 'order_paid' end as reason
        from generate_series(1, %(count)s) i
    ) x
"""
_WALLETS: Final = """
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, balance, version, posted_at)
    select %(tenant)s, new_id(), 'person', owner, 'USD', max(version), max(version), max(posted_at)
    from made group by owner
    union all
    select %(tenant)s, new_id(), 'house', account, 'USD', 0, 0, '-infinity' from made group by account
"""
_TRANSACTIONS: Final = """
    insert into transactions (tenant_id, transaction_id, kind, reason, posted_at, posted_by, request_id,
                              external_reference, is_override, meta)
    select %(tenant)s, id, kind, reason, posted_at, 'service-1', 'request-' || i, reference, false, meta
    from made order by i
"""
_META: Final = """
    insert into transaction_meta (tenant_id, member, transaction_id)
    select %(tenant)s, s, id from made, searched_members(meta) s order by 2, 3
"""
_ENTRIES: Final = """
    insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, version, balance_after, posted_at,
                         xid)
    select %(tenant)s, m.id, e.number, w.wallet_id, e.amount, case when e.number = 1 then m.version end,
           case when e.number = 1 then m.version end, m.posted_at, 0
    from made m
    cross join lateral (values (1, 'person', m.owner, 1), (2, 'house', m.account, -1)) e (number, kind, owner, amount)
    join wallets w on w.tenant_id = %(tenant)s and w.owner_kind = e.kind and w.owner_id = e.owner
    order by m.i
"""
_FILTERS: Final[dict[str, tuple[str, ...]]] = {
    "owner_id": ("owner-7", "busy", "nobody"),
    "account": ("house", "house:fees"),
    "reason": ("order_paid", "opening_balance", "chargeback"),
    "kind": ("custom", "hold_capture", "opening_balance", "debit"),
    "external_reference": ("order-3000000", "import-1"),
    "meta[order]": ("3000000",),
    "meta[channel]": ("web",),
    "meta[import]": ("1",),
    "created_from": ("2026-01-01",),
    "created_to": ("2026-03-01",),
}


def measure(bench: Bench) -> Iterator[Figure]:
    count = 20_000 if bench.smoke else 5_000_000
    began = time.perf_counter()
    _fill(bench, count)
    yield Figure(f"making {count:,} transactions by SQL", f"{time.perf_counter() - began:.0f} s")
    singles = [{name: value} for name, values in _FILTERS.items() for value in values]
    pairs = [one | other for one, other in combinations(singles, 2) if one.keys() != other.keys()]
    alone = {_text(query): _milliseconds(bench, query) for query in [{}, *singles]}
    for text, found in alone.items():
        yield at_most(f"search: {text}, p95", found["p95"], _TARGET_MS, " ms", **found)
    for pages in ("40 pages", "first page"):
        both = {_text(query): _milliseconds(bench, query, is_first=pages == "first page")["p95"] for query in pairs}
        for text in sorted(both, key=lambda text: both[text], reverse=True)[:5]:
            name = f"search: {text}, {pages}, p95, of the slowest of {len(both)} pairs"
            yield at_most(name, both[text], _TARGET_MS, " ms")
    sessions.disconnect()


def _fill(bench: Bench, count: int) -> None:
    numbers = {"tenant": _TENANT, "count": count, "owners": _OWNERS}
    with bench.ledger.admin() as admin:
        admin.execute("set maintenance_work_mem = '512MB'; set work_mem = '256MB'; set synchronous_commit = off")
        admin.execute("set session_replication_role = replica")  # without foreign keys
        for statement in (_TENANT_ROW, _MADE, _WALLETS):
            admin.execute(statement, numbers)
        tables = {"transactions": _TRANSACTIONS, "transaction_meta": _META, "entries": _ENTRIES}
        for table, statement in tables.items():
            with without_triggers(admin, table), without_indexes(admin, table):
                admin.execute(statement, numbers)
        admin.execute("drop table made")
        admin.execute("vacuum analyze transactions, transaction_meta, entries, wallets")


def _text(query: dict[str, str]) -> str:
    return " and ".join(f"{name}={value}" for name, value in query.items()) or "no filter"


def _milliseconds(bench: Bench, query: dict[str, str], *, is_first: bool = False) -> dict[str, float]:
    """Of the first pages, from memory: the second time that they are read. is_first: of the first one again and again,
    which also chooses the index."""
    service, pages, seconds = kit.service(_TENANT), 5 if bench.smoke else 40, list[float]()
    for _ in range(2):
        seconds, cursor = [], None
        for _ in range(pages):
            asked: dict[str, Any] = query | ({"cursor": cursor} if cursor else {})
            began = time.perf_counter()
            answer = service.get("/api/v1/transactions", asked)
            seconds.append(time.perf_counter() - began)
            assert answer.status == 200, answer.text
            cursor = None if is_first else answer.json["next_cursor"]
    return percentiles(seconds)
