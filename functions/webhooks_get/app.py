"""GET /api/v1/webhooks/{webhook_id}: a webhook."""

from ledger.core.models import Id, OfTenant
from ledger.core.principal import LEDGER_READ
from ledger.edge import http
from ledger.webhooks import webhooks


@http.reads(roles=LEDGER_READ)
def handler(session: http.Session, webhook_id: Id, query: OfTenant, call: http.Call) -> webhooks.Webhook:
    return webhooks.get_webhook(session, call.tenant_id(query), webhook_id)
