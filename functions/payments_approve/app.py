"""POST /api/v1/billing/payments/{payment_id}/approve: the operator approves a payment, which pays its invoice."""

from ledger import payments, web
from ledger.billing import Payment
from ledger.models import Id, OfTenant
from ledger.principal import BILLING_MANAGE


@web.writes(roles=BILLING_MANAGE)
def handler(
    tx: web.Transaction, payment_id: Id, request: payments.ApprovePaymentRequest, query: OfTenant, call: web.Call
) -> Payment:
    return payments.approve(tx, call.reach(query), payment_id, request)
