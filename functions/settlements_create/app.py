"""POST /api/v1/agent/settlements: an agent settles with a customer."""

from ledger import settlements, web


@web.writes(roles={"agent"}, created=True)
def handler(tx: web.Transaction, request: settlements.CloseRequest, call: web.Call) -> settlements.Settlement:
    return settlements.close(tx, call.agent, request)
