"""PATCH /api/v1/webhooks/{webhook_id}: changes or disables a webhook, or replaces its secret."""

from ledger.core.models import Id, OfTenant
from ledger.edge import http
from ledger.webhooks import webhooks


@http.writes(roles={"service", "root"})
def handler(
    session: http.Session, webhook_id: Id, query: OfTenant, request: webhooks.WebhookUpdate, call: http.Call
) -> webhooks.WebhookUpdated:
    session.act_in_tenant(call.tenant_id(query))
    return webhooks.update_webhook(session, session.tenant_id, webhook_id, request)
