"""GET /api/v1/accounts: a tenant's accounts with their balances."""

from ledger.books import accounts
from ledger.core.principal import LEDGER_READ
from ledger.edge import http


@http.reads(roles=LEDGER_READ)
def handler(session: http.Session, query: accounts.ListQuery, call: http.Call) -> accounts.LedgerAccounts:
    session.act_in_tenant(call.tenant_id(query))
    return accounts.listing(session, query)
