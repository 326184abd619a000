"""On a schedule: writes the deliveries of new events to webhooks, and puts the attempts that are due on a queue."""

from datetime import UTC, datetime

from ledger.edge.schedule import Budget, scheduled
from ledger.webhooks import deliveries


@scheduled
def handler(budget: Budget) -> deliveries.Dispatched:
    return deliveries.run(budget, datetime.now(UTC))
