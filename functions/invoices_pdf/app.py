"""GET /api/v1/billing/invoices/{invoice_id}/pdf: an invoice as PDF."""

from ledger.billing import invoice_pdf
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(session: http.Session, invoice_id: Id, query: OfTenant, call: http.Call) -> http.Pdf:
    number, content = invoice_pdf.render(session, call.tenant_filter(query), invoice_id)
    return http.Pdf(content, number)
