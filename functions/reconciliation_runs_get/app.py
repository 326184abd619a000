"""GET /api/v1/reconciliation/runs/{run_id}: one reconciliation, with what it found."""

from ledger import reconciliation, web
from ledger.models import Id


@web.reads(roles={"root"})
def handler(tx: web.Transaction, run_id: Id) -> reconciliation.Run:
    return reconciliation.view(tx, run_id)
