"""POST /api/v1/agent/clients: an agent creates a customer."""

from ledger.cashier import customers
from ledger.edge import http


@http.writes(roles={"agent"}, created=True)
def handler(session: http.Session, request: customers.CustomerCreate, call: http.Call) -> customers.Customer:
    return customers.create(session, call.agent, request)
