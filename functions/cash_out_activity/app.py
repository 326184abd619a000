"""GET /api/v1/agent/cash-out/activity: the cash-outs of an agent's customers, newest first."""

from ledger import cash_outs, web


@web.reads(roles={"agent"})
def handler(tx: web.Transaction, query: cash_outs.ActivityQuery, call: web.Call) -> cash_outs.Activity:
    return cash_outs.activity(tx, call.agent, query)
