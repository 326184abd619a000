"""POST /api/v1/holds/{hold_id}/release: a trusted system ends a hold."""

from ledger.core.models import Id
from ledger.core.principal import TOURNAMENTS
from ledger.edge import http
from ledger.holds import holds
from ledger.holds.models import PlacedHold


@http.writes(roles=TOURNAMENTS)
def handler(session: http.Session, hold_id: Id, call: http.Call) -> PlacedHold:
    return holds.release(session, call.principal, hold_id)
