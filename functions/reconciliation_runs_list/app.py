"""GET /api/v1/reconciliation/runs: all reconciliations, newest first."""

from ledger import reconciliation
from ledger.core.lists import Listing
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"root"})
def handler(
    session: http.Session, query: reconciliation.ListQuery, call: http.Call
) -> Listing[reconciliation.ReconciliationRun]:
    return reconciliation.listing(session, query, call.tenant_filter(query))
