"""POST /api/v1/wallets/{owner_id}/debit: a trusted system takes an amount out of an owner's wallet."""

from ledger import wallets, web
from ledger.models import OwnerId


@web.writes(roles={"service"}, created=True)
def handler(tx: web.Transaction, owner_id: OwnerId, request: wallets.MoveRequest) -> wallets.Moved:
    return wallets.debit(tx, owner_id, request)
