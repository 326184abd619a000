"""GET /api/v1/billing/wallet/topup-requests/me: a tenant's own top-up requests, newest first."""

from ledger.billing import topups
from ledger.billing.models import TopupRequest
from ledger.core.lists import Pages
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(session: http.Session, query: topups.ListQuery, call: http.Call) -> Pages[TopupRequest]:
    return topups.listing_of_own(session, call.tenant_id(query), query)
