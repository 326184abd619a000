"""GET /api/v1/agent/clients/{customer_id}/limits: every change of a customer's terms, newest first."""

from ledger import customers, web
from ledger.lists import Listing, Page
from ledger.models import Id


@web.reads(roles={"agent"})
def handler(tx: web.Transaction, customer_id: Id, query: Page, call: web.Call) -> Listing[customers.Change]:
    return customers.changes(tx, call.agent, customer_id, query)
