"""GET /api/v1/agent/transactions: an agent's own movements at the desk, newest first."""

from ledger import desk, web


@web.reads(roles={"agent"})
def handler(tx: web.Transaction, query: desk.HistoryQuery, call: web.Call) -> desk.DeskHistory | web.Csv:
    if query.format == "csv":
        return web.Csv.of(desk.DeskMovement, desk.whole_history(tx, call.agent, query), name="transactions")
    return desk.history(tx, call.agent, query)
