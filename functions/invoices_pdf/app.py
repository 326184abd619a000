"""GET /api/v1/billing/invoices/{invoice_id}/pdf: an invoice to print."""

from ledger import invoice_pdf, web
from ledger.models import Id, OfTenant
from ledger.principal import BILLING_VIEW


@web.reads(roles=BILLING_VIEW)
def handler(tx: web.Transaction, invoice_id: Id, query: OfTenant, call: web.Call) -> web.Pdf:
    number, content = invoice_pdf.of(tx, call.reach(query), invoice_id)
    return web.Pdf(content, number)
