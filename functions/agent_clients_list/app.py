"""GET /api/v1/agent/clients: an agent's own customers, ordered by username."""

from ledger.cashier import customers
from ledger.core.principal import OVERSEERS
from ledger.edge import http


@http.reads(roles=OVERSEERS | {"agent"})
def handler(session: http.Session, query: customers.ListQuery, call: http.Call) -> customers.CustomerListing:
    return customers.listing(session, call.agent_filter, query)
