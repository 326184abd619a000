"""GET /api/v1/billing/wallet/transactions: the transactions of a prepaid wallet, newest first."""

from ledger.billing import prepaid_wallet
from ledger.core.lists import Listing
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(
    session: http.Session, query: prepaid_wallet.HistoryQuery, call: http.Call
) -> Listing[prepaid_wallet.PrepaidTransaction]:
    return prepaid_wallet.history(session, call.tenant_id(query), query)
