"""Let time pass in a test's database: move every stored time that a lifetime depends on into the past."""

from datetime import timedelta
from typing import Any

import psycopg

from ledger.storage import lifetimes
from tests.support.kit import Database

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_TIMES = {"lifetimes": "since", "requests": "created_at", "inbox": "received_at", "mails": "created_at"}


def let_pass(database: Database, time: timedelta) -> None:
    """Let a time pass without the relay, so that nothing is removed."""
    with database.admin() as connection:
        _let_pass(connection, time)


def let_pass_with_relay(database: Database, time: timedelta, step: timedelta = 6 * HOUR) -> None:
    """Let a time pass in steps. After each step, remove what has expired, as the relay does."""
    with database.admin() as connection:
        while time > timedelta():
            _let_pass(connection, min(step, time))
            expire(connection)
            time -= step


def expire(connection: psycopg.Connection[Any]) -> None:
    for table in lifetimes.TABLES:
        connection.execute("select expire(%s)", (table,))


def written_part(database: Database, table: str) -> int:
    return int(database.value("select part from lifetimes where table_name = %s", table))


def _let_pass(connection: psycopg.Connection[Any], time: timedelta) -> None:
    for table, column in _TIMES.items():
        connection.execute(f"update {table} set {column} = {column} - %s".encode(), (time,))
