"""POST /api/v1/cashier/credit: an agent credits the wallet of one of their customers."""

from ledger import approvals
from ledger.approvals.agent_credit import AgentCredit
from ledger.cashier import operations
from ledger.core import errors
from ledger.edge import http


@http.writes(roles={"agent"}, created=True)
def handler(
    session: http.Session, request: operations.CashierCredit, call: http.Call
) -> operations.CashierReceipt | approvals.PendingApproval:
    return approvals.pending_if_refused(
        session,
        AgentCredit(request=request),
        errors.AgentLimitExceeded,
        lambda: operations.credit(session, call.agent, request),
    )
