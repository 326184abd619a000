"""POST /api/v1/holds/{hold_id}/capture: a trusted system posts what a hold has reserved."""

from ledger.core.models import Id
from ledger.core.principal import TOURNAMENTS
from ledger.edge import http
from ledger.holds import holds
from ledger.holds.models import CapturedHold, HoldCapture


@http.writes(roles=TOURNAMENTS, created=True)
def handler(session: http.Session, hold_id: Id, request: HoldCapture, call: http.Call) -> CapturedHold:
    return holds.capture(session, call.principal, hold_id, request)
