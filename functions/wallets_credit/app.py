"""POST /api/v1/wallets/{owner_id}/credit: a trusted system credits an owner's wallet."""

from ledger import wallets
from ledger.core.models import OwnerId
from ledger.edge import http


@http.writes(roles={"service"}, created=True)
def handler(session: http.Session, owner_id: OwnerId, request: wallets.MoveRequest) -> wallets.Moved:
    return wallets.credit(session, owner_id, request)
