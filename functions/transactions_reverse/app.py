"""POST /api/v1/transactions/{transaction_id}/reverse: reverses a transaction by posting its opposite."""

from ledger import approvals
from ledger.approvals.proposals import Reversal
from ledger.core.models import Id, OfTenant
from ledger.edge import http
from ledger.wallets import audit


@http.writes(roles={"service", "owner", "root"}, created=True)
def handler(
    session: http.Session, transaction_id: Id, request: audit.TransactionReverse, query: OfTenant, call: http.Call
) -> audit.AuditedTransaction | approvals.PendingApproval:
    session.act_in_tenant(call.tenant_id(query))
    proposal = Reversal(tenant_id=session.tenant_id, transaction_id=transaction_id, request=request)
    return approvals.pending(session, proposal) or audit.reverse(session, transaction_id, request)
