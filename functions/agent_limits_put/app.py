"""PUT /api/v1/agent-limits: sets how much value an agent may create at the cashier."""

from ledger.approvals import policies
from ledger.cashier import agent_limits
from ledger.core.models import OfTenant
from ledger.edge import http


@http.writes(roles={"service", "owner", "root"})
def handler(
    session: http.Session, query: OfTenant, request: agent_limits.AgentLimitsUpdate, call: http.Call
) -> agent_limits.AgentLimits:
    session.act_in_tenant(call.tenant_id(query))
    return agent_limits.set_limits(
        session,
        session.tenant_id,
        request,
        may_raise=request.may_be_raised_by(session, call.principal)
        or policies.may_act_alone(session, session.tenant_id, "agent_credit", None),
    )
