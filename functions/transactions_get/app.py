"""GET /api/v1/transactions/{transaction_id}: one transaction of the ledger, with its entries."""

from ledger.core.models import Id
from ledger.edge import http
from ledger.wallets import audit


@http.reads(roles={"agent", "service", "root"})
def handler(session: http.Session, transaction_id: Id, call: http.Call) -> audit.AuditedTransaction:
    return audit.view(session, call.principal, transaction_id)
