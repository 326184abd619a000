"""GET /api/v1/approvals: approvals, newest first."""

from ledger.approvals import decisions
from ledger.approvals.proposals import READERS
from ledger.core.lists import Listing
from ledger.edge import http


@http.reads(roles=READERS)
def handler(session: http.Session, query: decisions.ListQuery, call: http.Call) -> Listing[decisions.Approval]:
    return decisions.listing(session, call.principal, call.tenant_filter(query), query)
