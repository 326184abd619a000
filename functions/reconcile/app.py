"""On a schedule: checks the ledger against itself, each hour what is new and each night everything;
then stores new checkpoints of the open wallets."""

from ledger import reconciliation
from ledger.edge.schedule import Budget, scheduled


@scheduled
def handler(budget: Budget, order: reconciliation.Order) -> reconciliation.Run:
    return reconciliation.scheduled(budget, order)
