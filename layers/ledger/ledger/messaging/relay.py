"""The scheduled relay: publishes events, looks for changes of holds and for balances that crossed a bound, and removes
what has expired."""

from typing import Final

from ledger.core.models import Answer
from ledger.messaging import holds, monitors, outbox, transactions
from ledger.storage import lifetimes
from ledger.storage.lifetimes import RELAY
from ledger.storage.sessions import Budget

_RESERVE_S: Final = 15.0
"""Time kept for counting what is left, also after a call of the bus that takes as long as it may: twice 6 s. Half of it
is kept while old events are deleted."""


class Relayed(Answer):
    """The result of the relay.

    accepted, refused: number of rows of the outbox that the bus accepted or refused. transactions: number of
    transactions whose events were published. hold_changes: number of changes of holds whose events were written to the
    outbox. crossed: number of bounds of monitors that balances crossed.
    waiting: number of rows left in the outbox, counted up to `outbox.MAX_COUNTED`, and of transactions and changes of
    holds among the next 10,000 xids. oldest_seconds: age of the oldest of them.
    xmin_lag: number of database transactions begun since the oldest one that is still open.
    """

    accepted: int
    refused: int
    transactions: int
    hold_changes: int
    crossed: int
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
    accepted = refused = posted = hold_changes = crossed = 0
    while budget.remaining() > _RESERVE_S:  # in turns, so that none waits for the end of another one's backlog
        some_accepted, some_refused = outbox.relay(budget, reserve_s=_RESERVE_S)
        some_posted = transactions.relay(budget, reserve_s=_RESERVE_S)
        some_hold_changes, more_holds = holds.read(budget)
        some_crossed, more_entries = monitors.watch(budget)
        accepted, refused, posted = accepted + some_accepted, refused + some_refused, posted + some_posted
        hold_changes, crossed = hold_changes + some_hold_changes, crossed + some_crossed
        some = some_accepted + some_refused + some_posted + some_hold_changes + some_crossed
        if not more_holds and not more_entries and some == 0:
            break
    backlog = outbox.backlog(budget, reserve_s=_RESERVE_S / 2)
    left = [backlog, transactions.age(transactions.BUS, RELAY, budget), holds.age(budget)]
    lifetimes.expire(budget)
    return Relayed(
        accepted=accepted,
        refused=refused,
        transactions=posted,
        hold_changes=hold_changes,
        crossed=crossed,
        waiting=sum(part["waiting"] for part in left),
        oldest_seconds=round(max(part["seconds"] for part in left), 3),
        xmin_lag=backlog["xmin_lag"],
    )
