"""GET /api/v1/approval-policy: from which amount a tenant's operations need two people."""

from ledger.approvals import policies
from ledger.core.models import OfTenant
from ledger.core.principal import DECIDERS, OVERSEERS
from ledger.edge import http


@http.reads(roles=DECIDERS | OVERSEERS)
def handler(session: http.Session, query: OfTenant, call: http.Call) -> policies.ApprovalPolicy:
    return policies.view(session, call.tenant_id(query))
