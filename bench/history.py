"""Work that grows with the data: a page of history of a long wallet, and the import of many customers."""

import time
from collections.abc import Iterator
from statistics import median

from bench.database import Bench
from bench.report import Figure, at_most
from ledger.storage import sessions
from tests.support import kit

_TENANT = "bench-history"

# A wallet with many entries, as post() would have written them; a million calls of post() would take an hour.
FILL = """
    with made as materialized (
        select new_id() as transaction_id, i from generate_series(1, %(entries)s) i
    ), person as (
        select wallet_id from wallets where tenant_id = %(tenant)s and owner_kind = 'person' and owner_id = %(owner)s
    ), other as (
        select wallet_id from wallets where tenant_id = %(tenant)s and owner_kind not in ('person', 'tenant')
    ), transactions_made as (
        insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, is_override)
        select %(tenant)s, transaction_id, 'manual_adjust', now(), 'bench', 'fill', false from made
    ), entries_made as (
        insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, version, balance_after,
                             posted_at, xid)
        select %(tenant)s, transaction_id, 1, person.wallet_id, 1, 1 + i, 1 + i, now(), 0 from made, person
        union all
        select %(tenant)s, transaction_id, 2, other.wallet_id, -1, null, null, now(), 0 from made, other
    )
    update wallets set balance = 1 + %(entries)s, version = 1 + %(entries)s, posted_at = now()
    from person where tenant_id = %(tenant)s and wallets.wallet_id = person.wallet_id
"""


def measure(bench: Bench) -> Iterator[Figure]:
    service = kit.service(_TENANT)
    short, long = 1_000, 20_000 if bench.smoke else 1_000_000
    for owner, entries in (("short", short), ("long", long)):
        kit.credit(service, owner, "1")
        with bench.ledger.admin() as admin:
            admin.execute(FILL, {"tenant": _TENANT, "owner": owner, "entries": entries - 1})
    with bench.ledger.admin() as admin:
        admin.execute("vacuum analyze")
    yield from _pages(bench, long)
    yield _import(bench)
    sessions.disconnect()


def _pages(bench: Bench, entries: int) -> Iterator[Figure]:
    service = kit.service(_TENANT)
    pages = [("short", 0), ("long", 0), ("long", 10_000)]
    seconds: dict[tuple[str, int], list[float]] = {page: [] for page in pages}
    scans = _sequential_scans(bench)
    for _ in range(5 if bench.smoke else 200):
        for owner, offset in pages:
            began = time.perf_counter()
            answer = service.get(f"/api/v1/wallets/{owner}/transactions", {"currency": "COIN", "offset": offset})
            seconds[owner, offset].append(time.perf_counter() - began)
            assert len(answer.json["items"]) == 50, answer.text
    milliseconds = {f"{owner} at {offset}": median(times) * 1000 for (owner, offset), times in seconds.items()}
    for page in pages[1:]:
        ratio = median(this / reference for this, reference in zip(seconds[page], seconds[pages[0]], strict=True))
        name = f"history page of {entries:,} entries at offset {page[1]:,}, to 1,000 entries"
        yield at_most(name, ratio, 2.0, "x", milliseconds=milliseconds)
    found = _sequential_scans(bench) - scans
    yield Figure("sequential scans of the ledger's tables", str(found), "0", found == 0)


def _sequential_scans(bench: Bench) -> int:
    """Sequential scans of the tables that grow, by all sessions that have disconnected."""
    sessions.disconnect()
    while bench.ledger.value("select count(*) from pg_stat_activity where usename ~ '^purser_(?!admin|reconcile)'"):
        time.sleep(0.01)
    growing = "('entries', 'transactions', 'wallets', 'requests_0', 'requests_1', 'requests_2')"
    found: int = bench.ledger.value(f"select sum(seq_scan)::bigint from pg_stat_user_tables where relname in {growing}")
    return found


def _import(bench: Bench) -> Figure:
    agent = kit.agent("agent-import", "bench-import")
    seconds = []
    for number in range(bench.rounds):
        rows = [
            {"username": f"customer-{number}-{i}", "account_type": "postup", "opening_balance": "10.00"}
            for i in range(1_000)
        ]
        began = time.perf_counter()
        answer = agent.post("/api/v1/agent/clients/import", {"rows": rows})
        seconds.append(time.perf_counter() - began)
        assert answer.status == 201, answer.text
    value = median(seconds)
    return Figure("import of 1,000 customers", f"{value:.2f} s", measured={"seconds": seconds})
