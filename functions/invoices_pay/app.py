"""POST /api/v1/billing/invoices/{invoice_id}/pay: the operator marks an invoice as paid."""

from ledger.billing import invoices
from ledger.billing.models import Invoice
from ledger.core.models import Id, OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles=BILLING_MANAGE)
def handler(
    session: http.Session, invoice_id: Id, request: invoices.PayRequest, query: OfTenant, call: http.Call
) -> Invoice:
    return invoices.pay(session, call.tenant_filter(query), invoice_id, request)
