"""POST /api/v1/billing/payments/{payment_id}/approve: the operator approves a payment, and its invoice is paid."""

from ledger.billing import payments
from ledger.billing.models import Payment
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles=BILLING_MANAGE)
def handler(
    session: http.Session, payment_id: Id, request: payments.PaymentApprove, query: OfTenant, call: http.Call
) -> Payment:
    return payments.approve(session, call.tenant_filter(query), payment_id, request)
