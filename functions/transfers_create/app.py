"""POST /api/v1/transfers: transfers an amount from one owner to another."""

from ledger import wallets
from ledger.core.principal import TOURNAMENTS
from ledger.edge import http


@http.writes(roles=TOURNAMENTS | {"customer"}, created=True)
def handler(
    session: http.Session, request: wallets.TransferCreate, call: http.Call
) -> wallets.TransferReceipt | wallets.SentTransfer:
    return wallets.transfer_for_caller(session, call.principal, request)
