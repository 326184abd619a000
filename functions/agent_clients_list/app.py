"""GET /api/v1/agent/clients: an agent's own customers, by username."""

from ledger import customers, web


@web.reads(roles={"agent"})
def handler(tx: web.Transaction, query: customers.ListQuery, call: web.Call) -> customers.Customers:
    return customers.listing(tx, call.agent, query)
