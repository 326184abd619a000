"""GET /api/v1/billing/wallet/topup-requests/{request_id}: one request to top up."""

from ledger import topups, web
from ledger.billing import TopupRequest
from ledger.models import Id, OfTenant
from ledger.principal import BILLING_VIEW


@web.reads(roles=BILLING_VIEW)
def handler(tx: web.Transaction, request_id: Id, query: OfTenant, call: web.Call) -> TopupRequest:
    return topups.view(tx, call.reach(query), request_id)
