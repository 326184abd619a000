"""POST /api/v1/reconciliation/runs: the platform's operator has the ledger checked against itself."""

from ledger import reconciliation, web


@web.writes(roles={"root"}, created=True)
def handler(tx: web.Transaction, request: reconciliation.RunRequest, call: web.Call) -> reconciliation.Run:
    return reconciliation.request(tx, call.principal, request)
