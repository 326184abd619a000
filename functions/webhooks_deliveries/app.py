"""GET /api/v1/webhooks/{webhook_id}/deliveries: the deliveries to a webhook."""

from ledger.core.lists import Listing
from ledger.core.models import Id
from ledger.core.principal import LEDGER_READ
from ledger.edge import http
from ledger.webhooks import delivery_log


@http.reads(roles=LEDGER_READ)
def handler(
    session: http.Session, webhook_id: Id, query: delivery_log.DeliveriesQuery, call: http.Call
) -> Listing[delivery_log.Delivery]:
    return delivery_log.listing(session, call.tenant_id(query), webhook_id, query)
