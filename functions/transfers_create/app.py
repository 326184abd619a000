"""POST /api/v1/transfers: transfers an amount from one owner to another."""

from ledger import wallets
from ledger.core.principal import TOURNAMENTS
from ledger.edge import http


@http.writes(roles=TOURNAMENTS | {"customer"}, created=True)
def handler(
    session: http.Session, request: wallets.TransferRequest, call: http.Call
) -> wallets.Transferred | wallets.Sent:
    return wallets.transfer_for_caller(session, call.principal, request)
