"""POST /api/v1/agent/settlements: an agent closes a settlement with a customer."""

from ledger.cashier import settlements
from ledger.edge import http


@http.writes(roles={"agent"}, created=True)
def handler(session: http.Session, request: settlements.SettlementCreate, call: http.Call) -> settlements.Settlement:
    return settlements.close(session, call.agent, request)
