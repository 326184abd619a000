"""POST /api/v1/billing/wallet/topup-requests/{request_id}/approve: the operator approves a top-up request."""

from ledger.billing import topups
from ledger.billing.models import ApprovedTopupRequest
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles=BILLING_MANAGE)
def handler(
    session: http.Session, request_id: Id, request: topups.TopupRequestApprove, query: OfTenant, call: http.Call
) -> ApprovedTopupRequest:
    return topups.approve(session, call.tenant_filter(query), request_id, request)
