"""GET /api/v1/billing/wallet/topup-requests: requests to top up, newest first."""

from ledger import topups, web
from ledger.principal import BILLING_VIEW


@web.reads(roles=BILLING_VIEW)
def handler(tx: web.Transaction, query: topups.ListQuery, call: web.Call) -> topups.TopupRequests:
    return topups.listing(tx, call.reach(query), query)
