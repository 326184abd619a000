"""POST /api/v1/agent/clients/import: an agent brings customers in from another system, with their balances."""

from ledger import imports, web


@web.writes(roles={"agent"}, created=True)
def handler(tx: web.Transaction, request: imports.ImportRequest, call: web.Call) -> imports.Imported:
    return imports.import_customers(tx, call.agent, request)
