"""GET /api/v1/billing/invoices: invoices, newest first."""

from ledger.billing import invoices
from ledger.billing.models import Invoice
from ledger.core.lists import Pages
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(session: http.Session, query: invoices.ListQuery, call: http.Call) -> Pages[Invoice]:
    return invoices.listing(session, call.tenant_filter(query), query)
