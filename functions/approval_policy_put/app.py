"""PUT /api/v1/approval-policy: changes from which amount a tenant's operations need two people."""

from ledger import approvals
from ledger.approvals import policies
from ledger.approvals.proposals import PolicyChange
from ledger.core.models import OfTenant
from ledger.core.principal import DECIDERS
from ledger.edge import http


@http.writes(roles=DECIDERS)
def handler(
    session: http.Session, query: OfTenant, request: policies.ApprovalPolicyUpdate, call: http.Call
) -> policies.ApprovalPolicy | approvals.PendingApproval:
    tenant_id = call.tenant_id(query)
    proposal = PolicyChange(tenant_id=tenant_id, request=request)
    return approvals.pending(session, proposal) or policies.change(session, tenant_id, request)
