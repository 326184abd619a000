"""POST /api/v1/billing/wallet/topup-requests: a tenant asks for a top-up."""

from ledger import topups, web
from ledger.billing import TopupRequest
from ledger.models import OfTenant
from ledger.principal import BILLING_VIEW


@web.writes(roles=BILLING_VIEW, created=True)
def handler(tx: web.Transaction, request: topups.AskRequest, query: OfTenant, call: web.Call) -> TopupRequest:
    return topups.ask(tx, call.tenant_id(query), call.principal, request)
