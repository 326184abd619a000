"""GET /api/v1/agent/clients/{customer_id}: one of an agent's customers, with the balance."""

from ledger import customers, web
from ledger.models import Id


@web.reads(roles={"agent"})
def handler(tx: web.Transaction, customer_id: Id, call: web.Call) -> customers.Customer:
    return customers.view(tx, call.agent, customer_id)
