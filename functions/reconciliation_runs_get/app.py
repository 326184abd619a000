"""GET /api/v1/reconciliation/runs/{run_id}: one reconciliation, with its findings."""

from ledger import reconciliation
from ledger.core.models import Id, OfTenant
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"root"})
def handler(session: http.Session, run_id: Id, query: OfTenant, call: http.Call) -> reconciliation.ReconciliationRun:
    return reconciliation.view(session, run_id, call.tenant_filter(query))
