"""POST /api/v1/billing/wallet/debits: a trusted system takes something else from a tenant."""

from ledger import prepaid, web
from ledger.models import OfTenant


@web.writes(roles={"service"}, created=True)
def handler(
    tx: web.Transaction, request: prepaid.ChargeRequest, query: OfTenant, call: web.Call
) -> prepaid.PrepaidMoved | prepaid.PrepaidMovedBefore:
    return prepaid.debit(tx, call.tenant_id(query), request)
