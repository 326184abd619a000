"""POST /api/v1/transactions/{transaction_id}/reverse: takes a movement back by posting its opposite."""

from ledger import audit, web
from ledger.models import Id


@web.writes(roles={"service", "root"}, created=True)
def handler(tx: web.Transaction, transaction_id: Id, request: audit.ReverseRequest) -> audit.AuditedTransaction:
    return audit.reverse(tx, transaction_id, request)
