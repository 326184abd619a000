"""POST /api/v1/approvals/{approval_id}/approve: a second person approves an operation, which is executed."""

from ledger.approvals import decisions
from ledger.core.models import Id, OfTenant
from ledger.core.principal import DECIDERS
from ledger.edge import erasure_keys, http


@http.writes(roles=DECIDERS)
def handler(
    session: http.Session, approval_id: Id, request: decisions.ApprovalApprove, query: OfTenant, call: http.Call
) -> decisions.ExecutedApproval:
    tenant_id = call.tenant_filter(query)
    return decisions.approve(session, call.principal, tenant_id, approval_id, request, erasure_keys.tenant_key)
