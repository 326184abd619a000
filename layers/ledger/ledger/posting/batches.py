"""Post the operations of a batch in one call of the database: all of them or none, or each for itself."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.core import errors
from ledger.core.errors import Refusal
from ledger.core.models import meta_text
from ledger.posting import transaction as posting
from ledger.posting.models import Entry, Transaction, lock_key
from ledger.posting.plans import PLACES_IN_BATCH, BatchPlanningSession, HoldChange, with_places
from ledger.storage import sessions
from ledger.storage.failures import NotPlanned, hint

_POST_BATCH: Final = """
    select * from post_batch(%s, %s, %s, %s, %s, %s, %s, %s, %s::json, %s::json, %s::int[], %s::int[], %s::numeric[])"""


@dataclass(frozen=True, slots=True)
class BatchOperation:
    """An operation of a batch.

    key, hashed: of the operation alone; None: it has no key. status, answer, transaction, entries, change: as it was
    planned, with entries in lock order. Without an answer it is refused, unless its key has one.
    """

    key: str | None
    hashed: bytes
    status: int = 0
    answer: str = ""
    transaction: Transaction | None = None
    entries: Sequence[Entry] = field(default=())
    change: HoldChange | None = None

    @classmethod
    def planned(
        cls, key: str, hashed: bytes, status: int, answer: str, session: BatchPlanningSession
    ) -> "BatchOperation":
        """answer: that the work built with this session."""
        return cls(key, hashed, status, answer, session.transaction, session.entries, session.change)


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """How an operation ended: with an answer, with a refusal, or with neither, if it was planned without an answer.

    status: of an answer that was stored before this call.
    """

    answer: str | None
    status: int | None = None
    refusal: Refusal | None = None


class OperationRefused(Exception):
    """An operation refuses an atomic batch. index: its place, from 0. refusal: None if it has no answer."""

    def __init__(self, index: int, refusal: Refusal | None) -> None:
        super().__init__(index)
        self.index = index
        self.refusal = refusal


def post_batch(
    operations: Sequence[BatchOperation],
    origin: sessions.Origin,
    budget: sessions.Budget,
    *,
    is_atomic: bool,
    hashed: bytes,
) -> list[BatchOutcome]:
    """Execute the operations in one round trip, each once for its key.

    origin: its key is the batch's own, which no operation has. hashed: of the whole batch.

    Raises OperationRefused if the batch is atomic, IdempotencyConflict for its own key, and as sessions.write().
    """
    entries = [
        (number, lock_key(entry.owner), entry.amount)
        for number, operation in enumerate(operations, 1)
        for entry in operation.entries
    ]
    wallets = sorted({key for _, key, _ in entries})
    numbers = {key: number for number, key in enumerate(wallets, 1)}
    try:
        row = sessions.execute(
            _POST_BATCH,
            (
                *(origin.tenant_id, origin.principal, origin.owner_id, origin.request_id, posting.clock(), is_atomic),
                *(origin.key, hashed if origin.key else None),
                json.dumps([key[1:] for key in wallets]),
                json.dumps([_as_json(operation) for operation in operations]),
                _array(number for number, _, _ in entries),
                _array(numbers[key] for _, key, _ in entries),
                _array(amount for _, _, amount in entries),
            ),
            budget,
        )
    except (Refusal, NotPlanned) as error:
        index = hint(error)
        if index is None:
            raise
        raise OperationRefused(int(index), error if isinstance(error, Refusal) else None) from error
    return [
        BatchOutcome(answer, None if status is None else int(status), _refusal(state, facts))
        for answer, status, state, facts in zip(
            row["answers"], row["statuses"], row["refusals"], row["facts"], strict=True
        )
    ]


def _array(numbers: Iterable[object]) -> str:
    """An array of numbers as Postgres reads it. The driver takes several times as long."""
    return f"{{{','.join(map(str, numbers))}}}"


def _as_json(operation: BatchOperation) -> dict[str, Any]:
    """The operation as the SQL function takes it, without members that are None."""
    fields: dict[str, Any] = {"key": operation.key, "hash": operation.hashed.hex()}
    transaction, change, entries = operation.transaction, operation.change, len(operation.entries)
    if operation.answer:
        places = PLACES_IN_BATCH[entries]
        if change is not None:
            places = places | {text: f"%{place}$s" for place, text in enumerate(change.texts, 5 * entries + 5)}
        fields |= {"status": operation.status, "template": with_places(operation.answer, places)}
    if change is not None:
        fields |= {
            "hold": _change_as_json(change),
            "reason": change.reason,
            "external_reference": change.external_reference,
            "meta": change.meta,
        }
    if transaction is not None:
        fields |= {
            "kind": transaction.kind,
            "reason": transaction.own_reason,
            "description": transaction.description,
            "external_reference": transaction.external_reference,
            "meta": meta_text(transaction.meta),
            "effective_at": transaction.effective_at.isoformat() if transaction.effective_at else None,
        }
    return {name: value for name, value in fields.items() if value is not None}


def _change_as_json(change: HoldChange) -> dict[str, Any]:
    to_kind, to_owner = change.to or (None, None)
    fields = {
        "action": change.action,
        "hold_id": str(change.hold_id),
        "to_kind": to_kind,
        "to_owner": to_owner,
        "expires_at": change.expires_at.isoformat() if change.expires_at else None,
        "expires_in": change.expires_in,
        "amount": None if change.amount is None else str(change.amount),
        "is_final": change.is_final,
        "despite_freeze": change.despite_freeze,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _refusal(state: str | None, facts: str | None) -> Refusal | None:
    return None if state is None else errors.BY_SQLSTATE[state].from_database(json.loads(facts or "{}"))
