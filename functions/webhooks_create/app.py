"""POST /api/v1/webhooks: creates a webhook, to which events of a tenant are sent."""

from ledger.core.models import OfTenant
from ledger.edge import http
from ledger.webhooks import webhooks


@http.writes(roles={"service", "root"}, created=True)
def handler(
    session: http.Session, query: OfTenant, request: webhooks.WebhookCreate, call: http.Call
) -> webhooks.WebhookCreated:
    session.act_in_tenant(call.tenant_id(query))
    return webhooks.create_webhook(session, session.tenant_id, request)
