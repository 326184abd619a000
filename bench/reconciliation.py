"""The cost of reconciliation on a large ledger: a full run, and an incremental one."""

import math
import threading
import time
from collections.abc import Iterator
from statistics import median
from typing import Final

import psutil

from bench.database import Bench
from bench.report import Figure, at_most
from ledger import reconciliation
from ledger.reconciliation import Order, ReconciliationRun
from ledger.storage.sessions import Budget

_DATABASE: Final = "bench_reconciliation"
_TENANT: Final = "acme"
_MIB: Final = 2**20

# Wallets, and transactions between each of them and the house, as post() would have written them, in time order.
_WALLETS: Final = """
    with tenant as (insert into tenants values (%(tenant)s) returning tenant_id)
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency)
    select tenant_id, new_id(), case i when 0 then 'house' else 'person' end, case i when 0 then '' else i::text end,
           'USD'
    from tenant, generate_series(0, %(wallets)s) i
"""
_TRANSACTIONS: Final = """
    with people as materialized (
        select wallet_id, owner_id::bigint as i from wallets where tenant_id = %(tenant)s and owner_kind = 'person'
    ), house as materialized (
        select wallet_id from wallets where tenant_id = %(tenant)s and owner_kind = 'house'
    ), made as materialized (
        select new_id() as transaction_id, n, n * 7919 %% %(wallets)s + 1 as i, n / %(wallets)s + 1 as version
        from generate_series(%(first)s::bigint, %(last)s - 1) n
    ), transactions_made as (
        insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, is_override)
        select %(tenant)s, transaction_id, 'credit', clock_timestamp(), 'bench', 'fill', false from made order by n
    ), entries_made as (
        insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, version, balance_after,
                             posted_at, xid)
        select %(tenant)s, made.transaction_id, entry.number,
               case entry.number when 1 then people.wallet_id else house.wallet_id end,
               case entry.number when 1 then 1 else -1 end, case entry.number when 1 then made.version end,
               case entry.number when 1 then made.version end, clock_timestamp(),
               xid_base() + pg_current_xact_id()::text::bigint
        from made
        join people on people.i = made.i
        cross join house
        cross join (values (1), (2)) entry (number)
        order by made.n, entry.number
    )
    update wallets w set balance = newest.version, version = newest.version
    from (select i, max(version) as version from made group by i) newest
    join people on people.i = newest.i
    where w.tenant_id = %(tenant)s and w.wallet_id = people.wallet_id
"""


def measure(bench: Bench) -> Iterator[Figure]:
    bench = bench.with_ledger(_DATABASE)
    transactions, wallets, new = (20_000, 1_000, 500) if bench.smoke else (2_500_000, 50_000, 5_000)
    with bench.ledger.admin() as admin:
        admin.execute(_WALLETS, {"tenant": _TENANT, "wallets": wallets})
        for first in range(0, transactions, 100_000):
            last = min(first + 100_000, transactions)
            admin.execute(_TRANSACTIONS, {"tenant": _TENANT, "wallets": wallets, "first": first, "last": last})
        admin.execute("select make_checkpoints(clock_timestamp())")
        admin.execute("vacuum analyze")
    before: int = bench.ledger.value("select count(*) from entries")

    memory = _Memory()
    whole = [_run(bench, full=True) for _ in range(1 if bench.smoke else 3)]
    used = memory.used()
    rate = before / median(seconds for seconds, _ in whole)
    name = f"full reconciliation of {before:,} entries, entries a second"
    measured: dict[str, object] = {"seconds": [seconds for seconds, _ in whole]}
    yield Figure(name, f"{rate:,.0f}", ">= 500,000", rate >= 500_000, measured)
    yield at_most("full reconciliation, growth of the process's memory", used / _MIB, 150.0, " MiB")

    with bench.ledger.admin() as admin:
        numbers = {"tenant": _TENANT, "wallets": wallets, "first": transactions, "last": transactions + new}
        admin.execute(_TRANSACTIONS, numbers)
    seconds, run = _run(bench, full=False)
    assert run.transactions_checked == new, run
    share = 100 * seconds / median(other for other, _ in whole)
    name = f"incremental reconciliation after {2 * new:,} new entries, duration relative to the full one"
    yield at_most(name, share, 5.0, "%", seconds=seconds)


def _run(bench: Bench, *, full: bool) -> tuple[float, ReconciliationRun]:
    began = time.perf_counter()
    run = reconciliation.run(
        Order(full=full),
        Budget(lambda: math.inf),
        by="bench",
        url=bench.server.url("purser_reconcile", _DATABASE),
    )
    assert run.status == "clean", run
    return time.perf_counter() - began, run


class _Memory:
    """The growth of this process's memory since the start, at its highest."""

    def __init__(self) -> None:
        self._began = self._highest = self._now()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def used(self) -> int:
        self._done.set()
        self._thread.join()
        return self._highest - self._began

    def _watch(self) -> None:
        while not self._done.wait(0.05):
            self._highest = max(self._highest, self._now())

    @staticmethod
    def _now() -> int:
        return int(psutil.Process().memory_info().rss)
