"""GET /api/v1/billing/wallet/me: the prepaid wallet of a tenant."""

from ledger import prepaid, web
from ledger.models import OfTenant
from ledger.principal import BILLING_VIEW


@web.reads(roles=BILLING_VIEW)
def handler(tx: web.Transaction, query: OfTenant, call: web.Call) -> prepaid.PrepaidWallet:
    return prepaid.wallet(tx, call.tenant_id(query))
