"""GET /api/v1/bets/{bet_id}: one bet."""

from ledger import bets, web
from ledger.models import Id


@web.reads(roles={"customer", "agent", "service"})
def handler(tx: web.Transaction, bet_id: Id, call: web.Call) -> bets.Bet:
    return bets.view(tx, call.principal, bet_id)
