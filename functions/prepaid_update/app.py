"""PATCH /api/v1/billing/wallet: the operator freezes a prepaid wallet, or frees it."""

from ledger import prepaid, web
from ledger.models import OfTenant


@web.writes(roles={"root"})
def handler(
    tx: web.Transaction, request: prepaid.StatusRequest, query: OfTenant, call: web.Call
) -> prepaid.PrepaidWallet:
    return prepaid.set_status(tx, call.tenant_id(query), request)
