"""GET /api/v1/holds/{hold_id}: a hold with its captures."""

from ledger.core.models import Id, OfTenant
from ledger.core.principal import OVERSEERS, TOURNAMENTS
from ledger.edge import http
from ledger.holds import holds
from ledger.holds.models import HoldDetails


@http.reads(roles=TOURNAMENTS | OVERSEERS | {"customer", "agent", "root"})
def handler(session: http.Session, hold_id: Id, query: OfTenant, call: http.Call) -> HoldDetails:
    session.act_in_tenant(call.tenant_id(query))
    return holds.view(session, call.principal, hold_id)
