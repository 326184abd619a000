"""GET /api/v1/billing/wallet/topup-requests/{request_id}: one top-up request."""

from ledger.billing import topups
from ledger.billing.models import TopupRequest
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(session: http.Session, request_id: Id, query: OfTenant, call: http.Call) -> TopupRequest:
    return topups.view(session, call.tenant_filter(query), request_id)
