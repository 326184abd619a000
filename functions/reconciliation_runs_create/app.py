"""POST /api/v1/reconciliation/runs: the platform's operator has the ledger checked against itself."""

from ledger import reconciliation
from ledger.edge import http


@http.writes(roles={"root"}, created=True)
def handler(tx: http.Transaction, request: reconciliation.RunRequest, call: http.Call) -> reconciliation.Run:
    return reconciliation.request(tx, call.principal, request)
