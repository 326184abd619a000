"""GET /api/v1/agent/settlement/preview: the figures of the settlements that an agent could close now."""

from ledger.cashier import settlements
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"agent"})
def handler(session: http.Session, query: settlements.PreviewQuery, call: http.Call) -> settlements.SettlementPreview:
    return settlements.preview(session, call.agent_filter, query)
