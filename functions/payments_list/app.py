"""GET /api/v1/billing/payments: payments, newest first."""

from ledger import payments, web
from ledger.billing import Payment
from ledger.lists import Pages
from ledger.principal import BILLING_VIEW


@web.reads(roles=BILLING_VIEW)
def handler(tx: web.Transaction, query: payments.ListQuery, call: web.Call) -> Pages[Payment] | web.Csv:
    if query.format == "csv":
        return web.Csv.of(Payment, payments.whole_listing(tx, call.reach(query), query), name="payments")
    return payments.listing(tx, call.reach(query), query)
