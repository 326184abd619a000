"""POST /api/v1/billing/payments/{payment_id}/refund: the operator refunds a payment."""

from ledger import approvals
from ledger.approvals.proposals import Refund
from ledger.billing import payments
from ledger.billing.models import Payment
from ledger.core.models import Id, OfTenant
from ledger.core.principal import DECIDERS
from ledger.edge import http


@http.writes(roles=DECIDERS)
def handler(
    session: http.Session, payment_id: Id, request: payments.PaymentRefund, query: OfTenant, call: http.Call
) -> Payment | approvals.PendingApproval:
    tenant_id = call.tenant_filter(query)
    proposal = Refund(tenant_id=tenant_id, payment_id=payment_id, request=request)
    return approvals.pending(session, proposal) or payments.refund(session, tenant_id, payment_id, request)
