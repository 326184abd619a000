"""PUT /api/v1/billing/payment-methods/{method_id}: configures a payment method."""

from ledger import approvals
from ledger.approvals.proposals import MethodChange
from ledger.billing import payment_methods
from ledger.core.models import OfTenant
from ledger.core.principal import DECIDERS
from ledger.edge import http


@http.writes(roles=DECIDERS)
def handler(
    session: http.Session,
    method_id: payment_methods.PaymentMethodId,
    query: OfTenant,
    request: payment_methods.PaymentMethodUpdate,
    call: http.Call,
) -> payment_methods.ConfiguredPaymentMethod | approvals.PendingApproval:
    tenant_id = call.tenant_filter(query)
    proposal = MethodChange(tenant_id=tenant_id, method_id=method_id, request=request)
    return approvals.pending(session, proposal) or payment_methods.configure(session, tenant_id, method_id, request)
