"""POST /api/v1/billing/wallet/adjustments: the operator adjusts the balance of a prepaid wallet."""

from ledger.billing import prepaid
from ledger.core.models import OfTenant
from ledger.edge import http


@http.writes(roles={"root"}, created=True)
def handler(
    session: http.Session, request: prepaid.AdjustRequest, query: OfTenant, call: http.Call
) -> prepaid.PrepaidMoved:
    return prepaid.adjust(session, call.tenant_id(query), request)
