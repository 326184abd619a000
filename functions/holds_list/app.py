"""GET /api/v1/holds: holds of a person or of a tenant, newest first."""

from ledger.core.principal import OVERSEERS, TOURNAMENTS
from ledger.edge import http
from ledger.holds import holds
from ledger.holds.models import Holds, ListQuery


@http.reads(roles=TOURNAMENTS | OVERSEERS | {"customer", "agent", "root"})
def handler(session: http.Session, query: ListQuery, call: http.Call) -> Holds:
    session.act_in_tenant(call.tenant_id(query))
    return holds.listing(session, call.principal, query)
