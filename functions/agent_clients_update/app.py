"""PATCH /api/v1/agent/clients/{customer_id}: an agent changes a customer's terms."""

from ledger.cashier import customers
from ledger.core.models import Id
from ledger.edge import http


@http.writes(roles={"agent"})
def handler(
    session: http.Session, customer_id: Id, request: customers.CustomerUpdate, call: http.Call
) -> customers.Customer:
    return customers.change(session, call.agent, customer_id, request)
