"""POST /api/v1/billing/invoices: the operator drafts an invoice for usage or a subscription."""

from ledger.billing import invoices
from ledger.billing.models import Invoice
from ledger.core.models import OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles=BILLING_MANAGE, created=True)
def handler(session: http.Session, request: invoices.InvoiceCreate, query: OfTenant, call: http.Call) -> Invoice:
    return invoices.draft(session, call.tenant_id(query), request)
