"""GET /api/v1/access-log: who looked at the tenant's data."""

from ledger.core.lists import Listing
from ledger.core.principal import OVERSEERS
from ledger.edge import http
from ledger.records import access_log


@http.reads(roles=OVERSEERS | {"billing.manage"})
def handler(session: http.Session, query: access_log.AccessQuery) -> Listing[access_log.Access]:
    return access_log.listing(session, query)
