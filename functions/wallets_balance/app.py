"""GET /api/v1/wallets/{owner_id}/balance: one balance of an owner, now or at a time."""

from ledger.core.models import OwnerId
from ledger.core.principal import OVERSEERS, TOURNAMENTS
from ledger.edge import http
from ledger.wallets import statements


@http.reads(roles=TOURNAMENTS | OVERSEERS | {"customer", "agent", "root"})
def handler(
    session: http.Session, owner_id: OwnerId, query: statements.BalanceQuery, call: http.Call
) -> statements.WalletBalance:
    session.act_in_tenant(call.tenant_id(query))
    currency = statements.readable_currency(session, call.principal, owner_id, query.currency)
    return statements.get_balance(session, owner_id, currency, query.at, query.by)
