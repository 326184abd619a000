"""A tenant with thousands of rows of each kind that the planner's statistics do not know."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import psycopg

from tests.support import kit
from tests.support.kit import Database

TENANT: Final = "acme"
COPIES: Final = 500
"""The copies of each row: 2,000 customers, since the samples have four."""

_OTHERS: Final = 4
_HISTORY: Final = 0x4000
"""The first number of a copy in a history. Those of owners begin at 1."""
_UUID: Final = re.compile(
    r"\b([0-9a-f]{8}-[0-9a-f]{4}-)[0-9a-f]([0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{4})[0-9a-f]{4}([0-9a-f]{4})\b"
)
"""An id, in whose copies the version and four digits are others. No id that is not a copy has the version f."""
_TABLES: Final = """
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns,
           array_agg(t.typname::text order by a.attnum) as types,
           array_agg(exists (
               select from pg_index i where i.indrelid = c.oid and i.indisunique and a.attnum = any (i.indkey)
           ) order by a.attnum) as is_unique
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'ledger'::regnamespace and c.relkind = 'r'
    group by c.oid, c.relname
    having bool_or(a.attname = 'tenant_id')
    order by c.relname
"""
_TRIGGERS: Final = """
    select tgrelid::regclass::text as table, quote_ident(tgname) as trigger from pg_trigger
    where tgenabled = 'A' and not tgisinternal and tgparentid = 0
"""
_SHARED: Final = frozenset(
    {"tenant_id", "currency", "agent_id", "kind", "status", "purpose", "consumer", "country", "subject"}
)
"""Texts of unique keys that all rows of a tenant may share."""
_OF_OWNERS: Final = frozenset({"owner_id", "username_key", "principal", "external_reference", "sub", "tournament_id"})
_FEW_OF_TENANT: Final = frozenset({"webhooks", "webhook_secrets"})
"""Tables of which a tenant has few rows. Each of these rows gets a long history."""
_FEW_OF_OWNER: Final = frozenset({"monitors"})

type Row = list[str]


@dataclass(frozen=True)
class _Table:
    """rows: those of TENANT, as COPY writes them."""

    name: str
    columns: list[str]
    types: list[str]
    is_unique: list[bool]
    rows: list[Row]


@contextmanager
def growing(database: Database) -> Iterator[Callable[[], None]]:
    """Let the planner know a few small tenants that have the rows of TENANT, but not TENANT itself. Yields the function
    that lets TENANT grow: COPIES more of its owners with everything that is theirs, and COPIES more of everything that
    happened to its first owners.

    A copied row has other ids, the same in every table, so that copies refer to each other. Totals, versions and
    balances do not add up.
    """
    with database.admin() as connection:
        tables = [_read(connection, found) for found in connection.execute(_TABLES).fetchall()]
        with _without_triggers(connection):
            for table in tables:
                connection.execute(f"delete from {table.name} where tenant_id = %s".encode(), (TENANT,))
                _write(connection, table, (_of_other(table, row, n) for row in table.rows for n in range(_OTHERS)))
            connection.execute(f"{kit.READ_EVERY_ROW}; analyze".encode())
            for table in tables:
                _write(connection, table, table.rows)
        yield lambda: _grow(connection, tables)


def _grow(connection: psycopg.Connection[dict[str, Any]], tables: Sequence[_Table]) -> None:
    names = {name for table in tables for name, kind, unique in _columns(table) if unique and kind == "text"}
    limited = _ids(connection, "select webhook_id from webhooks")
    open_wallets = _ids(connection, "select wallet_id from wallets where owner_kind <> 'person'")
    owners = _ids(connection, "select wallet_id from wallets union select customer_id from customers")
    connection.execute("set session_replication_role = replica")  # no foreign keys
    for table in tables:
        if table.name not in _FEW_OF_TENANT:
            copy = _copier(table, open_wallets | limited, names - _SHARED)
            rows = [row for row in table.rows if not _is_open(table, row)]
            _write(connection, table, (copy(row, number + 1) for row in rows for number in range(COPIES)))
        if table.name not in _FEW_OF_TENANT | _FEW_OF_OWNER:
            copy = _copier(table, owners | limited, names - _SHARED - _OF_OWNERS)
            _write(connection, table, (copy(row, _HISTORY + n) for row in table.rows for n in range(COPIES)))


def count_rows(database: Database) -> Counter[str]:
    """The number of rows of each table."""
    tables = database.rows("select relname from pg_class where relnamespace = 'ledger'::regnamespace and relkind = 'r'")
    return Counter({row["relname"]: database.value(f"select count(*) from {row['relname']}") for row in tables})


@contextmanager
def _without_triggers(connection: psycopg.Connection[dict[str, Any]]) -> Iterator[None]:
    """Without triggers and foreign keys in the superuser's connection."""
    triggers = connection.execute(_TRIGGERS).fetchall()
    connection.execute("set session_replication_role = replica")
    for of in triggers:
        connection.execute(f"alter table {of['table']} disable trigger {of['trigger']}".encode())
    yield
    for of in triggers:
        connection.execute(f"alter table {of['table']} enable always trigger {of['trigger']}".encode())
    connection.execute("reset session_replication_role")


def _columns(table: _Table) -> Iterable[tuple[str, str, bool]]:
    return zip(table.columns, table.types, table.is_unique, strict=True)


def _ids(connection: psycopg.Connection[dict[str, Any]], query: str) -> set[str]:
    return {str(value) for row in connection.execute(query.encode()).fetchall() for value in row.values()}


def _is_open(table: _Table, row: Row) -> bool:
    return table.name == "wallets" and row[table.columns.index("owner_kind")] != "person"


def _read(connection: psycopg.Connection[Any], found: dict[str, Any]) -> _Table:
    query = f"copy (select * from {found['name']} where tenant_id = '{TENANT}') to stdout"
    with connection.cursor().copy(query.encode()) as lines:
        rows = [line.split("\t") for line in b"".join(lines).decode().splitlines()]
    return _Table(**found, rows=rows)


def _write(connection: psycopg.Connection[Any], table: _Table, rows: Iterable[Row]) -> None:
    """Insert the rows whose keys are new."""
    connection.execute(f"create temporary table copied (like ledger.{table.name})".encode())
    with connection.cursor().copy(b"copy copied from stdin") as lines:
        lines.write("".join("\t".join(row) + "\n" for row in rows).encode())
    connection.execute(
        f"insert into {table.name} select * from copied on conflict do nothing; drop table copied".encode()
    )


def _of_other(table: _Table, row: Row, number: int) -> Row:
    """The row of another tenant, with other ids and another agent."""
    copied = [_UUID.sub(rf"\g<1>f\g<2>{number:04x}\g<3>", value).replace("agent-", "other-") for value in row]
    copied[table.columns.index("tenant_id")] = f"other-{number}"
    return copied


def _copier(table: _Table, kept: set[str], names: set[str]) -> Callable[[Row, int], Row]:
    """A function that makes the copy of a row with a number. kept: ids that stay. names: columns whose texts change."""

    def ids(value: str, number: int) -> str:
        def copy(found: re.Match[str]) -> str:
            return found[0] if found[0] in kept else f"{found[1]}f{found[2]}{number:04x}{found[3]}"

        return _UUID.sub(copy, value)

    def name(value: str, number: int) -> str:
        return ids(value, number) if not value or _UUID.search(value) else f"{value}-{number}"

    def change_of(column: str, kind: str, is_unique: bool) -> Callable[[str, int], str]:
        if kind == "text" and column in names:
            return name
        if kind == "int8" and is_unique:
            return _later
        return _earlier if kind == "date" else ids

    changes = [change_of(*column) for column in _columns(table)]
    return lambda row, number: [
        value if value == r"\N" else change(value, number) for change, value in zip(changes, row, strict=True)
    ]


def _later(version: str, number: int) -> str:
    return str(int(version) + number * 1000)


def _earlier(day: str, number: int) -> str:
    """The day of a copy: periods of a month do not overlap."""
    return str(date.fromisoformat(day) - timedelta(days=31 * (number % _HISTORY)))
