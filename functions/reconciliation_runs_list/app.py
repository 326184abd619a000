"""GET /api/v1/reconciliation/runs: every reconciliation, newest first."""

from ledger import reconciliation
from ledger.core.lists import Listing, Page
from ledger.edge import http


@http.reads(roles={"root"})
def handler(tx: http.Transaction, query: Page) -> Listing[reconciliation.Run]:
    return reconciliation.listing(tx, query)
