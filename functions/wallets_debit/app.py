"""POST /api/v1/wallets/{owner_id}/debit: a trusted system debits an owner's wallet."""

from ledger import wallets
from ledger.core.models import OwnerId
from ledger.core.principal import TOURNAMENTS
from ledger.edge import http


@http.writes(roles=TOURNAMENTS, created=True)
def handler(
    session: http.Session, owner_id: OwnerId, request: wallets.WalletTransactionCreate, call: http.Call
) -> wallets.WalletReceipt:
    wallets.require_movable_wallet(session, call.principal, owner_id, request.currency)
    return wallets.debit(session, owner_id, request)
