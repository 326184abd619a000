"""POST /api/v1/people/{owner_id}/erasure: requests the erasure of a person's texts, which a second person approves."""

from ledger import approvals
from ledger.approvals.proposals import Erasure
from ledger.cashier.erasure import ErasureCreate
from ledger.core.models import OfTenant, OwnerId
from ledger.core.principal import DECIDERS
from ledger.edge import http


@http.writes(roles=DECIDERS | {"service"})
def handler(
    session: http.Session, owner_id: OwnerId, request: ErasureCreate, query: OfTenant, call: http.Call
) -> approvals.PendingApproval:
    session.act_in_tenant(call.tenant_id(query))
    proposal = Erasure(tenant_id=session.tenant_id, owner_id=owner_id, request=request)
    return approvals.pending_erasure(session, proposal)
