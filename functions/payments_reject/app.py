"""POST /api/v1/billing/payments/{payment_id}/reject: the operator says that a payment has not come."""

from ledger import payments, web
from ledger.billing import Payment
from ledger.models import Id, OfTenant
from ledger.principal import BILLING_MANAGE


@web.writes(roles=BILLING_MANAGE)
def handler(
    tx: web.Transaction, payment_id: Id, request: payments.ReasonRequest, query: OfTenant, call: web.Call
) -> Payment:
    return payments.reject(tx, call.reach(query), payment_id, request)
