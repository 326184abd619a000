"""GET /api/v1/agent/cash-out/summary: what an agent's customers cashed out in a period."""

from ledger import cash_outs, web


@web.reads(roles={"agent"})
def handler(tx: web.Transaction, query: cash_outs.SummaryQuery, call: web.Call) -> cash_outs.Summary:
    return cash_outs.summary(tx, call.agent, query)
