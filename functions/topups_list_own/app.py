"""GET /api/v1/billing/wallet/topup-requests/me: a tenant's own requests to top up, newest first."""

from ledger import topups, web
from ledger.billing import TopupRequest
from ledger.lists import Pages
from ledger.principal import BILLING_VIEW


@web.reads(roles=BILLING_VIEW)
def handler(tx: web.Transaction, query: topups.ListQuery, call: web.Call) -> Pages[TopupRequest]:
    return topups.listing_of_own(tx, call.tenant_id(query), query)
