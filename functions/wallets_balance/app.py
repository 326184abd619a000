"""GET /api/v1/wallets/{owner_id}/balance: one balance of an owner, now or as it was."""

from ledger import statements, web
from ledger.models import OwnerId


@web.reads(roles={"customer", "agent", "service", "root"})
def handler(
    tx: web.Transaction, owner_id: OwnerId, query: statements.BalanceQuery, call: web.Call
) -> statements.Balance:
    statements.require_readable(tx, call.principal, owner_id)
    return statements.get_balance(tx, owner_id, query.currency, query.at)
