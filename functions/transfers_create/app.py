"""POST /api/v1/transfers: an amount goes from one owner to another."""

from ledger import wallets, web


@web.writes(roles={"customer", "service"}, created=True)
def handler(
    tx: web.Transaction, request: wallets.TransferRequest, call: web.Call
) -> wallets.Transferred | wallets.Sent:
    return wallets.transfer_by(tx, call.principal, request)
