"""GET /api/v1/billing/payment-methods: all configured payment methods, disabled ones included."""

from ledger.billing import payment_methods
from ledger.core.lists import Listing
from ledger.core.principal import DECIDERS, OVERSEERS
from ledger.edge import http


@http.reads(roles=DECIDERS | OVERSEERS)
def handler(
    session: http.Session, query: payment_methods.ListQuery, call: http.Call
) -> Listing[payment_methods.ConfiguredPaymentMethod]:
    return payment_methods.listing(session, call.tenant_filter(query), query)
