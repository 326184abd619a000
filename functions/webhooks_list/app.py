"""GET /api/v1/webhooks: the webhooks of a tenant."""

from ledger.core.lists import Listing
from ledger.core.principal import LEDGER_READ
from ledger.edge import http
from ledger.webhooks import webhooks


@http.reads(roles=LEDGER_READ)
def handler(session: http.Session, query: webhooks.ListQuery, call: http.Call) -> Listing[webhooks.Webhook]:
    return webhooks.listing(session, call.tenant_id(query), query)
