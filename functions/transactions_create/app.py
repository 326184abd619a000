"""POST /api/v1/transactions: a trusted system posts a transaction of many entries, or tries one."""

from ledger.core.principal import TOURNAMENTS
from ledger.edge import http
from ledger.wallets import transactions


@http.writes(roles=TOURNAMENTS, created=True)
def handler(
    session: http.Session, request: transactions.TransactionCreate, call: http.Call
) -> transactions.TransactionReceipt | transactions.TransactionPreview:
    return transactions.create(session, call.principal, request)
