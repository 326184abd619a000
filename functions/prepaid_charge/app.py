"""POST /api/v1/billing/wallet/charges: a trusted system charges a tenant for messages."""

from ledger.billing import prepaid
from ledger.core.models import OfTenant
from ledger.core.principal import MESSAGING
from ledger.edge import http


@http.writes(roles=MESSAGING, created=True)
def handler(
    session: http.Session, request: prepaid.PrepaidCharge, query: OfTenant, call: http.Call
) -> prepaid.PrepaidReceipt | prepaid.RepeatedPrepaidReceipt:
    return prepaid.charge(session, call.tenant_id(query), request)
