"""GET /api/v1/monitors/{monitor_id}: a monitor of a balance."""

from ledger.core.models import ExternalId, OfTenant
from ledger.core.principal import LEDGER_READ
from ledger.edge import http
from ledger.messaging import monitors


@http.reads(roles=LEDGER_READ)
def handler(session: http.Session, monitor_id: ExternalId, query: OfTenant, call: http.Call) -> monitors.Monitor:
    return monitors.get_monitor(session, call.tenant_id(query), monitor_id)
