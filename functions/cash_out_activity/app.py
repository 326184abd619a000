"""GET /api/v1/agent/cash-out/activity: the cash-outs of an agent's customers, newest first."""

from ledger.bets import cash_out_activity
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"agent"})
def handler(
    session: http.Session, query: cash_out_activity.ActivityQuery, call: http.Call
) -> cash_out_activity.CashOutActivity:
    return cash_out_activity.activity(session, call.agent_filter, query)
