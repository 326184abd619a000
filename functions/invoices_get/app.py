"""GET /api/v1/billing/invoices/{invoice_id}: one invoice with its payments."""

from ledger import invoices, web
from ledger.billing import Invoice
from ledger.models import Id, OfTenant
from ledger.principal import BILLING_VIEW


@web.reads(roles=BILLING_VIEW)
def handler(tx: web.Transaction, invoice_id: Id, query: OfTenant, call: web.Call) -> Invoice:
    return invoices.view(tx, call.reach(query), invoice_id)
