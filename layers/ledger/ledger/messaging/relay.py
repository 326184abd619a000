"""The scheduled relay: publishes what is left in the outbox, and removes what has expired."""

from typing import Final

from ledger.core.models import Answer
from ledger.messaging import outbox
from ledger.storage import lifetimes
from ledger.storage.sessions import Budget

_RESERVE_S: Final = 15.0
"""Time kept for counting what is left, also after a call of the bus that takes as long as it may: twice 6 s. Half of it
is kept while old events are deleted."""


class Relayed(Answer):
    """The result of the relay.

    accepted, refused: number of rows that the bus accepted or refused. waiting: number of rows left in the outbox,
    counted up to `outbox.MAX_COUNTED`. oldest_seconds: age of the oldest of them. xmin_lag: number of database
    transactions begun since the oldest one that is still open.
    """

    accepted: int
    refused: int
    waiting: int
    oldest_seconds: float
    xmin_lag: int

    @property
    def metrics(self) -> dict[str, float]:
        """Metrics by name. OutboxAge and XminLag have alarms."""
        return {"OutboxWaiting": self.waiting, "OutboxAge": self.oldest_seconds, "XminLag": self.xmin_lag}


def run(budget: Budget) -> Relayed:
    """Publish what is due, as much as there is time for; then remove what has expired.

    A row that the bus refuses stays, with the reason.
    """
    accepted, refused = outbox.relay(budget, reserve_s=_RESERVE_S)
    backlog = outbox.backlog(budget, reserve_s=_RESERVE_S / 2)
    lifetimes.expire(budget)
    return Relayed(
        accepted=accepted,
        refused=refused,
        waiting=backlog["waiting"],
        oldest_seconds=round(backlog["seconds"], 3),
        xmin_lag=backlog["xmin_lag"],
    )
