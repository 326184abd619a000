"""POST /api/v1/reconciliation/runs: the platform's operator requests a reconciliation."""

from ledger import reconciliation
from ledger.edge import http


@http.writes(roles={"root"}, created=True)
def handler(
    session: http.Session, request: reconciliation.ReconciliationRunCreate, call: http.Call
) -> reconciliation.ReconciliationRun:
    return reconciliation.request(session, call.principal, request)
