"""PUT /api/v1/agent-limits: sets how much value an agent may create at the cashier."""

from ledger.cashier import agent_limits
from ledger.core.models import OfTenant
from ledger.edge import http


@http.writes(roles={"service", "root"})
def handler(
    session: http.Session, query: OfTenant, request: agent_limits.AgentLimitsUpdate, call: http.Call
) -> agent_limits.AgentLimits:
    session.act_in_tenant(call.tenant_id(query))
    may_raise = request.may_be_raised_by(call.principal)
    return agent_limits.set_limits(session, session.tenant_id, request, may_raise=may_raise)
