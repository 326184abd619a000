"""ReconciliationRequested: runs a reconciliation that was requested, or the next part of one."""

from ledger import reconciliation
from ledger.edge import sqs
from ledger.messaging.events import ReconciliationRequested


@sqs.consumes_as_job(ReconciliationRequested)
def handler(budget: sqs.Budget, requested: ReconciliationRequested) -> reconciliation.ReconciliationRun | None:
    return reconciliation.requested(budget, requested)
