"""POST /api/v1/billing/payments/{payment_id}/reject: the operator rejects a payment that did not arrive."""

from ledger.billing import payments
from ledger.billing.models import Payment
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles=BILLING_MANAGE)
def handler(
    session: http.Session, payment_id: Id, request: payments.PaymentReject, query: OfTenant, call: http.Call
) -> Payment:
    return payments.reject(session, call.tenant_filter(query), payment_id, request)
