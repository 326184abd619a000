"""Holds as requests ask for them and answers show them."""

from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ledger.core import accounts
from ledger.core.accounts import WalletOwner
from ledger.core.lists import CursorPage
from ledger.core.models import (
    Amount,
    Answer,
    CurrencyCode,
    Instant,
    Meta,
    MoneyText,
    OfTenant,
    OwnerId,
    Request,
    Timestamp,
)
from ledger.core.money import Money
from ledger.core.text import Reference
from ledger.storage.sessions import Row
from ledger.wallets.reasons import ENTRY_FEE, ReasonWord

HoldStatus = Literal["pending", "captured", "released", "expired"]
_DAY_S: Final = 24 * 3600
TREASURY: Final = ("treasury", "")
FEES_GO_TO_THE_TREASURY: Final = "An entry fee goes to the treasury, which refunds it if the tournament is cancelled."


class Destination(WalletOwner):
    """Who gets what is captured: a person (owner_id) or an account (house, treasury or bank, also with a name)."""


class HoldCreate(Request):
    """A new hold on a person's wallet. amount: in the currency, greater than zero. to: who gets what is captured;
    absent: each capture says it.

    expires_at, expires_in: when the hold ends by itself, or in how many seconds; a minute to 30 days from now, and
    seven days if neither is given.

    reason: the transaction of a capture has it as its kind if it is one of a wallet's, as entry_fee_debit is, and is a
    hold_capture otherwise.
    """

    owner_id: OwnerId
    currency: CurrencyCode
    amount: Amount
    to: Destination | None = None
    expires_at: Instant | None = None
    expires_in: Annotated[int, Field(ge=60, le=30 * _DAY_S)] | None = None
    reason: ReasonWord
    external_reference: Reference | None = None
    meta: Meta | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.expires_at is not None and self.expires_in is not None:
            raise PydanticCustomError("expires_in", "Name expires_at or expires_in, not both.")
        if self.to is not None and self.to.owner == ("person", self.owner_id):
            raise PydanticCustomError("to", "A hold is captured for another owner.")
        if self.reason == ENTRY_FEE and self.to is not None and self.to.owner != TREASURY:
            raise PydanticCustomError("to", FEES_GO_TO_THE_TREASURY)
        return self

    @property
    def lasts_s(self) -> int | None:
        """In how many seconds the hold expires; None: at expires_at."""
        return None if self.expires_at is not None else self.expires_in or 7 * _DAY_S


class HoldCapture(Request):
    """amount: at most what is left of the hold; absent: all of it. to: who gets it; absent: whom the hold names, or the
    treasury. final: the hold ends, and what is left of it is available again. allow_frozen: take it from a frozen
    wallet too. meta: of the transaction; absent: the hold's."""

    amount: Amount | None = None
    to: Destination | None = None
    final: bool = True
    allow_frozen: bool = False
    meta: Meta | None = None


class ListQuery(CursorPage, OfTenant):
    """owner_id, currency, status: only holds of this person, in this currency, with this status."""

    owner_id: OwnerId | None = None
    currency: CurrencyCode | None = None
    status: HoldStatus | None = None


class HoldDestination(Answer):
    """Who gets what is captured: a person or an account; the other one is null."""

    owner_id: str | None
    account: str | None


class Hold(Answer):
    """An amount of a person's wallet that is reserved.

    captured: what was captured of it. remaining: what can still be captured; zero after the end. to: who gets it; null
    if each capture says it. ended_at: when it was captured at last, released, or expired.
    """

    hold_id: UUID
    status: HoldStatus
    owner_id: str
    wallet_id: UUID
    currency: str
    amount: MoneyText
    captured: MoneyText
    remaining: MoneyText
    to: HoldDestination | None
    reason: str
    external_reference: str | None
    meta: dict[str, Any] | None
    expires_at: Timestamp
    created_at: Timestamp
    created_by: str
    ended_at: Timestamp | None
    idempotency_key: str | None

    @classmethod
    def of(cls, row: Row, **more: Any) -> Self:
        """From a row of `holds` or `hold_details`."""
        left = row["amount"] - row["captured"] if row["status"] == "pending" else 0
        amounts = {"amount": row["amount"], "captured": row["captured"], "remaining": left}
        values = row | {name: Money(minor, row["currency"]) for name, minor in amounts.items()}
        return cls(**{**values, "to": destination(row["to_kind"], row["to_owner"]), **more})


class PlacedHold(Hold):
    """A hold after its creation or release. available_after: what the wallet has available then."""

    available_after: MoneyText


class Capture(Answer):
    """A transaction that captured something of a hold."""

    transaction_id: UUID
    amount: MoneyText


class HoldDetails(Hold):
    """A hold with its captures, in their order."""

    captures: list[Capture]


class CapturedHold(PlacedHold):
    """A hold after a capture. transaction_id, capture_amount: of this capture. balance_after: of the wallet.
    held_after: what is still held of it."""

    transaction_id: UUID
    capture_amount: MoneyText
    balance_after: MoneyText
    held_after: MoneyText


class Holds(Answer):
    """A page of holds, newest first. next_cursor: of the next page, for a day; null if there is none."""

    items: list[Hold]
    next_cursor: str | None


def destination(kind: str | None, owner_id: str | None) -> HoldDestination | None:
    """None if the kind or the id is."""
    if kind is None or owner_id is None:
        return None
    is_person = kind == "person"
    return HoldDestination(
        owner_id=owner_id if is_person else None, account=None if is_person else accounts.name(kind, owner_id)
    )
