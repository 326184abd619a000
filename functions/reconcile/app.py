"""On a schedule: checks the ledger against itself, each hour what is new and each night everything;
then closes the books of the open wallets."""

from ledger import consumers, reconciliation


@consumers.scheduled
def handler(budget: consumers.Budget, order: reconciliation.Order) -> reconciliation.Run:
    return reconciliation.scheduled(budget, order)
