"""POST /api/v1/billing/payments/manual: submits a payment of an invoice."""

from ledger.billing import payments
from ledger.billing.models import Payment
from ledger.core.models import OfTenant
from ledger.core.principal import BILLING_VIEW
from ledger.edge import http


@http.writes(roles=BILLING_VIEW, created=True)
def handler(session: http.Session, request: payments.PaymentSubmit, query: OfTenant, call: http.Call) -> Payment:
    return payments.submit(session, call.tenant_filter(query), request)
