"""GET /api/v1/event-settings: which events a tenant has published."""

from ledger.core.models import OfTenant
from ledger.core.principal import LEDGER_READ
from ledger.edge import http
from ledger.messaging import settings


@http.reads(roles=LEDGER_READ)
def handler(session: http.Session, query: OfTenant, call: http.Call) -> settings.EventSettings:
    return settings.get_settings(session, call.tenant_id(query))
