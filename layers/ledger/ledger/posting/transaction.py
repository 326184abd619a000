"""The one doorway to the SQL function that posts movements."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from ledger.core.ids import entry_id
from ledger.core.money import Money
from ledger.storage.session import Transaction

if TYPE_CHECKING:  # only what posts an event pays for the import of its models
    from ledger.messaging.events import Published

type OwnerKind = Literal["person", "tenant", "agent", "house", "treasury", "bank"]
GUARDED: Final = frozenset({"person", "tenant"})
"""The kinds of owners whose wallets have a floor, a cached balance and a lock."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose wallet. currency: none for a customer's own, and for the legs beside it the same.

    keeper: the agent who has to keep this customer; the posting is refused where it is another.
    """

    kind: OwnerKind
    owner_id: str
    currency: str | None = None
    keeper: str | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """What one wallet gains, or with a negative amount loses. overdraft: once below the floor, if it is PostUp."""

    owner: Owner
    amount: Decimal
    overdraft: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """Two or more legs of one currency that sum to zero, and what is kept of them.

    corrects: the transaction that this one takes back.
    """

    kind: str
    legs: Sequence[Leg]
    description: str | None = None
    external_reference: str | None = None
    idempotency_key: str | None = None
    meta: Mapping[str, Any] | None = None
    corrects: UUID | None = None
    events: "Sequence[Published]" = ()


@dataclass(frozen=True, slots=True)
class PostedLeg:
    """What came of a leg: amounts in minor units, as the SQL function answers them, and made of them what is asked for.

    number: the leg's in its transaction. Balances are none for an open wallet, which has no cached one.
    """

    transaction_id: UUID
    number: int
    wallet: str
    currency: str
    moved: int
    after: int | None
    credit_limit: int | None

    @property
    def entry_id(self) -> UUID:
        return entry_id(self.transaction_id, self.number)

    @property
    def wallet_id(self) -> UUID:
        return UUID(self.wallet)

    @property
    def amount(self) -> Money:
        return Money(self.moved, self.currency)

    @property
    def balance_before(self) -> Money | None:
        return None if self.after is None else Money(self.after - self.moved, self.currency)

    @property
    def balance_after(self) -> Money | None:
        return None if self.after is None else Money(self.after, self.currency)

    @property
    def available(self) -> Money | None:
        """What can still be debited without an override."""
        if self.after is None or self.credit_limit is None:
            return None
        return Money(max(self.after + self.credit_limit, 0), self.currency)


@dataclass(frozen=True, slots=True)
class Posted:
    """A movement that stands in the ledger, its legs in the order in which they were given."""

    transaction_id: UUID
    posted_at: datetime
    is_override: bool
    legs: list[PostedLeg]


_POST: Final = """
    select post(%s, %s, %s, %s::jsonb,
                %s::int[], %s::text[], %s::text[], %s::text[], %s::numeric[], %s::text[], %s::bool[])
"""


def post(tx: Transaction, movements: Sequence[Movement]) -> list[Posted]:
    """Move amounts, once, or not at all: every movement of a database transaction belongs into one call.

    Raises InsufficientFunds, InsufficientCredit, WalletFrozen, NotYourCustomer, CustomerNotFound, InvalidAmount,
    BalanceOutOfRange.
    """
    given = [(number, leg) for number, movement in enumerate(movements, 1) for leg in movement.legs]
    guarded = [(number, _place(leg.owner)) for number, leg in given if leg.owner.kind in GUARDED]
    if len(set(guarded)) < len(guarded):
        raise ValueError("a movement names a guarded wallet twice")
    order = sorted(range(len(given)), key=lambda place: _place(given[place][1].owner))
    legs = [given[place] for place in order]
    answer = tx.value(
        _POST,
        (
            tx.tenant_id,
            tx.origin.principal,
            tx.origin.request_id,
            json.dumps([_written(movement) for movement in movements]),
            [number for number, _ in legs],
            [leg.owner.kind for _, leg in legs],
            [leg.owner.owner_id for _, leg in legs],
            [leg.owner.currency for _, leg in legs],
            [leg.amount for _, leg in legs],
            [leg.owner.keeper for _, leg in legs],
            [leg.overdraft for _, leg in legs],
        ),
    )
    tx.postings += len(movements)
    tx.emitted.extend(event for movement in movements for event in movement.events if event.AT_ONCE)
    transactions = [UUID(transaction_id) for transaction_id in answer["transactions"]]
    came = {
        place: PostedLeg(transactions[number - 1], leg, *answered)
        for leg, (place, (number, _), answered) in enumerate(zip(order, legs, answer["legs"], strict=True), 1)
    }
    posted_at = datetime.fromisoformat(answer["posted_at"])
    places = iter(range(len(given)))
    return [
        Posted(
            transaction_id,
            posted_at,
            is_override=number in answer["overridden"],
            legs=[came[next(places)] for _ in movement.legs],
        )
        for number, (transaction_id, movement) in enumerate(zip(transactions, movements, strict=True), 1)
    ]


def _place(owner: Owner) -> tuple[bool, str, str, str]:
    """Where in the order of locks its wallet stands; open ones come after all locks."""
    return owner.kind not in GUARDED, owner.kind, owner.owner_id, owner.currency or ""


def _written(movement: Movement) -> dict[str, Any]:
    """As the SQL function takes it; what is absent is left out."""
    fields = {
        "kind": movement.kind,
        "description": movement.description,
        "external_reference": movement.external_reference,
        "idempotency_key": movement.idempotency_key,
        "meta": None if movement.meta is None else json.dumps(movement.meta, ensure_ascii=False),
        "corrects": None if movement.corrects is None else str(movement.corrects),
        "events": [event.as_row() for event in movement.events] or None,
    }
    return {name: value for name, value in fields.items() if value is not None}
