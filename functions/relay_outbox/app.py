"""On a schedule: publishes the events that no invocation could."""

from ledger.edge import sqs
from ledger.messaging import relay


@sqs.scheduled
def handler(budget: sqs.Budget) -> relay.Relayed:
    return relay.run(budget)
