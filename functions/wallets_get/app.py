"""GET /api/v1/wallets/{owner_id}: all balances of an owner."""

from ledger.core.models import OwnerId
from ledger.core.principal import LEDGER_READ
from ledger.edge import http
from ledger.wallets import statements


@http.reads(roles=LEDGER_READ | {"customer", "agent"})
def handler(
    session: http.Session, owner_id: OwnerId, query: statements.BalancesQuery, call: http.Call
) -> statements.WalletBalances:
    session.act_in_tenant(call.tenant_id(query))
    statements.require_readable(session, call.principal, owner_id)
    return statements.get_balances(session, owner_id, query.by)
