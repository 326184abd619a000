"""PATCH /api/v1/wallets/{owner_id}: a trusted system says whether a wallet may go below zero."""

from ledger import statements, wallets, web
from ledger.models import OwnerId


@web.writes(roles={"service"})
def handler(tx: web.Transaction, owner_id: OwnerId, request: wallets.OverdraftRequest) -> statements.Balance:
    wallets.set_overdraft(tx, owner_id, request)
    return statements.get_balance(tx, owner_id, request.currency)
