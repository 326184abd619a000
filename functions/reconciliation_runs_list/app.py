"""GET /api/v1/reconciliation/runs: every reconciliation, newest first."""

from ledger import reconciliation, web
from ledger.lists import Listing, Page


@web.reads(roles={"root"})
def handler(tx: web.Transaction, query: Page) -> Listing[reconciliation.Run]:
    return reconciliation.listing(tx, query)
