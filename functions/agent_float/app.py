"""GET /api/v1/agent/float: an agent's float, and how much value the agent created."""

from ledger.cashier import agent_floats
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"agent"})
def handler(session: http.Session, query: agent_floats.FloatQuery, call: http.Call) -> agent_floats.AgentFloat:
    return agent_floats.get_float(session, query.agent(call.principal), query.currency)
