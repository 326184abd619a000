"""Build ledger transactions and post them. `post` is the only caller of the SQL function of that name."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from ledger.core.ids import entry_id
from ledger.core.money import Money
from ledger.posting.kinds import KindName
from ledger.storage.sessions import Session

if TYPE_CHECKING:  # the event models are slow to import, and most functions need none
    from ledger.messaging.events import Published

type OwnerKind = Literal["person", "tenant", "agent", "house", "treasury", "bank"]
GUARDED: Final = frozenset({"person", "tenant"})
"""The kinds of owners whose wallets have a floor, a cached balance and a lock."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Identifies a wallet.

    currency: None for the customer's own currency; in a transaction with such a customer, None on the other entries
    means the same currency.
    required_agent: the posting is refused unless the wallet belongs to a customer of this agent.
    """

    kind: OwnerKind
    owner_id: str
    currency: str | None = None
    required_agent: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A signed amount for one wallet, in units of its currency.

    overdraft: a PostUp wallet may go below its floor this once.
    """

    owner: Owner
    amount: Decimal
    overdraft: bool = False


@dataclass(frozen=True, slots=True)
class Transaction:
    """Two or more entries in one currency that sum to zero, with the texts that are stored with them.

    corrects: the id of the transaction that this one corrects.
    """

    kind: KindName
    entries: Sequence[Entry]
    description: str | None = None
    external_reference: str | None = None
    idempotency_key: str | None = None
    meta: Mapping[str, Any] | None = None
    corrects: UUID | None = None
    events: "Sequence[Published]" = ()


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """An entry as the SQL function returned it. Amounts are in minor units; Money is built on access.

    number: the position of the entry in its transaction, from 1.
    balance_minor, credit_limit_minor: None for an open wallet, which has no cached balance.
    """

    transaction_id: UUID
    number: int
    wallet: str
    currency: str
    amount_minor: int
    balance_minor: int | None
    credit_limit_minor: int | None

    @property
    def entry_id(self) -> UUID:
        return entry_id(self.transaction_id, self.number)

    @property
    def wallet_id(self) -> UUID:
        return UUID(self.wallet)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def balance_before(self) -> Money | None:
        return None if self.balance_minor is None else Money(self.balance_minor - self.amount_minor, self.currency)

    @property
    def balance_after(self) -> Money | None:
        return None if self.balance_minor is None else Money(self.balance_minor, self.currency)

    @property
    def available(self) -> Money | None:
        """How much can still be debited without an override."""
        if self.balance_minor is None or self.credit_limit_minor is None:
            return None
        return Money(max(self.balance_minor + self.credit_limit_minor, 0), self.currency)


@dataclass(frozen=True, slots=True)
class PostedTransaction:
    """A transaction in the ledger. Its entries are in the order of the request."""

    transaction_id: UUID
    posted_at: datetime
    is_override: bool
    entries: list[PostedEntry]


_POST: Final = """
    select post(%s, %s, %s::jsonb,
                %s::int[], %s::text[], %s::text[], %s::text[], %s::numeric[], %s::text[], %s::bool[], %s)
"""

clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731  (tests replace it)


def post(session: Session, transactions: Sequence[Transaction]) -> list[PostedTransaction]:
    """Post transactions: all of them or none.

    Call it once per database transaction: two calls would lock wallets in two orders and could deadlock.

    Raises InsufficientFunds, InsufficientCredit, WalletFrozen, NotYourCustomer, CustomerNotFound, InvalidAmount,
    BalanceOutOfRange, ClockAhead, AgentLimitExceeded.
    """
    requested = [(number, entry) for number, transaction in enumerate(transactions, 1) for entry in transaction.entries]
    guarded = [(number, _lock_key(entry.owner)) for number, entry in requested if entry.owner.kind in GUARDED]
    if len(set(guarded)) < len(guarded):
        raise ValueError("a transaction names a guarded wallet twice")
    lock_order = sorted(range(len(requested)), key=lambda index: _lock_key(requested[index][1].owner))
    entries = [requested[index] for index in lock_order]
    answer = session.value(
        _POST,
        (
            session.tenant_id,
            session.origin.request_id,
            json.dumps([_as_json(transaction) for transaction in transactions]),
            [number for number, _ in entries],
            [entry.owner.kind for _, entry in entries],
            [entry.owner.owner_id for _, entry in entries],
            [entry.owner.currency for _, entry in entries],
            [entry.amount for _, entry in entries],
            [entry.owner.required_agent for _, entry in entries],
            [entry.overdraft for _, entry in entries],
            clock(),
        ),
    )
    session.postings += len(transactions)
    session.emitted.extend(
        event for transaction in transactions for event in transaction.events if event.is_published_at_commit
    )
    transaction_ids = [UUID(transaction_id) for transaction_id in answer["transactions"]]
    posted = {
        index: PostedEntry(transaction_ids[number - 1], position, *values)
        for position, (index, (number, _), values) in enumerate(
            zip(lock_order, entries, answer["entries"], strict=True), 1
        )
    }
    posted_at = datetime.fromisoformat(answer["posted_at"])
    indexes = iter(range(len(requested)))
    return [
        PostedTransaction(
            transaction_id,
            posted_at,
            is_override=number in answer["overridden"],
            entries=[posted[next(indexes)] for _ in transaction.entries],
        )
        for number, (transaction_id, transaction) in enumerate(zip(transaction_ids, transactions, strict=True), 1)
    ]


def _lock_key(owner: Owner) -> tuple[bool, str, str, str]:
    """The sort key of the lock order: guarded wallets first, then open ones, which are not locked."""
    return owner.kind not in GUARDED, owner.kind, owner.owner_id, owner.currency or ""


def _as_json(transaction: Transaction) -> dict[str, Any]:
    """The transaction as the SQL function takes it, without members that are None."""
    fields = {
        "kind": transaction.kind,
        "description": transaction.description,
        "external_reference": transaction.external_reference,
        "idempotency_key": transaction.idempotency_key,
        "meta": None if transaction.meta is None else json.dumps(transaction.meta, ensure_ascii=False),
        "corrects": None if transaction.corrects is None else str(transaction.corrects),
        "events": [event.as_row() for event in transaction.events] or None,
    }
    return {name: value for name, value in fields.items() if value is not None}
