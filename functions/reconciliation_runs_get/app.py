"""GET /api/v1/reconciliation/runs/{run_id}: one reconciliation, with its findings."""

from ledger import reconciliation
from ledger.core.models import Id
from ledger.edge import http


@http.reads(roles={"root"})
def handler(session: http.Session, run_id: Id) -> reconciliation.Run:
    return reconciliation.view(session, run_id)
