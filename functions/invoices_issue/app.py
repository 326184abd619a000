"""POST /api/v1/billing/invoices/{invoice_id}/issue: the operator issues a draft."""

from ledger.billing import invoices
from ledger.billing.models import IssuedInvoice
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles=BILLING_MANAGE)
def handler(session: http.Session, invoice_id: Id, query: OfTenant, call: http.Call) -> IssuedInvoice:
    return invoices.issue(session, call.tenant_filter(query), invoice_id)
