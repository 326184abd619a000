"""POST /api/v1/billing/wallet/topup-requests/{request_id}/reject: the operator rejects a top-up."""

from ledger import topups, web
from ledger.billing import TopupRequest
from ledger.models import Id, OfTenant
from ledger.principal import BILLING_MANAGE


@web.writes(roles=BILLING_MANAGE)
def handler(
    tx: web.Transaction, request_id: Id, request: topups.RejectRequest, query: OfTenant, call: web.Call
) -> TopupRequest:
    return topups.reject(tx, call.reach(query), request_id, request)
