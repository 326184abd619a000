"""PUT /api/v1/event-settings: sets which events a tenant has published."""

from ledger.core.models import OfTenant
from ledger.edge import http
from ledger.messaging import settings


@http.writes(roles={"service", "root"})
def handler(
    session: http.Session, query: OfTenant, request: settings.EventSettingsUpdate, call: http.Call
) -> settings.EventSettings:
    session.act_in_tenant(call.tenant_id(query))
    return settings.set_settings(session, session.tenant_id, request)
