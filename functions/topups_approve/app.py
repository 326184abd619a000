"""POST /api/v1/billing/wallet/topup-requests/{request_id}/approve: the operator approves a top-up request."""

from ledger.approvals import proposals
from ledger.billing import topups
from ledger.billing.models import ApprovedTopupRequest
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles=BILLING_MANAGE)
def handler(
    session: http.Session, request_id: Id, request: topups.TopupRequestApprove, query: OfTenant, call: http.Call
) -> ApprovedTopupRequest:
    tenant_id = call.tenant_filter(query)
    return topups.approve(
        session,
        tenant_id,
        request_id,
        request,
        alone=proposals.may_approve_own_topup(session, tenant_id, request_id),
    )
