"""POST /api/v1/billing/invoices/{invoice_id}/pay: the operator marks an invoice as paid."""

from ledger import approvals
from ledger.approvals.proposals import InvoicePayment
from ledger.billing import invoices
from ledger.billing.models import Invoice
from ledger.core.models import Id, OfTenant
from ledger.core.principal import DECIDERS
from ledger.edge import http


@http.writes(roles=DECIDERS)
def handler(
    session: http.Session, invoice_id: Id, request: invoices.InvoicePay, query: OfTenant, call: http.Call
) -> Invoice | approvals.PendingApproval:
    tenant_id = call.tenant_filter(query)
    proposal = InvoicePayment(tenant_id=tenant_id, invoice_id=invoice_id, request=request)
    if waiting := approvals.pending(session, proposal):
        return waiting
    return invoices.pay(session, tenant_id, invoice_id, request, alone=proposal.may_be_alone(session))
