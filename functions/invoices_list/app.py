"""GET /api/v1/billing/invoices: invoices, newest first."""

from ledger import invoices, web
from ledger.billing import Invoice
from ledger.lists import Pages
from ledger.principal import BILLING_VIEW


@web.reads(roles=BILLING_VIEW)
def handler(tx: web.Transaction, query: invoices.ListQuery, call: web.Call) -> Pages[Invoice]:
    return invoices.listing(tx, call.reach(query), query)
