"""On a schedule: publishes the events that no invocation could."""

from ledger import consumers, relay


@consumers.scheduled
def handler(budget: consumers.Budget) -> relay.Relayed:
    return relay.run(budget)
