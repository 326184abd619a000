"""GET /api/v1/bets/{bet_id}: one bet."""

from ledger.bets import bets
from ledger.core.models import Id
from ledger.core.principal import BETS_READ
from ledger.edge import http


@http.reads(roles=BETS_READ)
def handler(session: http.Session, bet_id: Id, call: http.Call) -> bets.Bet:
    return bets.view(session, call.principal, bet_id)
