"""The scheduled relay: publishes what no invocation could."""

from ledger.core.models import Answer
from ledger.messaging import outbox
from ledger.storage.sessions import Budget


class Relayed(Answer):
    """accepted, refused: rows, by the bus. waiting: rows that are left; oldest_seconds: the age of the oldest.
    xmin_lag: how many transactions began since the oldest one that is still open."""

    accepted: int
    refused: int
    waiting: int
    oldest_seconds: float
    xmin_lag: int

    @property
    def measures(self) -> dict[str, float]:
        """For the metrics, of which the age and the lag have alarms."""
        return {"OutboxWaiting": self.waiting, "OutboxAge": self.oldest_seconds, "XminLag": self.xmin_lag}


def run(budget: Budget) -> Relayed:
    """Everything that is due, oldest first; a row that the bus refuses stays, with its reason."""
    accepted, refused = outbox.relay(budget)
    left = outbox.left(budget)
    return Relayed(
        accepted=accepted,
        refused=refused,
        waiting=left["waiting"],
        oldest_seconds=round(left["seconds"], 3),
        xmin_lag=left["xmin_lag"],
    )
