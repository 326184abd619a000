"""POST /api/v1/holds: a trusted system reserves an amount of an owner's wallet."""

from ledger.core.principal import TOURNAMENTS
from ledger.edge import http
from ledger.holds import holds
from ledger.holds.models import HoldCreate, PlacedHold


@http.writes(roles=TOURNAMENTS, created=True)
def handler(session: http.Session, request: HoldCreate, call: http.Call) -> PlacedHold:
    return holds.create(session, call.principal, request)
