"""POST /api/v1/billing/wallet/topup-requests/{request_id}/approve: the operator approves a top-up."""

from ledger import topups, web
from ledger.billing import TopupRequest
from ledger.models import Id, OfTenant
from ledger.principal import BILLING_MANAGE


@web.writes(roles=BILLING_MANAGE)
def handler(
    tx: web.Transaction, request_id: Id, request: topups.ApproveTopupRequest, query: OfTenant, call: web.Call
) -> TopupRequest:
    return topups.approve(tx, call.reach(query), request_id, request)
