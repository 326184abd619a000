"""GET /api/v1/bets: a customer's own bets, newest first."""

from ledger.bets import bets
from ledger.core.lists import Listing
from ledger.edge import http


@http.reads(roles={"customer"})
def handler(session: http.Session, query: bets.ListQuery, call: http.Call) -> Listing[bets.Bet]:
    return bets.listing_of_customer(session, call.principal, query)
