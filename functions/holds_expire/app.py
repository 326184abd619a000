"""On a schedule: records the holds that have expired."""

from ledger.edge.schedule import Budget, scheduled
from ledger.holds import expiry


@scheduled
def handler(budget: Budget) -> expiry.Expired:
    return expiry.run(budget)
