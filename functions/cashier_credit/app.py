"""POST /api/v1/cashier/credit: an agent puts money into one of their customers' wallets."""

from ledger import cashier, web


@web.writes(roles={"agent"}, created=True)
def handler(tx: web.Transaction, request: cashier.CreditRequest, call: web.Call) -> cashier.Receipt:
    return cashier.credit(tx, call.agent, request)
