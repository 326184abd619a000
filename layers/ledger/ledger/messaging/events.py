"""Models of the events that the ledger publishes and of those that it consumes."""

from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from ledger.core.models import ExternalId, Id, MoneyText, NotNegative, OwnerId, SignedAmount, TenantId, Timestamp
from ledger.core.text import Text

PLATFORM: Final = "platform"
"""The tenant of an event that belongs to no tenant."""


class Event(BaseModel):
    """The detail of an event. Unknown fields are ignored, so that a later version may add some."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    TYPE: ClassVar[str]
    tenant_id: TenantId


class Published(Event):
    """An event that Purser publishes. event_id: the same at every delivery. version: of the schema."""

    is_published_at_commit: ClassVar[bool] = False
    """Whether the invocation publishes it right after its commit. Otherwise the relay does."""

    event_id: Id
    version: Literal[1] = 1

    def as_row(self) -> dict[str, Any]:
        """The event as the SQL function emit() takes it. relay: the relay publishes it."""
        return {
            "event_id": str(self.event_id),
            "type": self.TYPE,
            "detail": self.model_dump(mode="json"),
            "relay": not self.is_published_at_commit,
        }


class PostedEntry(BaseModel):
    """One entry of a transaction. owner_id: of a person; null for others, which account names: house, treasury, bank,
    agent:AGENT_ID, tenant:TENANT_ID. amount, balance_after: decimals of the currency. balance_after: null for an
    account that only sums up its entries."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    wallet_id: Id
    owner_id: str | None
    account: str | None
    currency: str
    amount: MoneyText
    balance_after: MoneyText | None


class TransactionPosted(Published):
    """A transaction was posted. event_id: the transaction's id. reason: the word for which it was requested; today its
    kind. meta: the object that the request had, if any. entries: at least two, which sum to zero in each currency.
    `PUT /api/v1/event-settings` turns them off for a tenant.
    """

    TYPE = "TransactionPosted"

    transaction_id: Id
    kind: str
    reason: str
    meta: dict[str, Any] | None
    entries: list[PostedEntry]
    posted_at: Timestamp


class BalanceCrossed(Published):
    """A balance crossed the bound of a monitor: a transaction took it below `below`, or above `above`, where it was not
    before. The other bound is null; so is owner_id or account, as in `TransactionPosted`. Amounts are decimals of the
    currency. transaction_id: of that transaction. balance: after it.
    """

    TYPE = "BalanceCrossed"

    monitor_id: str
    wallet_id: Id
    owner_id: str | None
    account: str | None
    currency: str
    below: MoneyText | None
    above: MoneyText | None
    balance: MoneyText
    transaction_id: Id
    posted_at: Timestamp


class HoldDestination(BaseModel):
    """Who gets what is captured of a hold: a person or an account; the other one is null."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    owner_id: str | None
    account: str | None


class HoldChanged(Published):
    """A hold was created, captured or released, or has expired. The event has the hold as that left it, so status is
    `pending` after a capture that does not end it. Amounts are decimals of the currency. remaining: what can still be
    captured. to: who gets it; null if each capture says it. reason, external_reference, meta: as the request had them.
    transaction_id, capture_amount: of the capture; null for other changes. changed_at: for an expiry, expires_at.

    Of two events of a hold, the later one has more captured, or is its end. `PUT /api/v1/event-settings` turns them off
    for a tenant.
    """

    TYPE = "HoldChanged"

    hold_id: Id
    status: Literal["pending", "captured", "released", "expired"]
    owner_id: str
    wallet_id: Id
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
    ended_at: Timestamp | None
    transaction_id: Id | None
    capture_amount: MoneyText | None
    changed_at: Timestamp


class CashOutRecorded(Published):
    """A bet was cashed out. Amounts are decimals of the currency; profit_loss is the customer's view."""

    TYPE = "CashOutRecorded"
    is_published_at_commit = True

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
    """An invoice was issued, for a top-up or another purpose. request_id: the top-up request; null for other purposes.
    amount: a decimal of the currency.
    """

    TYPE = "TopupInvoiced"

    invoice_id: Id
    request_id: Id | None
    number: str
    purpose: Literal["topup", "usage", "subscription"]
    amount: NotNegative
    currency: str
    due_at: Timestamp


class InvoiceVoided(Published):
    """An issued invoice was voided; a draft is voided without an event. request_id: the top-up request, which is
    cancelled; null for other purposes. amount: a decimal of the currency."""

    TYPE = "InvoiceVoided"

    invoice_id: Id
    request_id: Id | None
    number: str
    purpose: Literal["topup", "usage", "subscription"]
    amount: NotNegative
    currency: str


class TopupCompleted(Published):
    """A top-up was paid and credited. Amounts are decimals of the currency. balance: of the wallet after the credit."""

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
    """The balance of a prepaid wallet fell to its threshold or below. transaction_id: what lowered it."""

    TYPE = "LowBalance"

    wallet_id: Id
    transaction_id: Id
    balance: SignedAmount
    threshold: NotNegative
    currency: str


class PaymentMethodChanged(Published):
    """A payment method of a tenant was changed. effective_at: from when on payers see the change."""

    TYPE = "PaymentMethodChanged"

    method_id: str
    effective_at: Timestamp


class ContactChanged(Published):
    """The contact for a tenant's e-mail was changed, at changed_at. Whoever got the e-mail until then is told; if there
    was nobody, there is no event."""

    TYPE = "ContactChanged"

    changed_at: Timestamp


class WebhookFailing(Published):
    """A delivery to a webhook was tried for 24 hours without success. Sent once a day at most for each webhook."""

    TYPE = "WebhookFailing"

    webhook_id: Id


class CashOutTriggered(Event):
    """A trading system cashes a bet out automatically (source `trading`)."""

    TYPE = "CashOutTriggered"

    bet_id: Id
    cash_out_amount: NotNegative
    trigger_reason: Annotated[str, Text(max_length=128)]


class RegistrationConfirmed(Event):
    """A registration for a tournament was confirmed (source `tournaments`). owner_ids: all members of a team."""

    TYPE = "RegistrationConfirmed"

    tournament_id: ExternalId
    registration_id: ExternalId
    owner_ids: list[OwnerId]


class Placement(BaseModel):
    """The rank of a registration at the end. placement: 1 is the winner; registrations may share one."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    registration_id: ExternalId
    placement: Annotated[int, Field(strict=True, ge=1)]
    owner_ids: list[OwnerId]


class TournamentCompleted(Event):
    """A tournament has ended (source `tournaments`). placements: those of a large one may come in several events."""

    TYPE = "TournamentCompleted"

    tournament_id: ExternalId
    placements: list[Placement]


class TournamentCancelled(Event):
    """A tournament was cancelled (source `tournaments`). Its entry fees are refunded."""

    TYPE = "TournamentCancelled"

    tournament_id: ExternalId


class ReconciliationRequested(Published):
    """A reconciliation was requested, or the next part of one. tenant_id: the tenant of the person who requested it;
    `platform` for a next part.
    """

    TYPE = "ReconciliationRequested"
    is_published_at_commit = True

    run_id: Id
    dry_run: bool
    full: bool


class DriftDetected(Published):
    """A reconciliation has findings in a tenant. The run lists them. drifted: number of wallets whose cached balance
    was not the sum of their entries. corrected: how many of these were corrected. findings: number of other findings,
    which a person has to judge.
    """

    TYPE = "DriftDetected"

    run_id: Id
    drifted: int
    corrected: int
    findings: int
    detected_at: Timestamp
