"""GET /api/v1/billing/wallet/topup-requests: top-up requests, newest first."""

from ledger.billing import topups
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(session: http.Session, query: topups.ListQuery, call: http.Call) -> topups.TopupRequests:
    return topups.listing(session, call.tenant_filter(query), query)
