"""The outbox: events are written in the database transaction of their cause and published after its commit.

boto3 is imported when the first event is published, since importing it takes longer than everything else together.
"""

import json
import logging
import os
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from ledger.messaging.events import Published
from ledger.storage import sessions
from ledger.storage.sessions import Budget, Origin, Row, Session

SOURCE: Final = "purser"
MAX_ENTRIES: Final = 10
MAX_BATCH_BYTES: Final = 256 * 1024
"""The limits of one call of PutEvents. EventBridge accepts 1 MB since January 2026; 256 KiB is Purser's own limit."""
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
    session.send("select emit(%s, %s::jsonb)", (session.tenant_id, json.dumps([event.as_row() for event in events])))
    session.emitted.extend(event for event in events if event.is_published_at_commit)


def publish(events: Sequence[Published], origin: Origin, budget: Budget) -> None:
    """Publish events right after the commit that emitted them. The relay publishes those that the bus does not accept.

    Never raises, since the effect is committed and the caller must get its answer.
    """
    rows = [row | {"detail": json.dumps(row["detail"])} for row in (event.as_row() for event in events)]
    try:
        refused = _put([_entry(row["type"], row["detail"]) for row in rows], _PUBLISH_TIMEOUT_S)
        accepted = [row["event_id"] for row, error in zip(rows, refused, strict=True) if error is None]
        if accepted:
            _rows("select mark_published(%s, %s::uuid[])", (origin.tenant_id, accepted), origin, budget)
    except Exception as failure:  # noqa: BLE001
        _log.warning("left to the relay", extra={"reason": type(failure).__name__})


def relay(budget: Budget, batch_rows: int = 500, lease_s: float = 60.0, reserve_s: float = 0.0) -> tuple[int, int]:
    """Publish what is left in the outbox until nothing is due or the time is up.

    Rows that have been due for the longest time come first. Rows that no relay has leased before become due in the
    order of their age, to within ten seconds; a refused row is due again after its pause.

    lease_s: the seconds for which a row belongs to this relay. reserve_s: the seconds of the budget to leave.
    Returns how many rows the bus accepted and how many it refused. Refused rows stay, with the reason.
    """
    origin = Origin("", "relay_outbox", "relay_outbox", sees_every_tenant=True)
    accepted = refused = 0
    while budget.remaining() > reserve_s:
        rows = _rows("select * from lease_outbox(%s, %s)", (batch_rows, lease_s), origin, budget)
        if not rows:
            break
        for chunk in _chunks(sorted(rows, key=lambda row: (row["created_at"], row["event_id"]))):
            if budget.remaining() <= reserve_s:  # the remaining rows are due again when their lease ends
                break
            errors = _put([entry for _, entry in chunk], lease_s / 10)
            _record_results([row for row, _ in chunk], errors, origin, budget)
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
    origin = Origin("", "relay_outbox", "relay_outbox", sees_every_tenant=True)
    forgotten = FORGET_ROWS
    while forgotten == FORGET_ROWS and budget.remaining() > reserve_s:
        ((forgotten,),) = (row.values() for row in _rows("select forget_published(%s)", (FORGET_ROWS,), origin, budget))
    (row,) = _rows(_BACKLOG, (MAX_COUNTED,), origin, budget)
    return row


def _record_results(rows: Sequence[Row], errors: Sequence[str | None], origin: Origin, budget: Budget) -> None:
    accepted: dict[str, list[UUID]] = {}
    for row, error in zip(rows, errors, strict=True):
        if error is None:
            accepted.setdefault(row["tenant_id"], []).append(row["event_id"])
        else:
            noted = (row["tenant_id"], row["event_id"], row["attempts"], error)
            _rows("select note_failure(%s, %s, %s, %s)", noted, origin, budget)
    for tenant_id, ids in accepted.items():
        _rows("select mark_published(%s, %s::uuid[])", (tenant_id, ids), origin, budget)


def _rows(query: str, params: Sequence[Any], origin: Origin, budget: Budget) -> list[Row]:
    """Run one statement by itself, so that no database transaction is open during a call of the bus."""
    return sessions.read(lambda session: session.rows(query, params), origin, budget)


def _chunks(rows: Iterable[Row]) -> Iterable[list[tuple[Row, dict[str, Any]]]]:
    """Split rows into chunks for one call of PutEvents each. Returns each row with its entry."""
    chunk: list[tuple[Row, dict[str, Any]]] = []
    size = 0
    for row in rows:
        entry = _entry(row["detail_type"], json.dumps(row["detail"]))
        entry_size = len(json.dumps(entry).encode())
        if chunk and (len(chunk) == MAX_ENTRIES or size + entry_size > MAX_BATCH_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append((row, entry))
        size += entry_size
    if chunk:
        yield chunk


def _entry(detail_type: str, detail: str) -> dict[str, Any]:
    return {"Source": SOURCE, "DetailType": detail_type, "Detail": detail, "EventBusName": os.environ["EVENT_BUS"]}


def _put(entries: list[dict[str, Any]], timeout_s: float) -> list[str | None]:
    """Call PutEvents. Returns for each entry None, or the error code with which the bus refused it."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  (see the module's docstring)

    try:
        answers = _client(timeout_s).put_events(Entries=entries)["Entries"]
    except (BotoCoreError, ClientError) as error:
        return [type(error).__name__] * len(entries)
    return [answer.get("ErrorCode") for answer in answers]


@cache
def _client(timeout_s: float) -> Any:
    import boto3  # noqa: PLC0415  (see the module's docstring)
    from botocore.config import Config  # noqa: PLC0415

    return boto3.Session().client(
        "events", config=Config(connect_timeout=timeout_s, read_timeout=timeout_s, retries={"total_max_attempts": 1})
    )
