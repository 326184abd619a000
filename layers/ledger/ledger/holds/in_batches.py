"""Plan what an operation of a batch does with a hold (sql/functions/holds/in_batches.sql)."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from ledger.core import errors
from ledger.core.models import format_time, meta_text
from ledger.core.money import Money
from ledger.holds.models import CapturedHold, HoldCapture, HoldCreate, PlacedHold, destination
from ledger.posting import BatchPlanningSession, Entry, HoldChange, Owner, PostedTransaction, UnknownMoney
from ledger.storage.sessions import Row, Session

# The texts of unknown values are random, so that a caller cannot send one of them.
_STATUS, _CAPTURED, _REMAINING, _ENDED_AT, _AMOUNT, _REFERENCE, _META, _KEY = (secrets.token_hex(16) for _ in range(8))
_EXPIRES_AT: Final = datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=secrets.randbits(57))
_TEXTS: Final = (
    *(_STATUS, _CAPTURED, _REMAINING, f'"{_ENDED_AT}"', _AMOUNT, format_time(_EXPIRES_AT)),
    *(f'"{text}"' for text in (_REFERENCE, _META, _KEY)),
)
"""In the order of hold_values() in SQL."""
_UNKNOWN: Final[dict[str, Any]] = {
    "status": _STATUS,
    "captured": UnknownMoney(_CAPTURED),
    "remaining": UnknownMoney(_REMAINING),
    "external_reference": _REFERENCE,
    "meta": _META,
    "idempotency_key": _KEY,
    "ended_at": _ENDED_AT,
}
"""What only the database knows of a hold."""


class _PlannedHold(PlacedHold):
    """A hold with unknown values."""

    status: Any
    ended_at: Any
    meta: Any


class _PlannedCapture(CapturedHold):
    """A hold with unknown values after a capture."""

    status: Any
    ended_at: Any
    meta: Any


def named(session: Session, hold_ids: Sequence[UUID]) -> dict[UUID, Row]:
    """What never changes of some holds of the tenant, by their ids. octets: of the whole hold, as JSON."""
    rows = session.rows(
        """
        select h.hold_id, h.wallet_id, h.owner_id, h.currency, h.amount, h.to_kind, h.to_owner, h.reason, h.expires_at,
            h.created_at, h.created_by, octet_length(to_json(h)::text) as octets
        from holds h where h.tenant_id = %s and h.hold_id = any (%s)
        """,
        (session.tenant_id, list(hold_ids)),
    )
    return {row["hold_id"]: row for row in rows}


def create(session: BatchPlanningSession, hold_id: UUID, request: HoldCreate) -> PlacedHold:
    """Plan the creation of a hold. The database decides whether the amount is one of the currency."""
    change = HoldChange(
        action="hold",
        hold_id=hold_id,
        texts=_TEXTS,
        to=request.to.owner if request.to else None,
        expires_at=request.expires_at,
        expires_in=request.lasts_s,
        reason=request.reason,
        external_reference=request.external_reference,
        meta=meta_text(request.meta),
    )
    entry = Entry(Owner("person", request.owner_id, request.currency), -request.amount)
    created_at, wallet = session.change_hold(change, entry)
    new: dict[str, Any] = {
        "hold_id": hold_id,
        "owner_id": request.owner_id,
        "wallet_id": wallet.wallet_id,
        "currency": request.currency,
        "amount": UnknownMoney(_AMOUNT),
        "to": destination(*request.to.owner) if request.to else None,
        "reason": request.reason,
        "expires_at": _EXPIRES_AT,
        "created_at": created_at,
        "created_by": session.origin.principal,
        "available_after": wallet.available,
    }
    return _PlannedHold(**new, **_UNKNOWN)


def begin_capture(session: BatchPlanningSession, hold_id: UUID, request: HoldCapture) -> Row:
    """Plan a capture, whose transaction is to be posted next. Returns the hold as begin_capture() in SQL does, but that
    all of it may be captured, and without its texts, which the database adds.

    Raises HoldNotFound.
    """
    row = _named(session, hold_id)
    session.capture(
        HoldChange(
            action="capture",
            hold_id=hold_id,
            texts=_TEXTS,
            amount=request.amount,
            is_final=request.final,
            despite_freeze=request.allow_frozen,
        )
    )
    return row | {"reserved": row["amount"], "external_reference": None, "meta": None}


def captured(hold: Row, posted: PostedTransaction) -> CapturedHold:
    """The answer to a capture."""
    entry = posted.entries[0]
    new: dict[str, Any] = {
        "transaction_id": posted.transaction_id,
        "capture_amount": UnknownMoney(_AMOUNT),
        "balance_after": entry.balance_after,
        "held_after": entry.held,
        "available_after": entry.available,
    }
    return _PlannedCapture(**_known(hold), **_UNKNOWN, **new)


def release(session: BatchPlanningSession, hold_id: UUID) -> PlacedHold:
    """Plan the release of a hold. Raises HoldNotFound."""
    row = _named(session, hold_id)
    change = HoldChange(action="release", hold_id=hold_id, texts=_TEXTS)
    _, wallet = session.change_hold(change, Entry(Owner("person", row["owner_id"], row["currency"]), Decimal(0)))
    return _PlannedHold(**_known(row) | {"available_after": wallet.available}, **_UNKNOWN)


def _named(session: BatchPlanningSession, hold_id: UUID) -> Row:
    row = session.hold(hold_id)
    if row is None:
        raise errors.HoldNotFound
    return row


def _known(hold: Row) -> dict[str, Any]:
    """What is known of a hold before its change."""
    names = ("hold_id", "owner_id", "wallet_id", "currency", "reason", "expires_at", "created_at", "created_by")
    return {name: hold[name] for name in names} | {
        "amount": Money(hold["amount"], hold["currency"]),
        "to": destination(hold["to_kind"], hold["to_owner"]),
    }
