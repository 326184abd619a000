"""GET /api/v1/billing/payment-methods: every payment method that somebody configured, the disabled ones too."""

from ledger import payment_methods, web
from ledger.lists import Listing
from ledger.principal import BILLING_MANAGE


@web.reads(roles=BILLING_MANAGE)
def handler(
    tx: web.Transaction, query: payment_methods.ListQuery, call: web.Call
) -> Listing[payment_methods.Configured]:
    return payment_methods.listing(tx, call.reach(query), query)
