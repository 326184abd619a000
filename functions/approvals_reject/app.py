"""POST /api/v1/approvals/{approval_id}/reject: rejects an operation, which is then never executed."""

from ledger.approvals import decisions
from ledger.approvals.proposals import REQUESTERS
from ledger.core.models import Id, OfTenant
from ledger.edge import http


@http.writes(roles=REQUESTERS)
def handler(
    session: http.Session, approval_id: Id, request: decisions.ApprovalReject, query: OfTenant, call: http.Call
) -> decisions.Approval:
    return decisions.reject(session, call.principal, call.tenant_filter(query), approval_id, request)
