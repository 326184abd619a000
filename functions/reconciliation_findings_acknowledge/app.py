"""POST /api/v1/reconciliation/findings/{finding_id}/acknowledge: acknowledges a finding that a person has judged."""

from ledger import reconciliation
from ledger.core.models import Id
from ledger.edge import http


@http.writes(roles={"root"})
def handler(
    session: http.Session, finding_id: Id, request: reconciliation.FindingAcknowledge, call: http.Call
) -> reconciliation.Finding:
    return reconciliation.acknowledge(session, call.principal, finding_id, request)
