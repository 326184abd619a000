"""POST /api/v1/billing/wallet/topup-requests/{request_id}/cancel: the requester of a top-up cancels it."""

from ledger.billing import topups
from ledger.billing.models import TopupRequest
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_VIEW
from ledger.edge import http


@http.writes(roles=BILLING_VIEW)
def handler(session: http.Session, request_id: Id, query: OfTenant, call: http.Call) -> TopupRequest:
    return topups.cancel(session, call.tenant_filter(query), request_id)
