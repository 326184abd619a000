"""PATCH /api/v1/billing/wallet: the operator freezes or unfreezes a prepaid wallet."""

from ledger.billing import prepaid, prepaid_wallet
from ledger.core.models import OfTenant
from ledger.edge import http


@http.writes(roles={"root"})
def handler(
    session: http.Session, request: prepaid.PrepaidWalletUpdate, query: OfTenant, call: http.Call
) -> prepaid_wallet.PrepaidWallet:
    return prepaid.set_status(session, call.tenant_id(query), request)
