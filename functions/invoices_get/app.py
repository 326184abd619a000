"""GET /api/v1/billing/invoices/{invoice_id}: one invoice with its payments."""

from ledger.billing import invoices
from ledger.billing.models import Invoice
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(session: http.Session, invoice_id: Id, query: OfTenant, call: http.Call) -> Invoice:
    return invoices.view(session, call.tenant_filter(query), invoice_id)
