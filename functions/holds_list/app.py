"""GET /api/v1/holds: holds of a person or of a tenant, newest first."""

from ledger.core.principal import TOURNAMENTS
from ledger.edge import http
from ledger.holds import holds
from ledger.holds.models import Holds, ListQuery


@http.reads(roles=TOURNAMENTS | {"customer", "agent", "auditor", "root"})
def handler(session: http.Session, query: ListQuery, call: http.Call) -> Holds:
    session.act_in_tenant(call.tenant_id(query))
    return holds.listing(session, call.principal, query)
