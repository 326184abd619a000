"""GET /api/v1/tenants: the tenants, by part of their name."""

from ledger.core.lists import Listing
from ledger.core.principal import OVERSEERS
from ledger.edge import http
from ledger.records import tenants


@http.reads(roles=OVERSEERS | {"root"})
def handler(session: http.Session, query: tenants.TenantsQuery, call: http.Call) -> Listing[tenants.Tenant]:
    return tenants.listing(session, call.principal, query)
