"""What a ledger fifty times as large costs: each figure of a large ledger, relative to a small one on the same server.

ENTRIES: of the large one, 50,000,000 by default; the small one has 1,000,000. DATA: a folder in which both are kept and
used again. The large ledger takes half a kilobyte of disk for each entry. It is measured only on request (ARGS=growth).
"""

import json
import math
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any, Final
from uuid import UUID

import psycopg

from bench import growth_ledger
from bench.database import ROUND_S, Bench, new_ledger
from bench.growth_ledger import TENANT, Size, owner_id, wallet_id
from bench.report import Figure, at_most
from ledger import reconciliation
from ledger.core.ids import new_id
from ledger.reconciliation import Order
from ledger.storage import sessions
from ledger.storage.sessions import Budget
from local import postgres
from local.postgres import Server
from tests.support import kit

SMALL_ENTRIES: Final = 1_000_000
ENTRIES: Final = 50_000_000
MAX_RATIO: Final = 1.2
_SAMPLES: Final = 25  # different wallets or agents in each round
_ROUNDS: Final = 5
_CLIENTS: Final = 8
_EVENTS: Final = 500  # of a lease
_NEW_TRANSACTIONS: Final = 4_000  # between two incremental runs
_CHECKED: Final = {"wallets": 2_000, "transactions": 50_000}  # of a full run
_ENTRIES_PER_CHECK: Final = 100_000  # the postings before give a wallet of the small ledger more entries
_HIGHEST: Final = UUID(int=2**128 - 1)
_BUSY: Final = owner_id(1)
_BUSY_ENTRIES: Final = 50  # in the period of a statement

# The server fills both ledgers without any protection against a crash, and is then started again for the measurement.
_FILLING: Final = {
    "shared_buffers": "1GB",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
}
# Memory for the pages that the postings of a few minutes touch, in both ledgers; else PostgreSQL's defaults.
_MEASURING: Final = {"shared_buffers": "2GB", "max_wal_size": "8GB"}


@dataclass
class Pair:
    """Numbers of the same work in both ledgers, one a round, interleaved: a busy machine disturbs both alike."""

    small: list[float]
    large: list[float]

    def figure(self, what: str, unit: str, **measured: object) -> Figure:
        ratio = median(large / small for small, large in zip(self.small, self.large, strict=True))
        numbers = {"small": median(self.small), "large": median(self.large), "unit": unit}
        rounds = {"small": self.small, "large": self.large}
        return replace(
            at_most(f"growth: {what}", ratio, MAX_RATIO, "x"),
            measured={"ratio": ratio, **numbers, "rounds": rounds, **measured},
        )


@dataclass(frozen=True)
class Ledgers:
    """Both ledgers, and the number of rounds."""

    small: Bench
    large: Bench
    rounds: int

    def interleaved(self, run: Callable[[Bench], float], rounds: int | None = None) -> Pair:
        """Call `run` in turns for each ledger. Returns its numbers without the first round, in which caches fill."""
        pairs = [(run(self.small), run(self.large)) for _ in range(1 + (rounds or self.rounds))][1:]
        return Pair([small for small, _ in pairs], [large for _, large in pairs])


def measure(bench: Bench) -> Iterator[Figure]:
    small, large = (4_000, 40_000) if bench.smoke else (SMALL_ENTRIES, int(os.environ.get("ENTRIES") or ENTRIES))
    sizes = {"small": Size(small), "large": Size(large)}
    with _folder() as folder:
        filled = _fill(folder, bench.server.major, sizes)
        with closing_server(folder, bench.server.major, _MEASURING) as server:
            ledgers = Ledgers(
                _bench(server, bench.smoke, "small", sizes["small"]),
                _bench(server, bench.smoke, "large", sizes["large"]),
                rounds=1 if bench.smoke else _ROUNDS,
            )
            yield Figure(
                "growth: entries in the large ledger", f"{large:,}", measured={"small": small, "large": large} | filled
            )
            yield from _reads(ledgers)
            yield from _relay(ledgers)
            yield from _postings(ledgers)
            yield from _reconciliations(ledgers)


@contextmanager
def _folder() -> Iterator[Path]:
    if os.environ.get("DATA"):
        folder = Path(os.environ["DATA"])
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
    else:
        with postgres.temporary_folder() as folder:
            yield folder


@contextmanager
def closing_server(folder: Path, major: int, settings: dict[str, str]) -> Iterator[Server]:
    server = postgres.start(folder, major, settings)
    try:
        yield server
    finally:
        server.stop()


def _fill(folder: Path, major: int, sizes: dict[str, Size]) -> dict[str, Any]:
    """Fill both ledgers, unless the folder has them. Returns the seconds it took and the bytes of each."""
    done = folder / "growth.json"
    wanted = {name: size.entries for name, size in sizes.items()}
    if done.exists():
        filled: dict[str, Any] = json.loads(done.read_text(encoding="utf-8"))
        assert filled["entries"] == wanted, f"{folder} has ledgers of other sizes: {filled['entries']}"
        return filled
    began = time.perf_counter()
    filled = {"entries": wanted, "bytes": {}}
    with closing_server(folder, major, _FILLING) as server:
        for name, size in sizes.items():
            with psycopg.connect(server.url(postgres.SUPERUSER), autocommit=True) as admin:
                admin.execute(f"drop database if exists {_database(name)}".encode())  # of a run that was interrupted
            ledger = new_ledger(server, _database(name))
            growth_ledger.fill(ledger, size)
            filled["bytes"][name] = ledger.value("select pg_database_size(current_database())")
    filled["seconds"] = round(time.perf_counter() - began)
    done.write_text(json.dumps(filled), encoding="utf-8")
    return filled


def _database(name: str) -> str:
    return f"growth_{name}"


def _bench(server: Server, smoke: bool, name: str, size: Size) -> Bench:
    return Bench(server, new_ledger(server, _database(name)), smoke, _database(name), size.customers)


def _reads(ledgers: Ledgers) -> Iterator[Figure]:
    """Requests to the handlers that return pages. Each call reads another wallet or agent; the first reads, which find
    pages on disk, are reported separately."""
    pages: dict[str, Callable[[Bench, int], tuple[kit.Person, str, dict[str, object]]]] = {
        "history of a wallet": lambda bench, i: _of_wallet("transactions", _any_customer(bench, i)),
        "history of the busiest wallet": lambda _bench, _i: _of_wallet("transactions", _BUSY),
        "statement of a wallet over a year": lambda bench, i: _of_wallet(
            "statement", _any_customer(bench, i), date_to=_end(bench)
        ),
        "statement of the busiest wallet": lambda bench, i: _of_wallet("statement", _BUSY, **_busy_period(bench, i)),
        "balance of the busiest wallet at a past time": lambda bench, i: _of_wallet(
            "balance", _BUSY, at=_busy_period(bench, i)["date_from"]
        ),
        "an agent's transactions": lambda bench, i: (_any_agent(bench, i), "/api/v1/agent/transactions", {}),
        "an agent's cash-outs": lambda bench, i: (_any_agent(bench, i), "/api/v1/agent/cash-out/activity", {}),
        "an agent's summary of cash-outs": lambda bench, i: (
            _any_agent(bench, i),
            "/api/v1/agent/cash-out/summary",
            {"period": "30d"},
        ),
    }
    for name, page in pages.items():
        calls = {
            bench.database: [page(bench, i) for i in range(3 if bench.smoke else _SAMPLES)]
            for bench in (ledgers.small, ledgers.large)
        }
        read = partial(_read_all, calls)
        first = {"small": read(ledgers.small), "large": read(ledgers.large)}
        pair = ledgers.interleaved(read)
        pages_read = {"small": _pages_read(read, ledgers.small), "large": _pages_read(read, ledgers.large)}
        yield pair.figure(name, "ms", first=first, pages=pages_read)
    sessions.disconnect()


def _of_wallet(what: str, owner: str, **query: object) -> tuple[kit.Person, str, dict[str, object]]:
    return kit.service(TENANT), f"/api/v1/wallets/{owner}/{what}", {"currency": "USD"} | query


def _any_customer(bench: Bench, number: int) -> str:
    return owner_id(2 + number * 7919 % (bench.wallets - 1))


def _any_agent(bench: Bench, number: int) -> kit.Person:
    agents = Size(bench.wallets * 100).agents
    return kit.agent(f"agent-{agents - 1 - number * 31 % max(1, agents - 1)}", TENANT)


def _read_all(calls: Mapping[str, Sequence[tuple[kit.Person, str, dict[str, object]]]], bench: Bench) -> float:
    """The median of the times of a database's calls, in milliseconds."""
    sessions.disconnect()
    os.environ["DATABASE_URL"] = bench.ledger.url
    kit.service(TENANT).get(f"/api/v1/wallets/{_BUSY}/balance", {"currency": "USD"})  # connects
    seconds = []
    for person, path, query in calls[bench.database]:
        began = time.perf_counter()
        answer = person.get(path, query)
        seconds.append(time.perf_counter() - began)
        assert answer.status == 200, answer.text
    return median(seconds) * 1000


def _pages_read(read: Callable[[Bench], float], bench: Bench) -> float:
    """The pages of tables and indexes that a call reads, in memory or not: the same on a machine that is busy."""
    before = _pages(bench)
    read(bench)
    return (_pages(bench) - before) / (3 if bench.smoke else _SAMPLES)


def _pages(bench: Bench) -> int:
    """The pages that all sessions have read so far. A session counts them when it ends."""
    sessions.disconnect()
    while bench.ledger.value(
        "select count(*) from pg_stat_activity "
        "where datname = current_database() and usename ~ '^purser_(?!admin|reconcile)'"
    ):
        time.sleep(0.01)
    counted = "heap_blks_read + heap_blks_hit + coalesce(idx_blks_read + idx_blks_hit, 0)"
    found: int = bench.ledger.value(f"select sum({counted})::bigint from pg_statio_user_tables")
    return found


def _end(bench: Bench) -> str:
    """Nearly the end of the ledger's year: what pgbench posts comes later."""
    return _busy_time(bench, _busy_versions(bench))


def _busy_period(bench: Bench, number: int) -> dict[str, object]:
    """A period with the same number of entries of the busiest wallet in each ledger, each time another one."""
    version = 1 + number * _BUSY_ENTRIES % (_busy_versions(bench) - _BUSY_ENTRIES)
    return {"date_from": _busy_time(bench, version), "date_to": _busy_time(bench, version + _BUSY_ENTRIES)}


def _busy_versions(bench: Bench) -> int:
    """How many entries the busiest wallet was filled with: it has a twentieth of all transactions."""
    return bench.wallets * 100 // 2 // 20


def _busy_time(bench: Bench, version: int) -> str:
    moment: datetime = _busy_entry(bench, version)["posted_at"]
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _busy_entry(bench: Bench, version: int) -> dict[str, Any]:
    """The time and the transaction's id of an entry of the busiest wallet."""
    (entry,) = bench.ledger.rows(
        """
        select e.posted_at, e.transaction_id::text as transaction from entries e
        where e.tenant_id = %s and e.wallet_id = %s and e.version = %s
        """,
        TENANT,
        wallet_id(1),
        version,
    )
    return entry


def _relay(ledgers: Ledgers) -> Iterator[Figure]:
    """A lease of a batch of the outbox's rows, and their move to `published`."""

    def lease(bench: Bench) -> float:
        with (
            bench.ledger.admin() as admin,
            psycopg.connect(
                bench.ledger.url_of("purser_relay"), autocommit=True, options=kit.EVERY_TENANT
            ) as connection,
        ):
            admin.execute("truncate outbox")
            events = [
                {"event_id": str(new_id()), "type": "CashOutRecorded", "detail": {"note": "x" * 300}, "relay": True}
                for _ in range(2 * _EVENTS)
            ]
            admin.execute("select emit(%s, %s::json)", (TENANT, json.dumps(events)))
            began = time.perf_counter()
            leased = connection.execute("select event_id from lease_outbox(%s, 60)", (_EVENTS,)).fetchall()
            connection.execute("select mark_published(%s, %s)", (TENANT, [event_id for (event_id,) in leased]))
            seconds = time.perf_counter() - began
            assert len(leased) == _EVENTS, len(leased)
            admin.execute("truncate outbox")
            return seconds * 1000

    yield ledgers.interleaved(lease, 2 * ledgers.rounds).figure(f"relay of {_EVENTS} events", "ms")


def _postings(ledgers: Ledgers) -> Iterator[Figure]:
    """pgbench with the ledger's own statements, between customers that are drawn evenly from all."""
    for program, name in (("posting", "posting"), ("write", "whole write")):
        wal: dict[str, list[float]] = {ledgers.small.database: [], ledgers.large.database: []}
        pair = ledgers.interleaved(partial(_post, program, wal))
        small, large = (median(numbers[1:]) for numbers in wal.values())
        yield pair.figure(f"{name}, {_CLIENTS} clients, time of each", "ms", wal_bytes={"small": small, "large": large})


def _post(program: str, wal: Mapping[str, list[float]], bench: Bench) -> float:
    """Milliseconds of each transaction. wal: gets the bytes that each writes to the WAL, whole pages included."""
    written = "select pg_current_wal_lsn() - '0/0'"
    before = bench.ledger.value(written)
    rate, _ = bench.pgbench(program, _CLIENTS)
    wal[bench.database].append(float(bench.ledger.value(written) - before) / (rate * (1 if bench.smoke else ROUND_S)))
    return 1000 / rate


def _reconciliations(ledgers: Ledgers) -> Iterator[Figure]:
    """A sample of a full run, in which each ledger must be found consistent, and incremental runs."""
    batches = ledgers.small.wallets // (_CHECKED["wallets"] // (100 if ledgers.small.smoke else 1))
    for what, number in _CHECKED.items():
        places = cycle(place for place in range(1, batches) for _ in ("small", "large"))
        pair = ledgers.interleaved(partial(_check_sample, what, places))
        each = f"for {_ENTRIES_PER_CHECK:,} entries of {number:,} {what}"
        yield pair.figure(f"full reconciliation {each}", "ms")
    for bench in (ledgers.small, ledgers.large):
        with bench.ledger.admin() as admin:
            admin.execute(_AS_AFTER_A_FULL_RUN)

    def run(bench: Bench) -> float:
        new = _NEW_TRANSACTIONS // (20 if bench.smoke else 1)
        bench.pgbench("posting", _CLIENTS, f"--transactions={new // _CLIENTS}")
        return _reconcile(bench)

    name = f"incremental reconciliation after {_NEW_TRANSACTIONS:,} transactions"
    yield ledgers.interleaved(run).figure(name, "ms")


_AS_AFTER_A_FULL_RUN: Final = """
    insert into reconciliation_runs (run_id, requested_by, dry_run, is_full, state, cut, begun_at, finished_at)
    select new_id(), 'bench', false, true, 'finished',
           xid_base() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint, clock_timestamp(), clock_timestamp()
"""


def _check_sample(what: str, places: Iterator[int], bench: Bench) -> float:
    """Check consecutive wallets or transactions, others in each round; the check must find nothing. Returns the
    milliseconds for 100,000 of their entries."""
    rows = _CHECKED[what] // (100 if bench.smoke else 1)
    place = next(places)
    first = (
        wallet_id(place * rows) if what == "wallets" else UUID(_busy_entry(bench, place * rows // 20)["transaction"])
    )
    url = bench.server.url("purser_reconcile", bench.database)
    with psycopg.connect(url, autocommit=True, options=kit.EVERY_TENANT) as connection:
        batch = f"select last from ledger.batch_of_{what}(%s, %s, %s)"
        row = connection.execute(batch.encode(), (TENANT, first, rows)).fetchone()
        assert row is not None
        began = time.perf_counter()
        check = f"select * from ledger.reconcile_{what}(%s, %s, %s)"
        findings = connection.execute(check.encode(), (TENANT, first, row[0] or _HIGHEST)).fetchall()
        seconds = time.perf_counter() - began
    assert findings == [], findings
    column = "wallet_id" if what == "wallets" else "transaction_id"
    entries: int = bench.ledger.value(
        f"""
        select count(*) from entries e
        where e.tenant_id = %s and e.{column} between %s and %s and (e.version is not null or %s)
        """,
        TENANT,
        first,
        row[0] or _HIGHEST,
        what == "transactions",
    )
    return seconds * 1000 / entries * _ENTRIES_PER_CHECK


def _reconcile(bench: Bench) -> float:
    """Carry out an incremental run, which must find nothing, and then store checkpoints as the schedule does. Returns
    the run's milliseconds."""
    began = time.perf_counter()
    url = bench.server.url("purser_reconcile", bench.database)
    run = reconciliation.run(Order(), Budget(lambda: math.inf), by="bench", url=url)
    seconds = time.perf_counter() - began
    assert run is not None
    assert run.status == "clean", run
    with bench.ledger.admin() as admin:
        admin.execute("select make_checkpoints(clock_timestamp())")
    return seconds * 1000
