"""Expired rows: the removal of a partition compared with that of its rows, and vacuum of tables that only grow."""

import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import psycopg

from bench.database import Bench
from bench.report import Figure, at_least, at_most

_ANSWER_BYTES = 350  # of a cashier debit
_FILL = """
    insert into requests (tenant_id, principal, key, part, hash, status, answer)
    select 'bench', 'bench', gen_random_uuid()::text, 0, sha256(i::text::bytea), 201, repeat('x', %s)
    from generate_series(1, %s) i
"""
_WRITE = """
    select claim('bench', 'bench', %(key)s, '\\x00'),
           store_answer('bench', 'bench', %(key)s, '\\x00', 201::smallint, '{}')
"""
# Entries of one open wallet, as post() would have written them, one a second.
_ENTRIES = """
    insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, posted_at, xid)
    select 'bench', gen_random_uuid(), 1, %(wallet)s, 1, 'epoch'::timestamptz + i * interval '1 s', 0
    from generate_series(%(first)s + 1, %(last)s) i
"""
_TOTAL = """
    explain (analyze, buffers, format json)
    select sum(amount) from entries
    where tenant_id = 'bench' and wallet_id = %s and version is null
        and posted_at > 'epoch'::timestamptz + %s * interval '1 s'
"""


def measure(bench: Bench) -> Iterator[Figure]:
    keys = 10_000 if bench.smoke else 1_000_000
    lifetimes = bench.with_ledger("lifetimes")
    yield from _removal(lifetimes, keys)
    yield from _vacuum(lifetimes, keys)


def _removal(bench: Bench, keys: int) -> Iterator[Figure]:
    """Remove the same rows by TRUNCATE and by DELETE, while another session writes without a pause."""
    measured = {}
    for name, statement in (
        ("partition", "select expire('requests')"),
        ("rows", "delete from requests where part = 0"),
    ):
        with bench.ledger.admin() as admin:
            admin.execute("truncate requests")
            admin.execute("update lifetimes set part = 2, since = now() - interval '2 hours'")
            admin.execute(_FILL, (_ANSWER_BYTES, keys))
            admin.execute("checkpoint")
            writes = _Writes(bench.ledger.url)
            before = admin.execute("select pg_current_wal_insert_lsn() as at").fetchone()
            began = time.perf_counter()
            admin.execute(statement.encode())
            seconds = time.perf_counter() - began
            slowest = writes.slowest_s()
            assert before is not None
            found = admin.execute(
                """
                select (pg_current_wal_insert_lsn() - %s)::float as wal,
                       pg_total_relation_size('requests_0') as size,
                       (select count(*) from requests_0) as left
                """,
                (before["at"],),
            ).fetchone()
            assert found is not None
            assert found["left"] == 0
            measured[name] = {"seconds": seconds, "slowest_write_ms": slowest * 1000, **found}
    partition, rows = measured["partition"], measured["rows"]
    text = (
        f"{partition['seconds']:.2f} s, {partition['wal'] / 1e6:.1f} MB of WAL, {partition['size'] / 1e6:.0f} MB left"
    )
    yield Figure(f"removal of {keys:,} keys with their partition", text, measured={"partition": partition})
    text = f"{rows['seconds']:.2f} s, {rows['wal'] / 1e6:.1f} MB of WAL, {rows['size'] / 1e6:.0f} MB left"
    yield Figure(f"removal of {keys:,} keys one by one", text, measured={"rows": rows})
    yield at_least("WAL of the rows, to that of the partition", float(rows["wal"] / partition["wal"]), 10.0)
    slowest_ms = partition["slowest_write_ms"]
    yield at_most("slowest write while the partition is removed", slowest_ms, 1_000.0, " ms")


class _Writes:
    """A session that writes keys without a pause until `slowest_s` is called, which returns the slowest write."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._ended = threading.Event()
        self._begun = threading.Event()
        self._seconds: list[float] = []
        self._thread = threading.Thread(target=self._write)
        self._thread.start()
        self._begun.wait()

    def slowest_s(self) -> float:
        self._ended.set()
        self._thread.join()
        return max(self._seconds)

    def _write(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            while not self._ended.is_set():
                began = time.perf_counter()
                connection.execute(_WRITE, {"key": str(uuid4())})
                self._seconds.append(time.perf_counter() - began)
                self._begun.set()


def _vacuum(bench: Bench, rows: int) -> Iterator[Figure]:
    """Measure two vacuums. One is of a partition of keys, which will be truncated anyway. The other is of entries: how
    many rows an agent's newest total reads before it, with fewer new rows than start an autovacuum by default, and
    after it."""
    wallet = uuid4()
    with bench.ledger.admin() as admin:
        admin.execute("truncate requests")
        admin.execute(_FILL, (_ANSWER_BYTES, rows))
        admin.execute("checkpoint")
        seconds, wal = _vacuumed(admin, "requests_0")
        yield Figure(
            f"vacuum of {rows:,} new keys", f"{seconds:.2f} s, {wal / 1e6:.1f} MB of WAL", measured={"wal": wal}
        )

        new = rows * 15 // 100  # below the default of a fifth
        admin.execute(_ENTRIES, {"wallet": wallet, "first": 0, "last": rows})
        admin.execute("vacuum analyze entries")
        admin.execute(_ENTRIES, {"wallet": wallet, "first": rows, "last": rows + new})
        admin.execute("analyze entries")
        before = _total(admin, wallet, rows)
        seconds, wal = _vacuumed(admin, "entries")
        after = _total(admin, wallet, rows)
    name = f"total of the newest {new:,} of {rows + new:,} entries of an open wallet"
    yield Figure(f"{name}, before a vacuum", _text(before), measured=before)
    yield Figure(f"{name}, after it", _text(after), measured=after | {"vacuum_s": seconds, "vacuum_wal": wal})
    yield at_most("rows that it looks up in the table, after the vacuum", after["heap_fetches"], 0, "")


def _vacuumed(admin: psycopg.Connection[dict[str, Any]], table: str) -> tuple[float, float]:
    """Vacuum a table. Returns its seconds and the bytes of WAL that it wrote."""
    (row,) = admin.execute("select pg_current_wal_insert_lsn() as at").fetchall()
    began = time.perf_counter()
    admin.execute(f"vacuum {table}".encode())
    seconds = time.perf_counter() - began
    (wal,) = admin.execute("select (pg_current_wal_insert_lsn() - %s)::float as bytes", (row["at"],)).fetchall()
    return seconds, wal["bytes"]


def _total(admin: psycopg.Connection[dict[str, Any]], wallet: object, after: int) -> dict[str, Any]:
    """The best of three runs, in ms, and the heap fetches of the index-only scan."""
    admin.execute("set enable_seqscan = off")
    admin.execute("set enable_bitmapscan = off")
    runs = []
    for _ in range(3):
        (row,) = admin.execute(_TOTAL, (wallet, after)).fetchall()
        (plan,) = row["QUERY PLAN"]
        scan = plan["Plan"]
        while "Heap Fetches" not in scan:
            (scan,) = scan["Plans"]
        runs.append({"ms": plan["Execution Time"], "heap_fetches": scan["Heap Fetches"]})
    return min(runs, key=lambda run: run["ms"])


def _text(total: Mapping[str, Any]) -> str:
    return f"{total['ms']:.0f} ms, {total['heap_fetches']:,.0f} rows looked up in the table"
