"""POST /api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/resend: sends a delivery to a webhook again."""

from ledger.core.models import Id, OfTenant
from ledger.edge import http
from ledger.webhooks import delivery_log


@http.writes(roles={"service", "root"})
def handler(
    session: http.Session, webhook_id: Id, delivery_id: Id, query: OfTenant, call: http.Call
) -> delivery_log.Delivery:
    session.act_in_tenant(call.tenant_id(query))
    return delivery_log.resend(session, session.tenant_id, webhook_id, delivery_id)
