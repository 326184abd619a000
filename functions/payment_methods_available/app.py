"""GET /api/v1/billing/payment-methods/available: how a tenant may pay."""

from ledger import payment_methods, web
from ledger.principal import BILLING_VIEW


@web.reads(roles=BILLING_VIEW)
def handler(tx: web.Transaction, query: payment_methods.AvailableQuery, call: web.Call) -> payment_methods.Available:
    return payment_methods.available(tx, call.tenant_id(query), query)
