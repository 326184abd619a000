"""POST /api/v1/agent/clients/import: an agent imports customers of another system, with their balances."""

from ledger.cashier import imports
from ledger.edge import http


@http.writes(roles={"agent"}, created=True)
def handler(session: http.Session, request: imports.CustomerImport, call: http.Call) -> imports.ImportedCustomers:
    return imports.import_customers(session, call.agent, request)
