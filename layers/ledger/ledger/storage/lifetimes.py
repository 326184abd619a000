"""Removes rows whose lifetime is over, a whole partition at a time."""

from typing import Final

from ledger.storage import sessions
from ledger.storage.sessions import Budget, Origin

TABLES: Final = ("requests", "inbox", "feed", "mails", "access_log")


def expire(budget: Budget) -> None:
    """Empty the expired partitions, and write to the next partition of a table when its lifetime is over.

    Raises errors.Unavailable if the database cannot be reached, or if other sessions have used an expired partition at
    every call for a day.
    """
    for table in TABLES:
        _expire(table, budget)


def _expire(table: str, budget: Budget) -> None:
    origin = Origin("", "relay_outbox", "relay_outbox")
    sessions.read(lambda session: session.rows("select expire(%s)", (table,)), origin, budget)
