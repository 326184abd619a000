"""What is posted, and what was posted: wallets' owners, entries and transactions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from ledger.core.accounts import OwnerKind as OwnerKind  # noqa: PLC0414
from ledger.core.ids import entry_id
from ledger.core.money import Money
from ledger.posting.kinds import KindName

if TYPE_CHECKING:  # the event models are slow to import, and most functions need none
    from ledger.messaging.events import Published

GUARDED: Final = frozenset({"person", "tenant"})
"""The kinds of owners whose wallets have a floor, a cached balance and a lock."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Identifies a wallet.

    currency: None for the customer's own currency, or else for that of the transaction's other entries.
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
class Captured:
    """What a transaction takes of a hold, whose lock the caller has. Its entry with a negative amount is the wallet's.

    minor: how much of the wallet is no longer held afterwards, in minor units. The entry may be as much, whatever the
    wallet's floor has become. until: when the hold expires. despite_freeze: a frozen wallet takes the entry.
    """

    minor: int
    until: datetime
    despite_freeze: bool = False


@dataclass(frozen=True, slots=True)
class Transaction:
    """Two or more entries that sum to zero in each currency, with the texts that are stored with them.

    reason: the word for which it was requested; None: its kind. effective_at: when it happened, if that is
    before now. corrects: the id of the transaction that this one corrects.
    """

    kind: KindName
    entries: Sequence[Entry]
    reason: str | None = None
    description: str | None = None
    external_reference: str | None = None
    idempotency_key: str | None = None
    meta: Mapping[str, Any] | None = None
    effective_at: datetime | None = None
    corrects: UUID | None = None
    events: "Sequence[Published]" = ()
    captured: Captured | None = None

    @property
    def own_reason(self) -> str | None:
        """The reason, if it is not the kind."""
        return None if self.reason == self.kind else self.reason


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """An entry as the SQL function returned it. Amounts are in minor units; Money is built on access.

    number: the position of the entry in its transaction, from 1.
    balance_minor: None for an open wallet, which has no cached balance.
    margin_minor: what can be debited beyond the balance: the credit limit less what is held. None for an open wallet.
    held_minor: what is held of the wallet afterwards. None for an open wallet.
    """

    transaction_id: UUID
    number: int
    wallet: str
    currency: str
    amount_minor: int
    balance_minor: int | None
    margin_minor: int | None
    held_minor: int | None

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
    def held(self) -> Money | None:
        return None if self.held_minor is None else Money(self.held_minor, self.currency)

    @property
    def available(self) -> Money | None:
        """How much can still be debited without an override."""
        if self.balance_minor is None or self.margin_minor is None:
            return None
        return Money(max(self.balance_minor + self.margin_minor, 0), self.currency)


@dataclass(frozen=True, slots=True)
class PostedTransaction:
    """A transaction in the ledger. Its entries are in the order of the request. effective_at: when it happened."""

    transaction_id: UUID
    posted_at: datetime
    is_override: bool
    effective_at: datetime
    entries: list[PostedEntry]


def lock_key(owner: Owner) -> tuple[bool, str, str, str]:
    """The sort key of the lock order: guarded wallets first, then open ones, which are not locked."""
    return owner.kind not in GUARDED, owner.kind, owner.owner_id, owner.currency or ""
