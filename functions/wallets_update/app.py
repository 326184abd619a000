"""PATCH /api/v1/wallets/{owner_id}: a trusted system sets whether a wallet may go below zero."""

from ledger import approvals, wallets
from ledger.approvals.proposals import Overdraft
from ledger.core.models import OwnerId
from ledger.edge import http
from ledger.wallets import statements


@http.writes(roles={"service"})
def handler(
    session: http.Session, owner_id: OwnerId, request: wallets.WalletUpdate
) -> statements.WalletBalance | approvals.PendingApproval:
    if waiting := approvals.pending(session, Overdraft(owner_id=owner_id, request=request)):
        return waiting
    wallets.set_overdraft(session, owner_id, request)
    return statements.get_balance(session, owner_id, request.currency)
