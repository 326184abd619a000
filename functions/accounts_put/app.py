"""PUT /api/v1/accounts/{account}: sets the place of a house account in the books."""

from ledger.books import accounts
from ledger.core.accounts import HouseAccount
from ledger.core.models import OfTenant
from ledger.edge import http


@http.writes(roles={"service", "root"})
def handler(
    session: http.Session, account: HouseAccount, query: OfTenant, request: accounts.AccountUpdate, call: http.Call
) -> accounts.LedgerAccount:
    session.act_in_tenant(call.tenant_id(query))
    return accounts.set_account(session, account, request)
