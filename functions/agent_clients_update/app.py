"""PATCH /api/v1/agent/clients/{customer_id}: an agent changes a customer's terms."""

from ledger import customers, web
from ledger.models import Id


@web.writes(roles={"agent"})
def handler(
    tx: web.Transaction, customer_id: Id, request: customers.ChangeRequest, call: web.Call
) -> customers.Customer:
    return customers.change(tx, call.agent, customer_id, request)
