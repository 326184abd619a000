"""GET /api/v1/reconciliation/runs: all reconciliations, newest first."""

from ledger import reconciliation
from ledger.core.lists import Listing, Page
from ledger.edge import http


@http.reads(roles={"root"})
def handler(session: http.Session, query: Page) -> Listing[reconciliation.Run]:
    return reconciliation.listing(session, query)
