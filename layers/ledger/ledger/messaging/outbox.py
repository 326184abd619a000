"""The outbox: events are written in the database transaction of their cause and published after its commit."""

import json
import logging
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from ledger.messaging import bus
from ledger.messaging.events import Published
from ledger.storage import sessions
from ledger.storage.lifetimes import RELAY
from ledger.storage.sessions import Budget, Origin, Row, Session

_PUBLISH_TIMEOUT_S: Final = 0.4
"""For connecting and for reading, each, while the caller of an operation waits."""
MAX_COUNTED: Final = 10_000
"""The number up to which waiting rows are counted."""

FORGET_ROWS: Final = 10_000
"""The number of old events that one statement deletes. It took 0.06 to 0.16 s with 600,000 events of 330 bytes."""

_BACKLOG: Final = """
select waiting, seconds, pg_snapshot_xmax(now)::text::bigint - pg_snapshot_xmin(now)::text::bigint as xmin_lag
from outbox_age(%s), pg_current_snapshot() now
"""

_log = logging.getLogger(__name__)


def emit(session: Session, events: Sequence[Published]) -> None:
    """Write events that belong to no transaction. This invocation or the relay publishes them after the commit."""
    session.send("select emit(%s, %s::json)", (session.tenant_id, json.dumps([event.as_row() for event in events])))
    session.emitted.extend(event for event in events if event.is_published_at_commit)


def publish(events: Sequence[Published], origin: Origin, budget: Budget) -> None:
    """Publish events right after the commit that emitted them. The relay publishes those that the bus does not accept.

    Never raises, since the effect is committed and the caller must get its answer.
    """
    rows = [row | {"detail": json.dumps(row["detail"])} for row in (event.as_row() for event in events)]
    try:
        refused = bus.put([bus.entry(row["type"], row["detail"]) for row in rows], _PUBLISH_TIMEOUT_S)
        accepted = [row["event_id"] for row, error in zip(rows, refused, strict=True) if error is None]
        if accepted:
            sessions.rows("select mark_published(%s, %s::uuid[])", (origin.tenant_id, accepted), origin, budget)
    except bus.BusUnavailable:
        return
    except Exception as failure:  # noqa: BLE001
        _log.warning("left to the relay", extra={"reason": type(failure).__name__})


def relay(budget: Budget, batch_rows: int = 500, lease_s: float = 60.0, reserve_s: float = 0.0) -> tuple[int, int]:
    """Publish a batch of what is due in the outbox, or less of it if the time is up.

    Rows that have been due for the longest time come first. Rows that no relay has leased before become due in the
    order of their age, to within ten seconds; a refused row is due again after its pause.

    lease_s: the seconds for which a row belongs to this relay. reserve_s: the seconds of the budget to leave.
    Returns how many rows the bus accepted and how many it refused. Refused rows stay, with the reason.
    """
    accepted = refused = 0
    rows = sessions.rows("select * from lease_outbox(%s, %s)", (batch_rows, lease_s), RELAY, budget)
    rows.sort(key=lambda row: (row["created_at"], row["event_id"]))
    for chunk in bus.chunks((row, bus.entry(row["detail_type"], json.dumps(row["detail"]))) for row in rows):
        if budget.remaining() <= reserve_s:  # the remaining rows are due again when their lease ends
            break
        try:
            errors = bus.put([entry for _, entry in chunk], lease_s / 10)
        except bus.BusUnavailable as failure:
            errors = [str(failure)] * len(chunk)
        _record_results([row for row, _ in chunk], errors, budget)
        refused += sum(error is not None for error in errors)
        accepted += sum(error is None for error in errors)
    return accepted, refused


def backlog(budget: Budget, reserve_s: float = 0.0) -> Row:
    """Delete the record of events that were published long ago, as much as there is time for, and count what is left in
    the outbox.

    reserve_s: the seconds of the budget to leave.
    waiting: number of rows, counted up to MAX_COUNTED in the order in which they are due. seconds: age of the oldest of
    them. xmin_lag: number of database transactions begun since the oldest one that is still open; it is measured here
    because the relay runs every minute.
    """
    forgotten = FORGET_ROWS
    while forgotten == FORGET_ROWS and budget.remaining() > reserve_s:
        (deleted,) = sessions.rows("select forget_published(%s) as rows", (FORGET_ROWS,), RELAY, budget)
        forgotten = deleted["rows"]
    (row,) = sessions.rows(_BACKLOG, (MAX_COUNTED,), RELAY, budget)
    return row


def _record_results(rows: Sequence[Row], errors: Sequence[str | None], budget: Budget) -> None:
    accepted: dict[str, list[UUID]] = {}
    for row, error in zip(rows, errors, strict=True):
        if error is None:
            accepted.setdefault(row["tenant_id"], []).append(row["event_id"])
        else:
            noted = (row["tenant_id"], row["event_id"], row["attempts"], error)
            sessions.rows("select note_failure(%s, %s, %s, %s)", noted, RELAY, budget)
    for tenant_id, ids in accepted.items():
        sessions.rows("select mark_published(%s, %s::uuid[])", (tenant_id, ids), RELAY, budget)
