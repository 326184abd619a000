"""GET /api/v1/agent/settlement/preview: the figures of the settlements that an agent could close now."""

from ledger.cashier import settlements
from ledger.edge import http


@http.reads(roles={"agent", "auditor"})
def handler(session: http.Session, query: settlements.PreviewQuery, call: http.Call) -> settlements.SettlementPreview:
    return settlements.preview(session, call.agent_filter, query)
