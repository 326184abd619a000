"""On a schedule: publishes the events that are left in the outbox."""

from ledger.edge.schedule import Budget, scheduled
from ledger.messaging import relay


@scheduled
def handler(budget: Budget) -> relay.Relayed:
    return relay.run(budget)
