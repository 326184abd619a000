"""The one doorway to the SQL function that posts movements."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from ledger.db import Transaction
from ledger.money import Money

if TYPE_CHECKING:  # only what posts an event pays for the import of its models
    from ledger.events import Published

type OwnerKind = Literal["person", "tenant", "agent", "house", "treasury", "bank"]


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
    """What came of a leg. Balances are none for an open wallet, which has no cached one."""

    entry_id: UUID
    wallet_id: UUID
    amount: Money
    balance_before: Money | None
    balance_after: Money | None
    available: Money | None


@dataclass(frozen=True, slots=True)
class Posted:
    """A movement that stands in the ledger, its legs in the order in which they were given."""

    transaction_id: UUID
    posted_at: datetime
    is_override: bool
    legs: list[PostedLeg]


_POST: Final = """
    select movement, leg, transaction_id, entry_id(transaction_id, leg) as entry_id, posted_at, is_override, wallet_id,
           currency, amount, balance_after, available
    from post(%s, %s, %s, %s::jsonb,
              %s::int[], %s::text[], %s::text[], %s::text[], %s::numeric[], %s::text[], %s::bool[])
"""


def post(tx: Transaction, movements: Sequence[Movement]) -> list[Posted]:
    """Move amounts, once, or not at all: every movement of a database transaction belongs into one call.

    Raises InsufficientFunds, InsufficientCredit, WalletFrozen, NotYourCustomer, CustomerNotFound, InvalidAmount,
    BalanceOutOfRange.
    """
    legs = [(number, leg) for number, movement in enumerate(movements, 1) for leg in movement.legs]
    rows = tx.rows(
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
    posted: list[Posted] = []
    for row in rows:
        if row["movement"] > len(posted):
            posted.append(Posted(row["transaction_id"], row["posted_at"], row["is_override"], []))
        posted[-1].legs.append(_posted_leg(row))
    return posted


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


def _posted_leg(row: Mapping[str, Any]) -> PostedLeg:
    currency, amount, after = row["currency"], row["amount"], row["balance_after"]
    guarded = after is not None
    return PostedLeg(
        entry_id=row["entry_id"],
        wallet_id=row["wallet_id"],
        amount=Money(amount, currency),
        balance_before=Money(after - amount, currency) if guarded else None,
        balance_after=Money(after, currency) if guarded else None,
        available=Money(row["available"], currency) if guarded else None,
    )
