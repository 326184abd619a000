"""GET /api/v1/billing/payment-methods/available: the payment methods that a tenant may use."""

from ledger.billing import payment_methods
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(
    session: http.Session, query: payment_methods.AvailableQuery, call: http.Call
) -> payment_methods.AvailablePaymentMethods:
    return payment_methods.available(session, call.tenant_id(query), query)
