"""GET /api/v1/approval-policy: from which amount a tenant's operations need two people."""

from ledger.approvals import policies
from ledger.core.models import OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.reads(roles=BILLING_MANAGE | {"auditor"})
def handler(session: http.Session, query: OfTenant, call: http.Call) -> policies.ApprovalPolicy:
    return policies.view(session, call.tenant_id(query))
