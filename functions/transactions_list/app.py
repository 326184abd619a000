"""GET /api/v1/transactions: the transactions of a tenant that match filters, newest first."""

from ledger.core.principal import LEDGER_READ
from ledger.edge import http
from ledger.wallets import search
from ledger.wallets.search import Transactions
from ledger.wallets.search_filters import TransactionQuery


@http.reads(roles=LEDGER_READ | {"agent"})
def handler(session: http.Session, query: TransactionQuery, call: http.Call) -> Transactions:
    session.act_in_tenant(call.tenant_id(query))
    return search.transactions(session, call.principal, query)
