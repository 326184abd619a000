"""POST /api/v1/billing/wallet/topup-requests: a tenant requests a top-up."""

from ledger.billing import topups
from ledger.billing.models import TopupRequest
from ledger.core.models import OfTenant
from ledger.core.principal import BILLING_VIEW
from ledger.edge import http


@http.writes(roles=BILLING_VIEW, created=True)
def handler(
    session: http.Session, request: topups.TopupRequestCreate, query: OfTenant, call: http.Call
) -> TopupRequest:
    return topups.create(session, call.tenant_id(query), call.principal, request)
