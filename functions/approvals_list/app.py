"""GET /api/v1/approvals: approvals, newest first."""

from ledger.approvals import decisions
from ledger.core.lists import Listing
from ledger.edge import http


@http.reads(roles={"service", "billing.manage", "root"})
def handler(session: http.Session, query: decisions.ListQuery, call: http.Call) -> Listing[decisions.Approval]:
    return decisions.listing(session, call.principal, call.tenant_filter(query), query)
