"""POST /api/v1/billing/wallet/topup-requests/{request_id}/reject: the operator rejects a top-up request."""

from ledger.billing import topups
from ledger.billing.models import TopupRequest
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles=BILLING_MANAGE)
def handler(
    session: http.Session, request_id: Id, request: topups.TopupRequestReject, query: OfTenant, call: http.Call
) -> TopupRequest:
    return topups.reject(session, call.tenant_filter(query), request_id, request)
