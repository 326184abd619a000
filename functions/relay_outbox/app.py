"""On a schedule: publishes the events that no invocation could."""

from ledger.edge.schedule import Budget, scheduled
from ledger.messaging import relay


@scheduled
def handler(budget: Budget) -> relay.Relayed:
    return relay.run(budget)
