"""PATCH /api/v1/wallets/{owner_id}: a trusted system sets whether a wallet may go below zero."""

from ledger import wallets
from ledger.core.models import OwnerId
from ledger.edge import http
from ledger.wallets import statements


@http.writes(roles={"service"})
def handler(session: http.Session, owner_id: OwnerId, request: wallets.OverdraftRequest) -> statements.Balance:
    wallets.set_overdraft(session, owner_id, request)
    return statements.get_balance(session, owner_id, request.currency)
