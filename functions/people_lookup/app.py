"""GET /api/v1/people/lookup: the person with an owner id or a username, with a masked name."""

from ledger.cashier import people
from ledger.edge import http


@http.reads(roles={"customer", "service"})
def handler(session: http.Session, query: people.LookupQuery, call: http.Call) -> people.Recipient:
    return people.look_up(session, call.principal, query)
