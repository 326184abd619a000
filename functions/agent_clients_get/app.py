"""GET /api/v1/agent/clients/{customer_id}: one of an agent's customers, with the balance."""

from ledger.cashier import customers
from ledger.core.models import Id
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"agent"})
def handler(session: http.Session, customer_id: Id, call: http.Call) -> customers.Customer:
    return customers.view(session, call.agent_filter, customer_id)
