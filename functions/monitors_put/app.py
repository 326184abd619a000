"""PUT /api/v1/monitors/{monitor_id}: sets a monitor of a balance."""

from ledger.core.models import ExternalId, OfTenant
from ledger.edge import http
from ledger.messaging import monitors


@http.writes(roles={"service", "root"})
def handler(
    session: http.Session, monitor_id: ExternalId, query: OfTenant, request: monitors.MonitorUpdate, call: http.Call
) -> monitors.Monitor:
    session.act_in_tenant(call.tenant_id(query))
    return monitors.set_monitor(session, session.tenant_id, monitor_id, request)
