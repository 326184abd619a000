"""GET /api/v1/wallets/{owner_id}/transactions: a wallet's entries, newest first."""

from ledger.core.lists import Listing
from ledger.core.models import OwnerId
from ledger.core.principal import OVERSEERS, TOURNAMENTS
from ledger.edge import http
from ledger.wallets import entries, statements


@http.reads(roles=TOURNAMENTS | OVERSEERS | {"customer", "agent", "root"})
def handler(
    session: http.Session, owner_id: OwnerId, query: statements.HistoryQuery, call: http.Call
) -> Listing[entries.WalletEntry]:
    session.act_in_tenant(call.tenant_id(query))
    currency = statements.readable_currency(session, call.principal, owner_id, query.currency)
    return statements.list_transactions(session, call.principal, owner_id, currency, query)
