"""Brings the database's schema, functions and roles to this release: forward only, all or nothing, one at a time."""

import json
from dataclasses import asdict, dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

import psycopg
from psycopg.conninfo import make_conninfo

from ledger.core.money import CURRENCIES
from ledger.storage import sessions

DATABASE: Final = "purser"
_LOCK_KEY: Final = 5_077_310_621  # an arbitrary number, the same in every release
_SQL: Final = resources.files("ledger") / "sql"
_MIGRATIONS: Final = _SQL / "migrations"


class NewerDatabase(Exception):
    """The database was migrated by a later release than this one."""


@dataclass(frozen=True)
class Migrated:
    """The last migration that had been applied before, None for a new database, and the last one now."""

    before: str | None
    after: str


def migrate(admin_url: str, database: str = DATABASE) -> Migrated:
    """Create roles and database if they are missing, then apply migrations, SQL functions and reference data.

    admin_url: of a role that may create roles and databases, without any proxy.

    Everything after the creation of the database is one database transaction, so that a failure leaves the schema as
    it was. A second call changes nothing. Simultaneous calls run one after the other.

    Raises NewerDatabase before anything is changed, psycopg.Error.
    """
    admin_url = make_conninfo(admin_url, connect_timeout=sessions.WAKING_TIMEOUT_S, **sessions.password(admin_url))
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(%s)", (_LOCK_KEY,))  # released when the connection closes
        exists = admin.execute("select from pg_database where datname = %s", (database,)).fetchone() is not None
        if exists:
            with psycopg.connect(admin_url, dbname=database) as connection:
                _refuse_newer(_applied(connection))
        admin.execute(_encoded(_SQL / "bootstrap.sql"))
        if not exists:
            admin.execute(f'create database "{database}" owner purser_owner')
        with psycopg.connect(admin_url, dbname=database, autocommit=True) as connection:
            connection.execute("set role purser_owner")
            connection.execute("create schema if not exists ledger")
            connection.execute("grant usage on schema ledger to purser_app")
            connection.execute("set search_path = ledger")
            with connection.transaction():
                migrated = _apply_migrations(connection)
                _apply_functions(connection)
            return migrated


def _apply_migrations(connection: psycopg.Connection[Any]) -> Migrated:
    """Run each file of sql/migrations/ that has not been applied, in the order of their names."""
    connection.execute("""
        create table if not exists schema_migrations (
            name text collate "C" primary key, applied_at timestamptz not null default clock_timestamp())
    """)
    before = _applied(connection)
    for name, script in _migrations().items():
        if name not in before:
            connection.execute(_encoded(script))
            connection.execute("insert into schema_migrations (name) values (%s)", (name,))
    return Migrated(max(before, default=None), max(_applied(connection)))


def _refuse_newer(applied: list[str]) -> None:
    if unknown := set(applied) - _migrations().keys():
        raise NewerDatabase(
            f"The database is at {max(unknown)}, which this release does not know: a later one has migrated it. "
            "Start that release, or a later one."
        )


def _applied(connection: psycopg.Connection[Any]) -> list[str]:
    if connection.execute("select to_regclass('ledger.schema_migrations')").fetchone() == (None,):
        return []
    return [name for (name,) in connection.execute("select name from ledger.schema_migrations").fetchall()]


def _migrations() -> dict[str, Traversable]:
    """The migrations of this release by name, in order. A file keeps its name and its text once it is released."""
    scripts = sorted(_MIGRATIONS.iterdir(), key=lambda script: script.name)
    return {script.name.removesuffix(".sql"): script for script in scripts if script.name.endswith(".sql")}


def _apply_functions(connection: psycopg.Connection[Any]) -> None:
    """Replace the SQL functions by this release's; update the currencies and the epoch of transaction ids."""
    functions = _SQL / "functions"
    for name in (functions / "load_order.txt").read_text().splitlines():
        if name and not name.startswith("#"):
            connection.execute(_encoded(functions / name))
    connection.execute(
        """
        insert into currencies (code, exponent, symbol)
        select code, exponent, symbol
        from json_to_recordset(%s) as c (code text, exponent smallint, symbol text)
        on conflict (code) do update set symbol = excluded.symbol
        """,
        (json.dumps([asdict(currency) for currency in CURRENCIES.values()]),),
    )
    connection.execute("select create_minor_units(), begin_epoch()")


def _encoded(script: Traversable) -> bytes:
    return script.read_text(encoding="utf-8").encode()
