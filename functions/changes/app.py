"""GET /api/v1/changes: who changed which terms."""

from ledger.core.lists import Listing
from ledger.edge import http
from ledger.records import changes


@http.reads(roles=changes.READERS)
def handler(session: http.Session, query: changes.ChangesQuery, call: http.Call) -> Listing[changes.TermChange]:
    return changes.listing(session, call.principal, call.tenant_filter(query), query)
