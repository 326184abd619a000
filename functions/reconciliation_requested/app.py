"""ReconciliationRequested: carries out a reconciliation that somebody asked for."""

from ledger import consumers, reconciliation
from ledger.events import ReconciliationRequested


@consumers.carries_out(ReconciliationRequested)
def handler(budget: consumers.Budget, asked: ReconciliationRequested) -> reconciliation.Run | None:
    return reconciliation.requested(budget, asked)
