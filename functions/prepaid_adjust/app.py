"""POST /api/v1/billing/wallet/adjustments: the operator adjusts the balance of a prepaid wallet."""

from ledger import approvals
from ledger.approvals.proposals import Adjustment
from ledger.billing import prepaid
from ledger.core.models import OfTenant
from ledger.edge import http


@http.writes(roles={"owner", "root"}, created=True)
def handler(
    session: http.Session, request: prepaid.PrepaidAdjust, query: OfTenant, call: http.Call
) -> prepaid.PrepaidReceipt | approvals.PendingApproval:
    tenant_id = call.tenant_id(query)
    proposal = Adjustment(tenant_id=tenant_id, request=request)
    return approvals.pending(session, proposal) or prepaid.adjust(session, tenant_id, request)
