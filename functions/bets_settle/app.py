"""POST /api/v1/bets/{bet_id}/settle: a trading system settles a bet."""

from ledger.bets import bets
from ledger.core.models import Id
from ledger.core.principal import TRADING
from ledger.edge import http


@http.writes(roles=TRADING)
def handler(session: http.Session, bet_id: Id, request: bets.BetSettle) -> bets.EndedBet:
    return bets.settle(session, bet_id, request)
