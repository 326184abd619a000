"""POST /api/v1/agent/clients: an agent takes a customer in."""

from ledger import customers, web


@web.writes(roles={"agent"}, created=True)
def handler(tx: web.Transaction, request: customers.CreateRequest, call: web.Call) -> customers.Customer:
    return customers.create(tx, call.agent, request)
