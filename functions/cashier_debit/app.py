"""POST /api/v1/cashier/debit: an agent takes money out of one of their customers' wallets."""

from ledger import cashier, web


@web.writes(roles={"agent"}, created=True)
def handler(tx: web.Transaction, request: cashier.DebitRequest, call: web.Call) -> cashier.Receipt:
    return cashier.debit(tx, call.agent, request)
