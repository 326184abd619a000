"""Brings the database's schema, functions and roles to this release: forward only, all or nothing, one at a time."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

import psycopg
from psycopg.conninfo import make_conninfo

from ledger.core.money import CURRENCIES
from ledger.storage import connections, reference_keys

DATABASE: Final = "purser"
TIMEOUT_S: Final = 840
"""Of a whole migration. Lambda ends a function after 900 s; before that, it must still answer CloudFormation."""
TURN_TIMEOUT_S: Final = 120
"""Of the wait for another migration, which seldom takes as long."""
LOCK_TIMEOUT_S: Final = 5
"""Of the wait for a table. All later sessions queue behind this one, and give up after three times 3 s. Nearly all of
the application's transactions are shorter."""
ATTEMPTS: Final = 5
"""Of a migration that deadlocks with a request. PostgreSQL ends one of the two after a second, either one."""
CLIENT_CHECK_S: Final = 5
"""How often the server looks whether the client of a running statement is still there, in seconds. A function that was
ended leaves its session behind, which would keep its locks until the statement ends."""
REDELIVERY_DAYS: Final = 30
"""For how long a consumer may get an event again after its replay from the bus's archive: its queue and its dead-letter
queue keep it for 14 days together, and a replay of the dead letter begins another 14."""
_LOCK_KEY: Final = 5_077_310_621  # an arbitrary number, the same in every release
_SQL: Final = resources.files("ledger") / "sql"
_MIGRATIONS: Final = _SQL / "migrations"
_IN_PYTHON: Final = {"0043_reference_keys": reference_keys.update}
"""What a migration does after its SQL."""


class CannotMigrate(Exception):
    """The schema is as it was. The message, a sentence, names no secret."""


class NewerDatabase(CannotMigrate):
    """The database was migrated by a later release than this one."""


class AnotherMigration(CannotMigrate):
    """Another migration is still running."""


class OutOfTime(CannotMigrate):
    """The migration took too long and was rolled back."""


@dataclass(frozen=True)
class Parameters:
    """What the database stores of the stack.

    cluster: the database cluster's name, which a restore changes. key_days: how long idempotency keys are kept at
    least. archive_days: how long the bus's archive keeps events.
    """

    cluster: str
    key_days: int
    archive_days: int


@dataclass(frozen=True)
class Migrated:
    """The last migration that had been applied before, None for a new database, and the last one now."""

    before: str | None
    after: str


def migrate(admin_url: str, database: str = DATABASE, parameters: Parameters | None = None) -> Migrated:
    """Create roles and database if they are missing, then apply migrations, SQL functions and reference data.

    admin_url: of a role that may create roles and databases, without any proxy. parameters: None, as on the local
    system, leaves the lifetimes as they are.

    Everything after the creation of the database is one database transaction, so that a failure leaves the schema as
    it was. A second call changes nothing. Simultaneous calls run one after the other. Writes wait
    until the migration ends.

    Raises NewerDatabase and AnotherMigration before anything is changed, OutOfTime after TIMEOUT_S, and psycopg.Error;
    LockNotAvailable if another session locks a table for longer than LOCK_TIMEOUT_S, DeadlockDetected after ATTEMPTS.
    """
    ends_at = time.monotonic() + TIMEOUT_S
    admin_url = make_conninfo(admin_url, **connections.password(admin_url))
    with _session(admin_url, ends_at) as admin:
        _take_turn(admin)
        exists = admin.execute("select from pg_database where datname = %s", (database,)).fetchone() is not None
        if exists:
            with _session(admin_url, ends_at, database) as connection:
                _refuse_newer(_applied(connection))
        admin.execute(_encoded(_SQL / "bootstrap.sql"))
        if not exists:
            admin.execute(f'create database "{database}" owner purser_owner')
        with _session(admin_url, ends_at, database) as connection:
            connection.execute("set role purser_owner")
            connection.execute("create schema if not exists ledger")
            connection.execute("set search_path = ledger")
            connection.execute("set purser.every_tenant = 'on'")  # the owner sees no row otherwise: see policies.sql
            for _ in range(ATTEMPTS - 1):
                with suppress(psycopg.errors.DeadlockDetected):
                    return _apply(connection, parameters)
            return _apply(connection, parameters)


@contextmanager
def _session(admin_url: str, ends_at: float, database: str | None = None) -> Iterator[psycopg.Connection[Any]]:
    """A session in which each statement commits, with time limits. At `ends_at`, of time.monotonic(), its statement is
    cancelled.

    Raises OutOfTime, psycopg.Error.
    """
    left_s = max(0, ends_at - time.monotonic())
    connect_timeout_s = max(1, min(connections.WAKING_TIMEOUT_S, int(left_s)))  # libpq takes 0 as no timeout
    ended = threading.Event()
    with psycopg.connect(admin_url, autocommit=True, connect_timeout=connect_timeout_s, dbname=database) as connection:
        _limit(connection)
        limit = threading.Thread(target=_cancel_after, args=(connection, left_s, ended), daemon=True)
        limit.start()
        try:
            yield connection
        except psycopg.errors.QueryCanceled as error:
            if time.monotonic() < ends_at:
                raise
            raise OutOfTime(f"The migration did not end within {TIMEOUT_S} s. The schema is as it was.") from error
        finally:
            ended.set()
            limit.join()


def _limit(connection: psycopg.Connection[Any]) -> None:
    """Limit the time of the session's statements. Not by options of the connection, which a pooler may refuse."""
    limits = {
        "lock_timeout": LOCK_TIMEOUT_S,
        "statement_timeout": TIMEOUT_S,
        "client_connection_check_interval": CLIENT_CHECK_S,
    }
    for name, seconds in limits.items():
        connection.execute(f"set {name} = '{round(seconds * 1000)}ms'".encode())


def _cancel_after(connection: psycopg.Connection[Any], seconds: float, ended: threading.Event) -> None:
    """Cancel what is running then, and what begins later, until the session has ended."""
    while not ended.wait(seconds):
        with suppress(psycopg.Error):
            connection.cancel_safe()
        seconds = 1


def _take_turn(admin: psycopg.Connection[Any]) -> None:
    """Wait for the lock of migrations, which is released when the connection closes. Raises AnotherMigration."""
    admin.execute(f"set lock_timeout = '{round(TURN_TIMEOUT_S * 1000)}ms'")
    try:
        admin.execute("select pg_advisory_lock(%s)", (_LOCK_KEY,))
    except psycopg.errors.LockNotAvailable as error:
        raise AnotherMigration(
            f"Another migration of this server is running and did not end within {TURN_TIMEOUT_S} s. Try again later."
        ) from error
    _limit(admin)


def _apply(connection: psycopg.Connection[Any], parameters: Parameters | None) -> Migrated:
    """Change the schema, the functions and the reference data, all in one database transaction."""
    with connection.transaction():
        migrated = _apply_migrations(connection)
        _apply_functions(connection)
        _store(parameters, connection)
    return migrated


def _apply_migrations(connection: psycopg.Connection[Any]) -> Migrated:
    """Run each file of sql/migrations/ that has not been applied, in the order of their names."""
    connection.execute("""
        create table if not exists schema_migrations (
            name text collate "C" primary key, applied_at timestamptz not null default clock_timestamp())
    """)
    before = _applied(connection)
    if before:
        _stop_writes(connection)
    for name, script in _migrations().items():
        if name not in before:
            connection.execute(_encoded(script))
            if name in _IN_PYTHON:
                _IN_PYTHON[name](connection)
            connection.execute("insert into schema_migrations (name) values (%s)", (name,))
    return Migrated(max(before, default=None), max(_applied(connection)))


def _stop_writes(connection: psycopg.Connection[Any]) -> None:
    """Wait for the writes that have begun, and let no other one begin before this database transaction ends.

    Migrations and triggers lock tables in any order, and would deadlock with writes. These look their key up before
    anything else, in the partition that is written and then in the one before it. The relay locks the row of
    `lifetimes` before a partition, and does nothing while the row is locked.
    """
    ((part,),) = connection.execute("select part from lifetimes where table_name = 'requests' for update").fetchall()
    partitions = f"requests_{part}, requests_{(part + 2) % 3}"
    connection.execute(f"lock table {partitions} in access exclusive mode".encode())


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


def _store(parameters: Parameters | None, connection: psycopg.Connection[Any]) -> None:
    """Begin an epoch of the feeds after a restore, and store the lifetimes."""
    connection.execute("select begin_feed_epoch(%s)", (parameters.cluster if parameters else "",))
    if parameters is not None:
        event_days = parameters.archive_days + REDELIVERY_DAYS
        connection.execute("select set_lifetimes(%s, %s)", (parameters.key_days, event_days))


def _encoded(script: Traversable) -> bytes:
    return script.read_text(encoding="utf-8").encode()
