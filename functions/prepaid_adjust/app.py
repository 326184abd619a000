"""POST /api/v1/billing/wallet/adjustments: the operator puts a prepaid wallet right."""

from ledger import prepaid, web
from ledger.models import OfTenant


@web.writes(roles={"root"}, created=True)
def handler(
    tx: web.Transaction, request: prepaid.AdjustRequest, query: OfTenant, call: web.Call
) -> prepaid.PrepaidMoved:
    return prepaid.adjust(tx, call.tenant_id(query), request)
