"""POST /api/v1/billing/invoices/{invoice_id}/void: the operator voids an invoice."""

from ledger.billing import invoices
from ledger.billing.models import Invoice
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles=BILLING_MANAGE)
def handler(
    session: http.Session, invoice_id: Id, request: invoices.InvoiceVoid, query: OfTenant, call: http.Call
) -> Invoice:
    return invoices.void(session, call.tenant_filter(query), invoice_id, request)
