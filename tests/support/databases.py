"""The databases of a worker's tests: cloned from templates, cleared after a test, and kept with their connections.

A clone, its first connections and its removal take 0.1 s, clearing takes 0.01 s. So a database is dropped only if it
cannot be cleared, since a test changed a definition, or if it may have become slow.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import psycopg
from psycopg.conninfo import make_conninfo

_MAX_USES: Final = 100
_MAX_CLEARED_ROWS: Final = 2_000
"""Cleared rows stay in the files. Tests that have written this many together get a new database."""
_CATALOGS: Final = (
    *(
        "pg_attrdef",
        "pg_attribute",
        "pg_class",
        "pg_constraint",
        "pg_namespace",
        "pg_policy",
        "pg_proc",
        "pg_statistic",
    ),
    *("pg_type", "pg_largeobject_metadata"),
)
_COUNTED: Final = ", ".join(
    f"(select count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) from {name})" for name in _CATALOGS
)
"""Every definition has a row in a catalog, and a changed row has a new xmin."""
# Triggers are compared by content, since clearing switches them off and on, and numbers of rows by value, since VACUUM
# changes them in place.
_DEFINITIONS: Final = f"""
    select array[
        {_COUNTED},
        (select string_agg(concat(tgrelid, tgname, tgenabled, tgfoid), ',' order by oid)
         from pg_trigger where not tgisinternal),
        (select sum(reltuples)::text from pg_class where relnamespace = 'ledger'::regnamespace),
        (select string_agg(concat(setrole, setconfig), ',' order by setrole)
         from pg_db_role_setting join pg_database d on d.oid = setdatabase where datname = current_database())]
"""
_TABLES: Final = """
    select c.oid::regclass::text as name,
           coalesce((select array_agg(quote_ident(tgname)) from pg_trigger
                     where tgrelid = c.oid and not tgisinternal and tgenabled = 'A'), '{}') as triggers
    from pg_class c where relkind = 'r' and relnamespace = 'ledger'::regnamespace order by 1
"""
_SESSIONS: Final = "select count(*) from pg_stat_activity where datname = %s and pid <> all (%s)"
_numbers = count(1)


@dataclass
class KeptDatabase:
    """A clone that one test at a time uses.

    base: the transaction id at which it had the template's content. A row with a later xmin was written by a test.
    content: the template's rows of each table that has any, as COPY writes them. original: their numbers.
    """

    name: str
    template: str
    admin: psycopg.Connection
    base: int
    triggers: dict[str, list[str]]
    definitions: object
    content: dict[str, bytes] = field(default_factory=dict)
    original: dict[str, int] = field(default_factory=dict)
    next_id: int = 0
    uses: int = 0
    cleared_rows: int = 0
    reader: list[psycopg.Connection[Any]] = field(default_factory=list)
    """The connection of its tests' queries, if it is open."""

    def count_rows(self) -> dict[str, tuple[int, int]]:
        """The numbers of the template's rows and of later ones, of each table that has any."""
        query = " union all ".join(
            f"select '{table}', count(*) filter (where xmin::text::bigint < {self.base}), "
            f"count(*) filter (where xmin::text::bigint >= {self.base}) from {table}"
            for table in self.triggers
        )
        rows = self.admin.execute(query.encode(), prepare=True).fetchall()
        return {table: (original, later) for table, original, later in rows if original or later}

    def read_definitions(self) -> object:
        return self.admin.execute(_DEFINITIONS, prepare=True).fetchone()

    def close(self) -> None:
        for connection in (self.admin, *self.reader):
            connection.close()
        self.reader.clear()

    def clear(self) -> bool:
        """Delete what tests have written. Returns False if that does not restore the template's content."""
        try:
            return self._clear()
        except psycopg.Error:  # a test has dropped a table, ended all sessions, or left a lock behind
            return False

    def _clear(self) -> bool:
        rows = self.count_rows()
        changed = [table for table, number in self.original.items() if rows.get(table, (0, 0))[0] != number]
        written = [table for table, (_, later) in rows.items() if later]
        self.uses += 1
        self.cleared_rows += sum(sum(rows.get(table, ())) for table in changed)
        self.cleared_rows += sum(rows[table][1] for table in written if table not in changed)
        if (
            self.uses >= _MAX_USES
            or self.cleared_rows > _MAX_CLEARED_ROWS
            or self.read_definitions() != self.definitions
        ):
            return False
        cleared = sorted({*changed, *written})
        conditions = {table: "true" if table in changed else f"xmin::text::bigint >= {self.base}" for table in cleared}
        self._execute(
            "begin",
            *(statement for table in cleared for statement in self._switching("disable", table)),
            *(f"delete from {table} where {condition}" for table, condition in conditions.items()),
        )
        for table in changed:
            with self.admin.cursor().copy(f"copy {table} from stdin".encode()) as rows_of_template:
                rows_of_template.write(self.content[table])
        self._execute(
            *(statement for table in cleared for statement in self._switching("enable always", table)), "commit"
        )
        if changed:
            self.base = _next_id(self.admin)
        return True

    def _switching(self, how: str, table: str) -> list[str]:
        return [f"alter table {table} {how} trigger {trigger}" for trigger in self.triggers[table]]

    def _execute(self, *statements: str) -> None:
        self.admin.execute("; ".join(statements).encode())

    def read_content(self) -> dict[str, bytes]:
        """The rows of each table that has any, as COPY writes them."""
        content = {}
        for table in self.count_rows():
            with self.admin.cursor().copy(f"copy {table} to stdout".encode()) as rows:
                content[table] = b"".join(rows)
        return content


def _next_id(connection: psycopg.Connection) -> int:
    """The next transaction id of the server."""
    (next_id,) = connection.execute("select pg_snapshot_xmax(pg_current_snapshot())::text").fetchone() or ("",)
    return int(next_id)


class Databases:
    """Fresh databases, each with the content of a template.

    Every write, even one that is rolled back, uses a transaction id of PostgreSQL, and no other worker uses this
    server. So an unchanged next id means that nothing was written.
    """

    def __init__(self, url: str) -> None:
        """url: of the superuser."""
        self._url = url
        self._admin = psycopg.connect(url, autocommit=True)
        self._kept: dict[str, list[KeptDatabase]] = defaultdict(list)
        self._content: dict[str, dict[str, bytes]] = {}
        self._to_drop: list[str] = []
        self.prepared: dict[str, tuple[str, Any]] = {}
        """The template database of each arrangement, and the value that the arrangement returned."""

    def close(self) -> None:
        for databases in self._kept.values():
            for database in databases:
                database.close()
        self._admin.close()

    def acquire(self, template: str, *, is_new: bool = False) -> KeptDatabase:
        """is_new: no test has used it."""
        kept = self._kept[template]
        while is_new and kept:
            self._drop(kept.pop())
        database = kept.pop() if kept else self._create(template)
        database.next_id = self._read_next_id()
        return database

    def release(self, database: KeptDatabase, pids: list[int]) -> bool:
        """Keep a database for the next test, or drop it. Returns whether its connections stay usable.

        pids: of the sessions that stay connected.
        """
        is_unchanged = self._read_next_id() == database.next_id
        if self._is_unused(database, pids) and (is_unchanged or database.clear()):
            self._kept[database.template].append(database)
            return True
        self._drop(database)
        return False

    def _drop(self, database: KeptDatabase) -> None:
        database.close()
        self.drop(database.name)

    def drop(self, name: str) -> None:
        """Drop a database when the next one is given: right after its last session, that takes 0.1 s longer."""
        while self._to_drop:
            self._admin.execute(f'drop database "{self._to_drop.pop()}" with (force)'.encode())
        self._to_drop.append(name)

    def _is_unused(self, database: KeptDatabase, pids: list[int]) -> bool:
        """Whether no other session is connected, allowing a moment for sessions that are ending."""
        known = [*pids, database.admin.info.backend_pid]
        return any(self._admin.execute(_SESSIONS, (database.name, known)).fetchone() == (0,) for _ in range(20))

    def _create(self, template: str) -> KeptDatabase:
        name = self.clone(template)
        base = self._read_next_id()
        admin = psycopg.connect(make_conninfo(self._url, dbname=name), autocommit=True)
        admin.execute("set search_path = ledger")
        admin.execute("set session_replication_role = replica")  # no foreign keys while rows are deleted
        triggers: dict[str, list[str]] = dict(admin.execute(_TABLES).fetchall())
        database = KeptDatabase(name, template, admin, base, triggers, None)
        database.definitions = database.read_definitions()
        database.original = {table: original for table, (original, _) in database.count_rows().items()}
        if template not in self._content:
            self._content[template] = database.read_content()
        database.content = self._content[template]
        return database

    def clone(self, template: str) -> str:
        name = f"purser_{next(_numbers)}"
        self._admin.execute(f'create database "{name}" template "{template}" strategy file_copy'.encode())
        return name

    def end_sessions(self, name: str) -> None:
        """End all sessions, including those of a pooler, and wait: a database with sessions cannot be cloned."""
        statement = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s"
        self._admin.execute(statement, (name,))

    def _read_next_id(self) -> int:
        return _next_id(self._admin)
