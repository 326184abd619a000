"""ReconciliationRequested: carries out a reconciliation that was requested."""

from ledger import reconciliation
from ledger.edge import sqs
from ledger.messaging.events import ReconciliationRequested


@sqs.carries_out(ReconciliationRequested)
def handler(budget: sqs.Budget, asked: ReconciliationRequested) -> reconciliation.Run | None:
    return reconciliation.requested(budget, asked)
