"""POST /api/v1/billing/payments/manual: somebody says that they have paid an invoice."""

from ledger import payments, web
from ledger.billing import Payment
from ledger.models import OfTenant
from ledger.principal import BILLING_VIEW


@web.writes(roles=BILLING_VIEW, created=True)
def handler(tx: web.Transaction, request: payments.SubmitRequest, query: OfTenant, call: web.Call) -> Payment:
    return payments.submit(tx, call.reach(query), request)
