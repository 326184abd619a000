"""GET /api/v1/wallets/{owner_id}/balance: one balance of an owner, now or at a time."""

from ledger.core.models import OwnerId
from ledger.edge import http
from ledger.wallets import statements


@http.reads(roles={"customer", "agent", "service", "root"})
def handler(
    session: http.Session, owner_id: OwnerId, query: statements.BalanceQuery, call: http.Call
) -> statements.Balance:
    statements.require_readable(session, call.principal, owner_id)
    return statements.get_balance(session, owner_id, query.currency, query.at)
