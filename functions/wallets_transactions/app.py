"""GET /api/v1/wallets/{owner_id}/transactions: a wallet's movements, newest first."""

from ledger import statements, web
from ledger.lists import Listing
from ledger.models import OwnerId


@web.reads(roles={"customer", "agent", "service", "root"})
def handler(
    tx: web.Transaction, owner_id: OwnerId, query: statements.HistoryQuery, call: web.Call
) -> Listing[statements.WalletMovement]:
    statements.require_readable(tx, call.principal, owner_id)
    return statements.get_transaction_history(tx, owner_id, query)
