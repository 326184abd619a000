"""POST /api/v1/billing/payments/{payment_id}/refund: the operator gives a payment back."""

from ledger import payments, web
from ledger.billing import Payment
from ledger.models import Id, OfTenant
from ledger.principal import BILLING_MANAGE


@web.writes(roles=BILLING_MANAGE)
def handler(
    tx: web.Transaction, payment_id: Id, request: payments.ReasonRequest, query: OfTenant, call: web.Call
) -> Payment:
    return payments.refund(tx, call.reach(query), payment_id, request)
