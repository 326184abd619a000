"""GET /api/v1/agent/clients/{customer_id}/limits: every change of a customer's terms, newest first."""

from ledger.cashier import customers
from ledger.core.lists import Listing, Page
from ledger.core.models import Id
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"agent"})
def handler(session: http.Session, customer_id: Id, query: Page, call: http.Call) -> Listing[customers.CustomerChange]:
    return customers.changes(session, call.agent_filter, customer_id, query)
