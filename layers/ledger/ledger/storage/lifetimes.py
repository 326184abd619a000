"""Removes rows that are no longer needed: a whole partition at a time where a table has a lifetime."""

from typing import Final

from ledger.storage import sessions
from ledger.storage.sessions import Budget, Origin

TABLES: Final = ("requests", "inbox", "feed", "mails")


def expire(budget: Budget) -> None:
    """Empty the expired partitions, write to the next partition of a table when its lifetime is over, and remove full
    buckets of rate limits.

    Raises errors.Unavailable if the database cannot be reached, or if other sessions have used an expired partition at
    every call for a day.
    """
    for table in TABLES:
        _run("select expire(%s)", (table,), budget)
    _run("select delete_full_buckets()", (), budget)


def _run(statement: str, parameters: tuple[str, ...], budget: Budget) -> None:
    origin = Origin("", "relay_outbox", "relay_outbox")
    sessions.read(lambda session: session.rows(statement, parameters), origin, budget)
