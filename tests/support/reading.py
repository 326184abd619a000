"""The rows that each statement of the application reads, with those that it reads in functions and those that it drops.

Every statement is executed twice: first by EXPLAIN, which is rolled back.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import psycopg
import pytest
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from tests.support import kit, pinning

_ROLES: Final = kit.APPLICATION_ROLES | {"purser_reconcile"}
# What was read of each table since the database transaction began, also in functions: rows without an index, rows by an
# index, and entries of its B-trees. Other indexes count pages.
_READ: Final = b"""
    select c.relname, pg_stat_get_xact_tuples_returned(c.oid), pg_stat_get_xact_tuples_fetched(c.oid), (
               select coalesce(sum(pg_stat_get_xact_tuples_returned(x.oid)), 0)::bigint
               from pg_index i
               join pg_class x on x.oid = i.indexrelid
               join pg_am a on a.oid = x.relam and a.amname = 'btree'
               where i.indrelid = c.oid)
    from pg_class c
    where c.relnamespace = 'ledger'::regnamespace and c.relkind = 'r'
"""


@dataclass(frozen=True)
class Statement:
    """A statement that an operation sent. read: the rows that it read, by table. worst: the node of its own plan with
    most rows, with those that it dropped; largest: their number, infinite if the statement was cancelled."""

    operation: str
    text: str
    read: Counter[str]
    largest: float
    worst: str

    @property
    def most(self) -> float:
        return max([self.largest, *self.read.values()])


class Recorder:
    """Records statements. operation: the name of what sends them. keeps: whether its database transactions commit."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.operation = ""
        self.keeps = False
        self._execute = psycopg.Connection.execute
        self._is_recording = False
        self._times: Counter[tuple[str, tuple[bool, ...]]] = Counter()

    def clear(self) -> None:
        """Forget what was recorded."""
        self.statements.clear()
        self._times.clear()

    def replacement(self) -> Callable[..., Any]:
        """A function to take the place of psycopg.Connection.execute."""

        def execute(connection: Any, query: Any, *arguments: Any, **more: Any) -> Any:
            return self._run(connection, query, *arguments, **more)

        return execute

    def _run(self, connection: Any, query: Any, *arguments: Any, **more: Any) -> Any:
        text = query.decode() if isinstance(query, bytes) else str(query)
        word = text.split(maxsplit=1)[0].lower()
        if self._is_recording or connection.closed or connection.info.user not in _ROLES:
            return self._execute(connection, query, *arguments, **more)
        if word == "commit" and not self.keeps:
            return self._execute(connection, "ROLLBACK")
        if word not in {"select", "with"}:
            return self._execute(connection, query, *arguments, **more)
        self._is_recording = True
        is_alone = connection.info.transaction_status is TransactionStatus.IDLE
        try:
            if is_alone:
                self._execute(connection, "BEGIN")
            if self._is_new(text, *arguments):
                self._record(connection, text, *arguments)
            result = self._execute(connection, query, *arguments, **more)
            if is_alone:
                self._execute(connection, "COMMIT" if self.keeps else "ROLLBACK")
            return result
        except psycopg.Error:
            if is_alone:
                self._execute(connection, "ROLLBACK")
            raise
        finally:
            self._is_recording = False

    def _is_new(self, text: str, parameters: Any = (), **_: Any) -> bool:
        """Whether the statement was recorded less than twice with these parameters null: a plan leaves out a condition
        on a null."""
        given = parameters.values() if isinstance(parameters, Mapping) else parameters
        key = text, tuple(value is None for value in given)
        self._times[key] += 1
        return self._times[key] <= 2

    def _record(self, connection: Any, text: str, *arguments: Any) -> None:
        cursor = connection.cursor(row_factory=tuple_row)
        self._execute(connection, "SAVEPOINT recorded")
        # Otherwise a join could compare rows with all rows that it has read once, which is not counted in functions.
        self._execute(connection, "SET LOCAL enable_material = off")
        # What a parallel worker reads is counted there.
        self._execute(connection, "SET LOCAL max_parallel_workers_per_gather = 0")
        try:
            before = cursor.execute(_READ).fetchall()
            explain = "explain (analyze, timing off, format json) " + text
            ((plan,),) = cursor.execute(explain.encode(), *arguments).fetchone()
            read = _difference(before, cursor.execute(_READ).fetchall())
        except psycopg.errors.QueryCanceled:
            self.statements.append(Statement(self.operation, text, Counter(), math.inf, "cancelled"))
        except psycopg.errors.RaiseException:
            pass  # a refusal
        else:
            largest, worst = _largest(plan["Plan"])
            self.statements.append(Statement(self.operation, text, read, largest, worst))
        finally:
            self._execute(connection, "ROLLBACK TO SAVEPOINT recorded")


@contextmanager
def recorded() -> Iterator[Recorder]:
    """Record what the application sends. Each of its statements is sent by itself."""
    recorder = Recorder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIPELINE", "off")
        patch.setattr(psycopg.Connection, "execute", recorder.replacement())
        yield recorder
    pinning.pinned_in_this_test()  # forget what EXPLAIN and SAVEPOINT pinned


def _difference(before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]) -> Counter[str]:
    """The rows that were read of each table."""
    earlier = {table: counts for table, *counts in before}
    read: Counter[str] = Counter()
    for table, *counts in after:
        scanned, fetched, entries = (now - then for now, then in zip(counts, earlier[table], strict=True))
        read[table] = scanned + max(fetched, entries)
    return +read


def _largest(node: dict[str, Any]) -> tuple[int, str]:
    rows = node["Actual Rows"] + sum(number for name, number in node.items() if name.startswith("Rows Removed"))
    parts = (node.get(name, "") for name in ("Node Type", "Relation Name", "Index Name", "Join Filter"))
    found = int(rows * node["Actual Loops"]), " ".join(part for part in parts if part)
    return max([found, *(_largest(below) for below in node.get("Plans", ()))])
