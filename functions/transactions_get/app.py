"""GET /api/v1/transactions/{transaction_id}: one transaction of the ledger, with its entries."""

from ledger import audit, web
from ledger.models import Id


@web.reads(roles={"agent", "service", "root"})
def handler(tx: web.Transaction, transaction_id: Id, call: web.Call) -> audit.AuditedTransaction:
    return audit.view(tx, call.principal, transaction_id)
