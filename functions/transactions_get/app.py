"""GET /api/v1/transactions/{transaction_id}: one transaction of the ledger, with its entries."""

from ledger.core.models import Id, OfTenant
from ledger.core.principal import LEDGER_READ
from ledger.edge import http
from ledger.wallets import audit


@http.reads(roles=LEDGER_READ | {"agent"})
def handler(session: http.Session, transaction_id: Id, query: OfTenant, call: http.Call) -> audit.AuditedTransaction:
    session.act_in_tenant(call.tenant_id(query))
    return audit.view(session, call.principal, transaction_id)
