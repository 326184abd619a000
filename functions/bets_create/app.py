"""POST /api/v1/bets: a customer, or a trading system for a customer, places a bet."""

from ledger.bets import bets
from ledger.core.principal import TRADING
from ledger.edge import http


@http.writes(roles=TRADING | {"customer"}, created=True)
def handler(session: http.Session, request: bets.BetPlace, call: http.Call) -> bets.Bet:
    return bets.place_for_caller(session, call.principal, request)
