"""On a schedule: reconciles the ledger, each hour what changed since the last cut-off and each night everything;
then writes the checkpoints of the open wallets and the turnovers."""

from ledger import reconciliation
from ledger.edge.schedule import Budget, scheduled


@scheduled
def handler(budget: Budget, invocation: reconciliation.Invocation) -> reconciliation.ReconciliationRun:
    return reconciliation.scheduled(budget, invocation)
