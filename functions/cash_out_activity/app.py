"""GET /api/v1/agent/cash-out/activity: the cash-outs of an agent's customers, newest first."""

from ledger import activity, web


@web.reads(roles={"agent"})
def handler(tx: web.Transaction, query: activity.ActivityQuery, call: web.Call) -> activity.Activity:
    return activity.activity(tx, call.agent, query)
