"""GET /api/v1/agent/bets: the bets of an agent's customers, newest first."""

from ledger.bets import bets
from ledger.core.lists import Listing
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"agent"})
def handler(session: http.Session, query: bets.AgentListQuery, call: http.Call) -> Listing[bets.Bet]:
    return bets.listing_of_agent(session, call.agent_filter, query)
