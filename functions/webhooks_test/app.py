"""POST /api/v1/webhooks/{webhook_id}/test: sends a test to a webhook."""

from ledger.core.models import Id, OfTenant
from ledger.edge import http
from ledger.webhooks import delivery_log


@http.writes(roles={"service", "root"}, created=True)
def handler(session: http.Session, webhook_id: Id, query: OfTenant, call: http.Call) -> delivery_log.Delivery:
    session.act_in_tenant(call.tenant_id(query))
    return delivery_log.send_test(session, session.tenant_id, webhook_id)
