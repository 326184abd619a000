"""POST /api/v1/bets/{bet_id}/cash-out: a trading system pays a bet back early."""

from ledger import bets, cash_outs, web
from ledger.models import Id


@web.writes(roles={"service"})
def handler(tx: web.Transaction, bet_id: Id, request: cash_outs.CashOutRequest) -> bets.EndedBet:
    return cash_outs.cash_out(tx, bet_id, request)
