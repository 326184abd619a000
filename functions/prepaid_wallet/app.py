"""GET /api/v1/billing/wallet/me: a tenant's prepaid wallet."""

from ledger.billing import prepaid_wallet
from ledger.core.models import OfTenant
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(session: http.Session, query: OfTenant, call: http.Call) -> prepaid_wallet.PrepaidWallet:
    return prepaid_wallet.wallet(session, call.tenant_id(query))
