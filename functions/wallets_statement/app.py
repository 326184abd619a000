"""GET /api/v1/wallets/{owner_id}/statement: a wallet's entries in a period, between its opening and closing balance."""

from ledger.core.models import OwnerId
from ledger.edge import http
from ledger.wallets import statements


@http.reads(roles={"customer", "agent", "service", "root"})
def handler(
    session: http.Session, owner_id: OwnerId, query: statements.StatementQuery, call: http.Call
) -> statements.Statement | http.Csv:
    statements.require_readable(session, call.principal, owner_id)
    statement = statements.get_statement(session, owner_id, query)
    return (
        http.Csv.of(statements.WalletMovement, statement.movements, name="statement")
        if query.format == "csv"
        else statement
    )
