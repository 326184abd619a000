"""GET /api/v1/approvals/{approval_id}: an approval with the request that it executes."""

from ledger.approvals import decisions
from ledger.approvals.proposals import READERS
from ledger.core.models import Id, OfTenant
from ledger.edge import http


@http.reads(roles=READERS)
def handler(session: http.Session, approval_id: Id, query: OfTenant, call: http.Call) -> decisions.ApprovalDetails:
    return decisions.view(session, call.principal, call.tenant_filter(query), approval_id)
