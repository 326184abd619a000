"""GET /api/v1/wallets/{owner_id}/statement: a wallet's entries in a period, between its opening and closing balance."""

from ledger.core.models import OwnerId
from ledger.core.principal import OVERSEERS, TOURNAMENTS
from ledger.edge import http
from ledger.wallets import entries, statements


@http.reads(roles=TOURNAMENTS | OVERSEERS | {"customer", "agent", "root"})
def handler(
    session: http.Session, owner_id: OwnerId, query: statements.StatementQuery, call: http.Call
) -> statements.WalletStatement | http.Csv:
    session.act_in_tenant(call.tenant_id(query))
    currency = statements.readable_currency(session, call.principal, owner_id, query.currency)
    statement = statements.get_statement(session, call.principal, owner_id, currency, query)
    return (
        http.Csv.of(entries.WalletEntry, statement.movements, name="statement") if query.format == "csv" else statement
    )
