"""GET /api/v1/agent/cash-out/summary: what an agent's customers cashed out in a period."""

from ledger import activity, web


@web.reads(roles={"agent"})
def handler(tx: web.Transaction, query: activity.SummaryQuery, call: web.Call) -> activity.Summary:
    return activity.summary(tx, call.agent, query)
