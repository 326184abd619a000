"""POST /api/v1/bets: a customer places a bet."""

from ledger import bets, web


@web.writes(roles={"customer"}, created=True)
def handler(tx: web.Transaction, request: bets.PlaceRequest, call: web.Call) -> bets.Bet:
    return bets.place_by(tx, call.principal, request)
