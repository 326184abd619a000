"""POST /api/v1/billing/wallet/debits: a trusted system debits a tenant for something other than messages."""

from ledger.billing import prepaid
from ledger.core.models import OfTenant
from ledger.edge import http


@http.writes(roles={"service"}, created=True)
def handler(
    session: http.Session, request: prepaid.PrepaidCharge, query: OfTenant, call: http.Call
) -> prepaid.PrepaidReceipt | prepaid.RepeatedPrepaidReceipt:
    return prepaid.debit(session, call.tenant_id(query), request)
