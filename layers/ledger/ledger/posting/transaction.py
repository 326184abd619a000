"""Build ledger transactions and post them. Only `post` and `post_once` call the SQL functions of these names."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from ledger.core.models import meta_text
from ledger.posting.models import GUARDED, Entry, PostedEntry, PostedTransaction, Transaction, lock_key
from ledger.posting.plans import Plan, PlanningSession
from ledger.storage import sessions
from ledger.storage.sessions import Session

if TYPE_CHECKING:  # the event models are slow to import, and most functions need none
    from ledger.messaging.events import Published

_POST: Final = "select post(%s, %s, %s::jsonb, %s::posting_entry[], %s, %s::captured_hold[])"

clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731  (tests replace it)


def post(session: Session, transactions: Sequence[Transaction]) -> list[PostedTransaction]:
    """Post transactions: all of them or none.

    Call it once per database transaction: two calls would lock wallets in two orders and could deadlock.

    Raises InsufficientFunds, InsufficientCredit, WalletFrozen, NotYourCustomer, CustomerNotFound, InvalidAmount,
    BalanceOutOfRange, ClockAhead, EffectiveTimeAhead, AgentLimitExceeded, HoldExpired.
    """
    if isinstance(session, PlanningSession):
        session.postings += len(transactions)
        session.emitted.extend(_published_at_commit(transactions))
        return session.post(transactions)
    requested = [(number, entry) for number, transaction in enumerate(transactions, 1) for entry in transaction.entries]
    guarded = [(number, lock_key(entry.owner)) for number, entry in requested if entry.owner.kind in GUARDED]
    if len(set(guarded)) < len(guarded):
        raise ValueError("a transaction names a guarded wallet twice")
    lock_order = sorted(range(len(requested)), key=lambda index: lock_key(requested[index][1].owner))
    entries = [requested[index] for index in lock_order]
    answer = session.value(
        _POST,
        (
            session.tenant_id,
            session.origin.request_id,
            json.dumps([_as_json(transaction) for transaction in transactions]),
            [_as_row(number, entry) for number, entry in entries],
            clock(),
            _captures(transactions),
        ),
    )
    session.postings += len(transactions)
    session.emitted.extend(_published_at_commit(transactions))
    transaction_ids = [UUID(transaction_id) for transaction_id in answer["transactions"]]
    posted = {
        index: PostedEntry(transaction_ids[number - 1], position, *[*values, held])
        for position, (index, (number, _), values, held) in enumerate(
            zip(lock_order, entries, answer["entries"], answer["held"], strict=True), 1
        )
    }
    posted_at = datetime.fromisoformat(answer["posted_at"])
    indexes = iter(range(len(requested)))
    return [
        PostedTransaction(
            transaction_id,
            posted_at,
            is_override=number in answer["overridden"],
            effective_at=min(transaction.effective_at or posted_at, posted_at),
            entries=[posted[next(indexes)] for _ in transaction.entries],
        )
        for number, (transaction_id, transaction) in enumerate(zip(transaction_ids, transactions, strict=True), 1)
    ]


def post_once(
    plan: Plan[Any],
    origin: sessions.Origin,
    budget: sessions.Budget,
    *,
    key: str,
    hashed: bytes,
    status: int,
    answer: str,
) -> tuple[str, int | None]:
    """Execute a planned write in one round trip: claim the key, post, and store the answer.

    hashed: of operation and canonical payload. status, answer: of the plan's result, with unknown values.

    Returns the answer, and if it was stored before this call, its status.

    Raises NotInOneCall and any Refusal, for which the caller executes the write without a plan; IdempotencyConflict;
    and as sessions.write().
    """
    request = (
        *(origin.tenant_id, origin.principal, origin.owner_id, key, hashed, status, plan.template(answer)),
        *(origin.request_id, clock()),
    )
    arguments: list[tuple[str, object]] = [("%s::keyed_request", request)]
    if plan.transaction is not None:
        arguments.append(("%s::two_entry_transaction", _as_two_entries(plan.transaction, plan.entries)))
    arguments += [("%s", argument) for argument in plan.call.arguments]
    places, parameters = zip(*arguments, strict=True)
    row = sessions.execute(f"select {plan.call.function}({', '.join(places)})", parameters, budget)
    ((text, *stored),) = row.values()
    return text, int(stored[0]) if stored else None


def _as_two_entries(transaction: Transaction, entries: tuple[Entry, ...]) -> tuple[object, ...]:
    """A `two_entry_transaction`. entries: in lock order."""
    first, second = entries
    event = transaction.events[0] if transaction.events else None
    return (
        *(transaction.kind, transaction.description, transaction.external_reference),
        *(transaction.idempotency_key, meta_text(transaction.meta)),
        *((event.event_id, event.TYPE, json.dumps(event.as_row()["detail"])) if event else (None, None, None)),
        *(first.owner.kind, first.owner.owner_id, first.owner.required_agent),
        *(second.owner.kind, second.owner.owner_id, second.owner.required_agent),
        *(first.owner.currency, first.amount, transaction.own_reason),
    )


def _published_at_commit(transactions: Sequence[Transaction]) -> "list[Published]":
    return [event for transaction in transactions for event in transaction.events if event.is_published_at_commit]


def _as_row(number: int, entry: Entry) -> tuple[object, ...]:
    """A `posting_entry`. The driver sends a list of them as one text, without asking the server for the type."""
    owner = entry.owner
    return number, owner.kind, owner.owner_id, owner.currency, entry.amount, owner.required_agent, entry.overdraft


def _captures(transactions: Sequence[Transaction]) -> list[tuple[object, ...] | None] | None:
    """For each transaction a `captured_hold` or None; None if there is none at all."""
    captures: list[tuple[object, ...] | None] = [
        (one.captured.minor, one.captured.until, one.captured.despite_freeze) if one.captured else None
        for one in transactions
    ]
    return captures if any(captures) else None


def _as_json(transaction: Transaction) -> dict[str, Any]:
    """The transaction as the SQL function takes it, without members that are None."""
    fields = {
        "kind": transaction.kind,
        "reason": transaction.own_reason,
        "description": transaction.description,
        "external_reference": transaction.external_reference,
        "idempotency_key": transaction.idempotency_key,
        "meta": meta_text(transaction.meta),
        "effective_at": None if transaction.effective_at is None else transaction.effective_at.isoformat(),
        "corrects": None if transaction.corrects is None else str(transaction.corrects),
        "events": [event.as_row() for event in transaction.events] or None,
    }
    return {name: value for name, value in fields.items() if value is not None}
