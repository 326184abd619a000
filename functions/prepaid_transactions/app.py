"""GET /api/v1/billing/wallet/transactions: the movements of a prepaid wallet, newest first."""

from ledger import prepaid, web
from ledger.lists import Listing
from ledger.principal import BILLING_VIEW


@web.reads(roles=BILLING_VIEW)
def handler(tx: web.Transaction, query: prepaid.HistoryQuery, call: web.Call) -> Listing[prepaid.PrepaidMovement]:
    return prepaid.history(tx, call.tenant_id(query), query)
