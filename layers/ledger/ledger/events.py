"""What others hear of and what is heard of others: the events' models, the outbox, and publishing.

The only importer of boto3, and only when something is published: it costs more to import than the rest together.
"""

import json
import logging
import os
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from ledger import db
from ledger.db import Budget, Origin, Row, Transaction
from ledger.models import ExternalId, Id, NotNegative, OwnerId, SignedAmount, Text, Timestamp

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

type TenantId = Annotated[str, Field(min_length=1, max_length=128)]


class Event(BaseModel):
    """The detail of an event. Who reads one passes over what a later version may add."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    TYPE: ClassVar[str]
    tenant_id: TenantId


class Published(Event):
    """One of ours. event_id: the same at every delivery, whatever the bus calls it. version: of its fields' meaning.

    AT_ONCE: the invocation publishes it right after its commit; others wait for the relay.
    """

    AT_ONCE: ClassVar[bool] = False

    event_id: Id
    version: Literal[1] = 1

    def as_row(self) -> dict[str, Any]:
        """As the SQL functions put it into the outbox. relay: it is the relay's from the start."""
        return {
            "event_id": str(self.event_id),
            "type": self.TYPE,
            "detail": self.model_dump(mode="json"),
            "relay": not self.AT_ONCE,
        }


class CashOutRecorded(Published):
    """A bet was cashed out. Amounts are decimals of the currency; profit_loss is the customer's view."""

    TYPE = "CashOutRecorded"
    AT_ONCE = True

    agent_id: str
    user_id: Id
    bet_id: Id
    stake: NotNegative
    cash_out_amount: NotNegative
    profit_loss: SignedAmount
    currency: str
    is_auto_cash_out: bool
    cash_out_trigger_reason: str | None
    settled_at: Timestamp


class TopupInvoiced(Published):
    """An invoice was issued: for a top-up, and likewise for another purpose, which has no request. amount: a decimal of
    the currency."""

    TYPE = "TopupInvoiced"

    invoice_id: Id
    request_id: Id | None
    number: str
    purpose: Literal["topup", "usage", "subscription"]
    amount: NotNegative
    currency: str
    due_at: Timestamp


class TopupCompleted(Published):
    """A top-up was paid and credited. Amounts are decimals of the currency; balance: what the wallet holds after it."""

    TYPE = "TopupCompleted"

    request_id: Id
    invoice_id: Id
    payment_id: Id
    transaction_id: Id
    number: str
    amount: NotNegative
    balance: SignedAmount
    currency: str


class LowBalance(Published):
    """A prepaid wallet fell to the threshold or below it. transaction_id: the movement that lowered it."""

    TYPE = "LowBalance"

    wallet_id: Id
    transaction_id: Id
    balance: SignedAmount
    threshold: NotNegative
    currency: str


class CashOutTriggered(Event):
    """A trading system's offer was taken automatically (source `trading`)."""

    TYPE = "CashOutTriggered"

    bet_id: Id
    cash_out_amount: NotNegative
    trigger_reason: Annotated[Text, Field(max_length=128)]


class RegistrationConfirmed(Event):
    """Somebody takes part in a tournament (source `tournaments`). owner_ids: of a team, everybody's."""

    TYPE = "RegistrationConfirmed"

    tournament_id: ExternalId
    registration_id: ExternalId
    owner_ids: list[OwnerId]


class Placement(BaseModel):
    """Where a registration ended. placement: from 1; several share one in a tie."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    registration_id: ExternalId
    placement: Annotated[int, Field(strict=True, ge=1)]
    owner_ids: list[OwnerId]


class TournamentCompleted(Event):
    """A tournament has ended (source `tournaments`). placements: of a large one some, and others in other events."""

    TYPE = "TournamentCompleted"

    tournament_id: ExternalId
    placements: list[Placement]


class TournamentCancelled(Event):
    """A tournament does not take place (source `tournaments`): its entry fees are given back."""

    TYPE = "TournamentCancelled"

    tournament_id: ExternalId


class ReconciliationRequested(Published):
    """Somebody asked for a reconciliation; it goes over every tenant, and tenant_id is of whoever asked."""

    TYPE = "ReconciliationRequested"
    AT_ONCE = True

    run_id: Id
    dry_run: bool
    full: bool


class DriftDetected(Published):
    """A reconciliation found what is wrong in a tenant. drifted: wallets whose cached balance was not the sum of their
    entries; corrected: of these; findings: what a human has to judge. The run names them.
    """

    TYPE = "DriftDetected"

    run_id: Id
    drifted: int
    corrected: int
    findings: int
    detected_at: Timestamp


def emit(tx: Transaction, events: Sequence[Published]) -> None:
    """Write events that go with no posting. They are published after the commit, by this invocation or by the relay."""
    tx.send("select emit(%s, %s::jsonb)", (tx.tenant_id, json.dumps([event.as_row() for event in events])))
    tx.emitted.extend(event for event in events if event.AT_ONCE)


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
    return db.read(lambda tx: tx.rows(query, params), origin, budget)


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
