"""POST /api/v1/billing/payments/{payment_id}/approve: the operator approves a payment, and its invoice is paid."""

from ledger import approvals
from ledger.approvals.proposals import InvoicePayment
from ledger.billing import payments
from ledger.billing.models import Payment
from ledger.core.models import Id, OfTenant
from ledger.core.principal import DECIDERS
from ledger.edge import http


@http.writes(roles=DECIDERS)
def handler(
    session: http.Session, payment_id: Id, request: payments.PaymentApprove, query: OfTenant, call: http.Call
) -> Payment | approvals.PendingApproval:
    tenant_id = call.tenant_filter(query)
    proposal = InvoicePayment.by_payment(session, tenant_id, payment_id, request)
    if waiting := approvals.pending(session, proposal):
        return waiting
    return payments.approve(session, tenant_id, payment_id, request, alone=proposal.may_be_alone(session))
