"""POST /api/v1/people/{owner_id}/erasure: requests the erasure of a person's texts, which a second person approves."""

from ledger import approvals
from ledger.cashier.erasure import ErasureCreate
from ledger.core.models import OfTenant, OwnerId
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles={"service", *BILLING_MANAGE})
def handler(
    session: http.Session, owner_id: OwnerId, request: ErasureCreate, query: OfTenant, call: http.Call
) -> approvals.PendingApproval:
    session.act_in_tenant(call.tenant_id(query))
    return approvals.request_erasure(session, owner_id, request)
