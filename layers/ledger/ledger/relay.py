"""The scheduled relay: publishes what no invocation could."""

from ledger import events
from ledger.db import Budget
from ledger.models import Answer


class Relayed(Answer):
    """accepted, refused: rows, by the bus. waiting: rows that are left; oldest_seconds: the age of the oldest."""

    accepted: int
    refused: int
    waiting: int
    oldest_seconds: float


def run(budget: Budget) -> Relayed:
    """Everything that is due, oldest first; a row that the bus refuses stays, with its reason."""
    accepted, refused = events.relay(budget)
    waiting, oldest = events.outbox_age(budget)
    return Relayed(accepted=accepted, refused=refused, waiting=waiting, oldest_seconds=round(oldest, 3))
