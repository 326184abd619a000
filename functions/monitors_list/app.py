"""GET /api/v1/monitors: the monitors of balances of a tenant."""

from ledger.core.lists import Listing
from ledger.core.principal import LEDGER_READ
from ledger.edge import http
from ledger.messaging import monitors


@http.reads(roles=LEDGER_READ)
def handler(session: http.Session, query: monitors.ListQuery, call: http.Call) -> Listing[monitors.Monitor]:
    return monitors.listing(session, call.tenant_id(query), query)
