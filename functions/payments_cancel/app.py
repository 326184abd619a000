"""POST /api/v1/billing/payments/{payment_id}/cancel: the one who submitted a payment takes it back."""

from ledger import payments, web
from ledger.billing import Payment
from ledger.models import Id, OfTenant
from ledger.principal import BILLING_VIEW


@web.writes(roles=BILLING_VIEW)
def handler(tx: web.Transaction, payment_id: Id, query: OfTenant, call: web.Call) -> Payment:
    return payments.cancel(tx, call.reach(query), payment_id)
