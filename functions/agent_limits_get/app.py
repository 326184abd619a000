"""GET /api/v1/agent-limits: how much value an agent may create at the cashier."""

from ledger.cashier import agent_limits
from ledger.core.principal import LEDGER_READ
from ledger.edge import http


@http.reads(roles=LEDGER_READ | {"agent"})
def handler(session: http.Session, query: agent_limits.LimitsQuery, call: http.Call) -> agent_limits.AgentLimits:
    return agent_limits.get_limits(session, call.tenant_id(query), query.visible_to(call.principal))
