"""GET /api/v1/agent/settlements: an agent's past settlements, newest first."""

from ledger import settlements, web
from ledger.lists import Listing


@web.reads(roles={"agent"})
def handler(tx: web.Transaction, query: settlements.ListQuery, call: web.Call) -> Listing[settlements.Settlement]:
    return settlements.listing(tx, call.agent, query)
