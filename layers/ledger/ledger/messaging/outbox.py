"""The outbox: events are written in the transaction of their cause, and published after its commit.

boto3 is imported only when something is published: it costs more to import than the rest together.
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
MAX_BYTES: Final = 256 * 1024
"""PutEvents takes so many entries in one call. The bytes are the specification's: it takes 1 MB since January 2026."""
_AT_ONCE: Final = 0.4
"""Seconds that connecting and answering may each take while the caller of an operation waits."""

_LEFT: Final = """
select waiting, seconds, pg_snapshot_xmax(now)::text::bigint - pg_snapshot_xmin(now)::text::bigint as xmin_lag
from outbox_age(), pg_current_snapshot() now
"""

_log = logging.getLogger(__name__)


def emit(session: Session, events: Sequence[Published]) -> None:
    """Write events that go with no posting. They are published after the commit, by this invocation or by the relay."""
    session.send("select emit(%s, %s::jsonb)", (session.tenant_id, json.dumps([event.as_row() for event in events])))
    session.emitted.extend(event for event in events if event.AT_ONCE)


def publish(events: Sequence[Published], origin: Origin, budget: Budget) -> None:
    """Right after the commit that made them true. What the bus does not take at once is left to the relay.

    Never raises: whatever fails here, what was committed has to be answered.
    """
    rows = [row | {"detail": json.dumps(row["detail"])} for row in (event.as_row() for event in events)]
    try:
        refused = _put([_entry(row["type"], row["detail"]) for row in rows], _AT_ONCE)
        accepted = [row["event_id"] for row, error in zip(rows, refused, strict=True) if error is None]
        if accepted:
            _rows("select mark_published(%s, %s::uuid[])", (origin.tenant_id, accepted), origin, budget)
    except Exception as failure:  # noqa: BLE001
        _log.warning("left to the relay", extra={"reason": type(failure).__name__})


def relay(budget: Budget, batch: int = 500, lease: float = 60.0) -> tuple[int, int]:
    """Publish what no invocation could, oldest first, until nothing is due or the time is up.

    lease: for how many seconds a row that was taken is nobody else's.
    Returns how many rows the bus accepted, and how many it refused; those stay, with the reason.
    """
    origin = Origin("", "relay_outbox", "relay_outbox")
    accepted = refused = 0
    while budget.remaining() > 0:
        rows = _rows("select * from lease_outbox(%s, %s)", (batch, lease), origin, budget)
        if not rows:
            break
        for chunk in _chunks(sorted(rows, key=lambda row: (row["created_at"], row["event_id"]))):
            if budget.remaining() <= 0:  # a bus that hangs: what is left comes again when its lease ends
                break
            errors = _put([entry for _, entry in chunk], lease / 10)
            _settle([row for row, _ in chunk], errors, origin, budget)
            refused += sum(error is not None for error in errors)
            accepted += sum(error is None for error in errors)
    return accepted, refused


def left(budget: Budget) -> Row:
    """What the relay leaves: `waiting` rows, the oldest of them `seconds` old; and, since a relay looks each minute,
    `xmin_lag`: how many transactions began since the oldest one that is still open.
    Forgets what was published long ago.
    """
    origin = Origin("", "relay_outbox", "relay_outbox")
    _rows("select forget_published()", (), origin, budget)
    (row,) = _rows(_LEFT, (), origin, budget)
    return row


def _settle(rows: Sequence[Row], errors: Sequence[str | None], origin: Origin, budget: Budget) -> None:
    accepted: dict[str, list[UUID]] = {}
    for row, error in zip(rows, errors, strict=True):
        if error is None:
            accepted.setdefault(row["tenant_id"], []).append(row["event_id"])
        else:
            _rows("select note_failure(%s, %s, %s)", (row["tenant_id"], row["event_id"], error), origin, budget)
    for tenant_id, ids in accepted.items():
        _rows("select mark_published(%s, %s::uuid[])", (tenant_id, ids), origin, budget)


def _rows(query: str, params: Sequence[Any], origin: Origin, budget: Budget) -> list[Row]:
    """A statement for itself, outside any transaction: none of them may span a call of the bus."""
    return sessions.read(lambda session: session.rows(query, params), origin, budget)


def _chunks(rows: Iterable[Row]) -> Iterable[list[tuple[Row, dict[str, Any]]]]:
    """As much as one PutEvents takes."""
    chunk: list[tuple[Row, dict[str, Any]]] = []
    size = 0
    for row in rows:
        entry = _entry(row["detail_type"], json.dumps(row["detail"]))
        more = len(json.dumps(entry).encode())
        if chunk and (len(chunk) == MAX_ENTRIES or size + more > MAX_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append((row, entry))
        size += more
    if chunk:
        yield chunk


def _entry(detail_type: str, detail: str) -> dict[str, Any]:
    return {"Source": SOURCE, "DetailType": detail_type, "Detail": detail, "EventBusName": os.environ["EVENT_BUS"]}


def _put(entries: list[dict[str, Any]], within: float) -> list[str | None]:
    """PutEvents: for each entry nothing, or why the bus did not take it."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  (see the module's docstring)

    try:
        answers = _client(within).put_events(Entries=entries)["Entries"]
    except (BotoCoreError, ClientError) as error:
        return [type(error).__name__] * len(entries)
    return [answer.get("ErrorCode") for answer in answers]


@cache
def _client(within: float) -> Any:
    import boto3  # noqa: PLC0415  (see the module's docstring)
    from botocore.config import Config  # noqa: PLC0415

    return boto3.Session().client(
        "events", config=Config(connect_timeout=within, read_timeout=within, retries={"total_max_attempts": 1})
    )
