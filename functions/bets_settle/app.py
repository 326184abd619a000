"""POST /api/v1/bets/{bet_id}/settle: a trading system says how a bet ended."""

from ledger import bets, web
from ledger.models import Id


@web.writes(roles={"service"})
def handler(tx: web.Transaction, bet_id: Id, request: bets.SettleRequest) -> bets.EndedBet:
    return bets.settle(tx, bet_id, request)
