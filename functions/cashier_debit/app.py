"""POST /api/v1/cashier/debit: an agent debits the wallet of one of their customers."""

from ledger.cashier import operations
from ledger.edge import http


@http.writes(roles={"agent"}, created=True)
def handler(session: http.Session, request: operations.CashierDebit, call: http.Call) -> operations.CashierReceipt:
    return operations.debit(session, call.agent, request)
