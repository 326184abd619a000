"""GET /api/v1/bets: a customer's own bets, newest first."""

from ledger import bets, web
from ledger.lists import Listing


@web.reads(roles={"customer"})
def handler(tx: web.Transaction, query: bets.ListQuery, call: web.Call) -> Listing[bets.Bet]:
    return bets.listing_of_customer(tx, call.principal, query)
