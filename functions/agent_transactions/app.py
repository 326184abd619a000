"""GET /api/v1/agent/transactions: an agent's own cashier transactions, newest first."""

from ledger.cashier import history
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"agent"})
def handler(session: http.Session, query: history.HistoryQuery, call: http.Call) -> history.CashierHistory | http.Csv:
    if query.format == "csv":
        return http.Csv.of(
            history.CashierTransaction, history.whole_history(session, call.agent_filter, query), name="transactions"
        )
    return history.history(session, call.agent_filter, query)
