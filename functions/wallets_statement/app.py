"""GET /api/v1/wallets/{owner_id}/statement: a wallet's movements over a time, between two balances."""

from ledger import statements, web
from ledger.models import OwnerId


@web.reads(roles={"customer", "agent", "service", "root"})
def handler(
    tx: web.Transaction, owner_id: OwnerId, query: statements.StatementQuery, call: web.Call
) -> statements.Statement | web.Csv:
    statements.require_readable(tx, call.principal, owner_id)
    statement = statements.get_statement(tx, owner_id, query)
    return (
        web.Csv.of(statements.WalletMovement, statement.movements, name="statement")
        if query.format == "csv"
        else statement
    )
