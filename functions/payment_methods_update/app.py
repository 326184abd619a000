"""PUT /api/v1/billing/payment-methods/{method_id}: configures a payment method."""

from ledger.billing import payment_methods
from ledger.core.models import OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles=BILLING_MANAGE)
def handler(
    session: http.Session,
    method_id: payment_methods.MethodId,
    query: OfTenant,
    request: payment_methods.MethodRequest,
    call: http.Call,
) -> payment_methods.Configured:
    return payment_methods.configure(session, call.tenant_filter(query), method_id, request)
