"""PATCH /api/v1/wallets/{owner_id}: a trusted system or the tenant's owner sets whether a wallet may go below zero."""

from ledger import approvals, wallets
from ledger.approvals import policies
from ledger.approvals.proposals import Overdraft
from ledger.core.models import OwnerId
from ledger.edge import http
from ledger.wallets import statements


@http.writes(roles={"service", "owner"})
def handler(
    session: http.Session, owner_id: OwnerId, request: wallets.WalletUpdate, call: http.Call
) -> statements.WalletBalance | approvals.PendingApproval:
    proposal = Overdraft(owner_id=owner_id, request=request)
    if waiting := approvals.pending(session, proposal):
        return waiting
    wallets.set_overdraft(session, owner_id, request)
    if "service" not in call.principal.roles:
        # Under the wallet's lock.
        policies.require_another_person(session, proposal.kind, proposal.participants(session))
    return statements.get_balance(session, owner_id, request.currency)
