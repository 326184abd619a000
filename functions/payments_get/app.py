"""GET /api/v1/billing/payments/{payment_id}: one payment."""

from ledger.billing import payments
from ledger.billing.models import Payment
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(session: http.Session, payment_id: Id, query: OfTenant, call: http.Call) -> Payment:
    return payments.view(session, call.tenant_filter(query), payment_id)
