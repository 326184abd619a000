"""GET /api/v1/agent/settlement/preview: what an agent and their customers would settle now."""

from ledger import settlements, web


@web.reads(roles={"agent"})
def handler(tx: web.Transaction, query: settlements.PreviewQuery, call: web.Call) -> settlements.Preview:
    return settlements.preview(tx, call.agent, query)
