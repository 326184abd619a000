"""PUT /api/v1/billing/payment-methods/{method_id}: says how a payment method is offered from now on."""

from ledger import payment_methods, web
from ledger.models import OfTenant
from ledger.principal import BILLING_MANAGE


@web.writes(roles=BILLING_MANAGE)
def handler(
    tx: web.Transaction,
    method_id: payment_methods.MethodId,
    query: OfTenant,
    request: payment_methods.MethodRequest,
    call: web.Call,
) -> payment_methods.Configured:
    return payment_methods.configure(tx, call.reach(query), method_id, request)
