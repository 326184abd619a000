"""GET /api/v1/agent/bets: the bets of an agent's customers, newest first."""

from ledger import bets, web
from ledger.lists import Listing


@web.reads(roles={"agent"})
def handler(tx: web.Transaction, query: bets.AgentListQuery, call: web.Call) -> Listing[bets.Bet]:
    return bets.listing_of_agent(tx, call.agent, query)
