"""Brings the database's schema, functions and roles to this release: forward only, all or nothing, one at a time.

Takes Alembic, which is none of the layer's: only the function that migrates has it.
"""

import json
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any, Final

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg.conninfo import make_conninfo
from sqlalchemy import NullPool, create_engine
from sqlalchemy.engine import Connection

from ledger.core.money import CURRENCIES
from ledger.storage import sessions

DATABASE: Final = "purser"
_LOCK: Final = 5_077_310_621  # any number, as long as every release takes the same


class NewerDatabase(Exception):
    """The database was migrated by a later release than this one."""


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

    Raises NewerDatabase before anything is changed, psycopg.Error.
    """
    admin_url = make_conninfo(admin_url, connect_timeout=sessions.WAKING_TIMEOUT_S, **sessions.password(admin_url))
    config = Config()
    config.set_main_option("script_location", "ledger:sql/revisions")
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(%s)", (_LOCK,))  # given back when the connection closes
        exists = admin.execute("select from pg_database where datname = %s", (database,)).fetchone() is not None
        if exists:
            with psycopg.connect(admin_url, dbname=database) as connection:
                _refuse_newer(_revision(connection), config)
        admin.execute(_sql("bootstrap.sql"))
        if not exists:
            admin.execute(f'create database "{database}" owner purser_owner')
        with psycopg.connect(admin_url, dbname=database, autocommit=True) as connection:
            connection.execute("set role purser_owner")
            connection.execute("create schema if not exists ledger")
            connection.execute("grant usage on schema ledger to purser_app")
            connection.execute("set search_path = ledger")
            connection.autocommit = False
            return _to_this_release(connection, config)


def _to_this_release(connection: psycopg.Connection[Any], config: Config) -> Migrated:
    engine = create_engine("postgresql+psycopg://", creator=lambda: connection, poolclass=NullPool)
    with engine.connect() as alchemy, alchemy.begin():
        before = _revision(connection)
        config.attributes["connection"] = alchemy
        command.upgrade(config, "head")
        _repeatable(alchemy)
        return Migrated(before, str(_revision(connection)))


def _refuse_newer(revision: str | None, config: Config) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerDatabase(
            f"The database is at {revision}, which this release does not know: a later one has migrated it. "
            "Start that release, or a later one."
        )


def _revision(connection: psycopg.Connection[Any]) -> str | None:
    if connection.execute("select to_regclass('ledger.alembic_version')").fetchone() == (None,):
        return None
    row = connection.execute("select version_num from ledger.alembic_version").fetchone()
    return row[0] if row else None


def _repeatable(connection: Connection) -> None:
    """What follows every migration: the SQL functions as this release has them, the currencies, the epoch of xids."""
    functions = resources.files("ledger") / "sql" / "functions"
    for name in (functions / "load_order.txt").read_text().splitlines():
        if name and not name.startswith("#"):
            script = (functions / name).read_text()
            connection.exec_driver_sql(script, execution_options={"no_parameters": True})
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
