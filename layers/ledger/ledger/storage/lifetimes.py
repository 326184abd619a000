"""Removes rows that are no longer needed: a whole partition at a time where a table has a lifetime."""

from typing import Final

from ledger.storage import sessions
from ledger.storage.sessions import Budget, Origin

RELAY: Final = Origin.across_tenants("relay_outbox")
"""Of the job that removes what has expired, and publishes events."""
TABLES: Final = ("requests", "inbox", "feed", "mails", "access_log")


def expire(budget: Budget) -> None:
    """Empty the expired partitions, write to the next partition of a table when its lifetime is over, and remove full
    buckets of rate limits.

    Raises errors.Unavailable if the database cannot be reached, or if other sessions have used an expired partition at
    every call for a day.
    """
    for table in TABLES:
        sessions.rows("select expire(%s)", (table,), RELAY, budget)
    sessions.rows("select delete_full_buckets()", (), RELAY, budget)
