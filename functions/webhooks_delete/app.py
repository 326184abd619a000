"""DELETE /api/v1/webhooks/{webhook_id}: deletes a webhook with what waits for it."""

from ledger.core.models import Id, OfTenant
from ledger.edge import http
from ledger.webhooks import webhooks


@http.writes(roles={"service", "root"})
def handler(session: http.Session, webhook_id: Id, query: OfTenant, call: http.Call) -> webhooks.Webhook:
    session.act_in_tenant(call.tenant_id(query))
    return webhooks.delete_webhook(session, session.tenant_id, webhook_id)
