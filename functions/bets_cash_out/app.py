"""POST /api/v1/bets/{bet_id}/cash-out: a trading system cashes out a bet."""

from ledger.bets import bets, cash_outs
from ledger.core.models import Id
from ledger.core.principal import TRADING
from ledger.edge import http


@http.writes(roles=TRADING)
def handler(session: http.Session, bet_id: Id, request: cash_outs.BetCashOut) -> bets.EndedBet:
    return cash_outs.cash_out(session, bet_id, request)
