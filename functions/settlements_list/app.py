"""GET /api/v1/agent/settlements: an agent's past settlements, newest first."""

from ledger.cashier import settlements
from ledger.core.lists import Listing
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"agent"})
def handler(session: http.Session, query: settlements.ListQuery, call: http.Call) -> Listing[settlements.Settlement]:
    return settlements.listing(session, call.agent_filter, query)
