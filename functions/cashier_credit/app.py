"""POST /api/v1/cashier/credit: an agent credits the wallet of one of their customers."""

from ledger.cashier import operations
from ledger.edge import http


@http.writes(roles={"agent"}, created=True)
def handler(session: http.Session, request: operations.CashierCredit, call: http.Call) -> operations.CashierReceipt:
    return operations.credit(session, call.agent, request)
