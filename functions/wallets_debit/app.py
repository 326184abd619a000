"""POST /api/v1/wallets/{owner_id}/debit: a trusted system debits an owner's wallet."""

from ledger import wallets
from ledger.core.models import OwnerId
from ledger.core.principal import TOURNAMENTS
from ledger.edge import http


@http.writes(roles=TOURNAMENTS, created=True)
def handler(
    session: http.Session, owner_id: OwnerId, request: wallets.WalletTransactionCreate, call: http.Call
) -> wallets.WalletReceipt:
    return wallets.debit_for_caller(session, call.principal, owner_id, request)
