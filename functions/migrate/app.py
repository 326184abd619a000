"""Brings the database's schema, functions and roles to this release: forward only, all or nothing, one at a time."""

import json
import os
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine
from sqlalchemy.engine import Connection

from ledger.money import CURRENCIES

DATABASE = "purser"
_LOCK = 5_077_310_621  # any number, as long as every release takes the same
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Migrated:
    """Which revision the schema had, none at the first time, and which it has."""

    before: str | None
    after: str


def migrate(admin_url: str, database: str = DATABASE) -> Migrated:
    """Make roles and database where they are not there yet, then revisions, SQL functions and reference data.

    admin_url: of a role that may make roles and databases, straight to the server and past any proxy.

    Everything after the making of the database is one transaction: it is the old schema or the new one, never
    something between. Repeating it changes nothing. Two at once take turns.

    Raises alembic.util.CommandError where the database is newer than this release, psycopg.Error.
    """
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(%s)", (_LOCK,))  # given back when the connection closes
        admin.execute(_sql("bootstrap.sql"))
        if admin.execute("select from pg_database where datname = %s", (database,)).fetchone() is None:
            admin.execute(f'create database "{database}" owner purser_owner')
        with psycopg.connect(admin_url, dbname=database, autocommit=True) as connection:
            connection.execute("set role purser_owner")
            connection.execute("create schema if not exists ledger")
            connection.execute("grant usage on schema ledger to purser_app")
            connection.execute("set search_path = ledger")
            connection.autocommit = False
            return _to_this_release(connection)


def _to_this_release(connection: psycopg.Connection[Any]) -> Migrated:
    engine = create_engine("postgresql+psycopg://", creator=lambda: connection, poolclass=NullPool)
    with engine.connect() as alchemy, alchemy.begin():
        before = _revision(connection)
        config = Config(attributes={"connection": alchemy})
        config.set_main_option("script_location", str(_HERE / "revisions"))
        command.upgrade(config, "head")
        _repeatable(alchemy)
        return Migrated(before, str(_revision(connection)))


def _revision(connection: psycopg.Connection[Any]) -> str | None:
    if connection.execute("select to_regclass('ledger.alembic_version')").fetchone() == (None,):
        return None
    row = connection.execute("select version_num from ledger.alembic_version").fetchone()
    return row[0] if row else None


def _repeatable(connection: Connection) -> None:
    """What follows every migration: the SQL functions as this release has them, the currencies, the epoch of xids."""
    functions = resources.files("ledger") / "sql" / "functions"
    for script in sorted(functions.iterdir(), key=lambda file: file.name):
        connection.exec_driver_sql(script.read_text(), execution_options={"no_parameters": True})
    connection.exec_driver_sql(
        """
        insert into currencies (code, exponent, symbol)
        select code, exponent, symbol
        from json_to_recordset(%s) as c (code text, exponent smallint, symbol text)
        on conflict (code) do update set symbol = excluded.symbol
        """,
        (json.dumps([asdict(currency) for currency in CURRENCIES.values()]),),
    )
    connection.exec_driver_sql("select bake_currencies(), begin_epoch()")


def _sql(name: str) -> str:
    return (resources.files("ledger") / "sql" / name).read_text()


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Migrate the database that ADMIN_DATABASE_URL names; answers which revision it had and has."""
    return asdict(migrate(os.environ["ADMIN_DATABASE_URL"]))
