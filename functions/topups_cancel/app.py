"""POST /api/v1/billing/wallet/topup-requests/{request_id}/cancel: the one who asked for a top-up takes it back."""

from ledger import topups, web
from ledger.billing import TopupRequest
from ledger.models import Id, OfTenant
from ledger.principal import BILLING_VIEW


@web.writes(roles=BILLING_VIEW)
def handler(tx: web.Transaction, request_id: Id, query: OfTenant, call: web.Call) -> TopupRequest:
    return topups.cancel(tx, call.reach(query), request_id)
