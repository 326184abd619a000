"""GET /api/v1/agent/cash-out/summary: a summary of the cash-outs of an agent's customers in a period."""

from ledger.bets import cash_out_summary
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"agent"})
def handler(
    session: http.Session, query: cash_out_summary.SummaryQuery, call: http.Call
) -> cash_out_summary.CashOutSummary:
    return cash_out_summary.summary(session, call.agent_filter, query)
