"""POST /api/v1/reconciliation/findings/{finding_id}/acknowledge: somebody has judged a finding."""

from ledger import reconciliation, web
from ledger.models import Id


@web.writes(roles={"root"})
def handler(
    tx: web.Transaction, finding_id: Id, request: reconciliation.AcknowledgeRequest, call: web.Call
) -> reconciliation.Finding:
    return reconciliation.acknowledge(tx, call.principal, finding_id, request)
