"""GET /api/v1/agent/transactions: an agent's own movements at the desk, newest first."""

from ledger.cashier import history
from ledger.edge import http


@http.reads(roles={"agent"})
def handler(tx: http.Transaction, query: history.HistoryQuery, call: http.Call) -> history.DeskHistory | http.Csv:
    if query.format == "csv":
        return http.Csv.of(history.DeskMovement, history.whole_history(tx, call.agent, query), name="transactions")
    return history.history(tx, call.agent, query)
