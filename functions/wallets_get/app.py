"""GET /api/v1/wallets/{owner_id}: every balance of an owner."""

from ledger import statements, web
from ledger.models import OwnerId


@web.reads(roles={"customer", "agent", "service", "root"})
def handler(tx: web.Transaction, owner_id: OwnerId, call: web.Call) -> statements.Balances:
    statements.require_readable(tx, call.principal, owner_id)
    return statements.get_balances(tx, owner_id)
