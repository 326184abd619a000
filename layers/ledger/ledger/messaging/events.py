"""Events: the models of what the ledger publishes, and of what it consumes."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from ledger.core.models import ExternalId, Id, NotNegative, OwnerId, SignedAmount, TenantId, Text, Timestamp


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
