"""What billing shows: requests to top up, invoices and payments; and from where to where each of them may go."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ledger.core.models import Amount, Answer, MoneyText, Timestamp
from ledger.core.money import Money

USD: Final = "USD"

TopupStatus = Literal["pending", "invoiced", "completed", "rejected", "cancelled"]
InvoiceStatus = Literal["draft", "issued", "paid", "void"]
PaymentStatus = Literal["pending", "processing", "pending_approval", "succeeded", "failed", "cancelled", "refunded"]
Purpose = Literal["topup", "usage", "subscription"]
PaymentMethod = Literal["offline", "bank_transfer", "local_wallet"]
MailStatus = Literal["pending", "sent", "no_address", "failed"]

TRANSITIONS: Final[dict[str, dict[str, dict[str, str]]]] = {
    "topup_request": {
        "pending": {"approve": "invoiced", "reject": "rejected", "cancel": "cancelled"},
        "invoiced": {"complete": "completed", "void": "cancelled"},
        "completed": {},
        "rejected": {},
        "cancelled": {},
    },
    "invoice": {
        "draft": {"issue": "issued", "void": "void"},
        "issued": {"pay": "paid", "void": "void"},
        "paid": {},
        "void": {},
    },
    "payment": {
        "pending": {"process": "processing", "cancel": "cancelled", "fail": "failed"},
        "processing": {"succeed": "succeeded", "fail": "failed"},
        "pending_approval": {"approve": "succeeded", "reject": "failed", "cancel": "cancelled"},
        "succeeded": {"refund": "refunded"},
        "failed": {},
        "cancelled": {},
        "refunded": {},
    },
}
"""By subject and state, where each move leads; transitions() in SQL holds it under the subject's lock."""


def counts(subject: str, tenant_id: str | None, *same: str) -> str:
    """The query for the rows that say how many there are: of a tenant, or for root of every one.

    same: columns that are as their parameters.
    """
    whose = "true" if tenant_id is None else "c.tenant_id = %(tenant)s"
    where = " and ".join([f"c.subject = '{subject}'", whose, *(f"c.{column} = %({column})s" for column in same)])
    columns = "c.tenant_id, c.status, c.times, c.amount"
    return f"select {columns} from billing_counts c where {where}"  # noqa: S608  (of constants only)


def how_many(subject: str, tenant_id: str | None, *same: str) -> str:
    """The query for one number, of what `counts` counts."""
    counted = counts(subject, tenant_id, *same)
    return f"select coalesce(sum(c.times), 0)::bigint from ({counted}) c"  # noqa: S608  (of constants only)


def cents(amount: Decimal) -> Decimal:
    """An amount that USD has decimals for. Raises PydanticCustomError."""
    try:
        Money.of(amount, USD)
    except ValueError as error:
        raise PydanticCustomError("amount", "USD has 2 decimals, and an amount cannot be so large.") from error
    return amount


type UsdAmount = Annotated[Amount, AfterValidator(cents)]


class InvoiceOfRequest(Answer):
    """The invoice that a request led to."""

    invoice_id: UUID
    number: str
    status: InvoiceStatus
    due_at: Timestamp


class TopupRequest(Answer):
    """A tenant's request for money in its prepaid wallet. decided_by: who approved or rejected it, or cancelled it."""

    request_id: UUID
    tenant_id: str
    wallet_id: UUID
    amount: MoneyText
    currency: str
    status: TopupStatus
    note: str | None
    requested_by: str
    requested_at: Timestamp
    decided_by: str | None
    decided_at: Timestamp | None
    decision_note: str | None
    invoice: InvoiceOfRequest | None
    completed_at: Timestamp | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of topup_request_details."""
        return cls(**_shown(cls, row))


class Payment(Answer):
    """What was paid on an invoice, or is said to be. processed_at: when it succeeded, failed, or was taken back."""

    payment_id: UUID
    invoice_id: UUID
    invoice_number: str
    amount: MoneyText
    currency: str
    payment_method: PaymentMethod
    status: PaymentStatus
    transaction_reference: str | None
    notes: str | None
    failure_reason: str | None
    created_by: str
    created_at: Timestamp
    updated_at: Timestamp
    processed_at: Timestamp | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of payment_details."""
        return cls(**_shown(cls, row))


class Line(Answer):
    """What an invoice asks money for."""

    description: str
    amount: MoneyText


class Invoice(Answer):
    """is_overdue: issued, and past due_at. mail_status: of the e-mail that tells of its issue; null for a draft."""

    invoice_id: UUID
    tenant_id: str
    number: str
    purpose: Purpose
    status: InvoiceStatus
    is_overdue: bool
    amount: MoneyText
    currency: str
    lines: list[Line]
    issued_at: Timestamp | None
    due_at: Timestamp | None
    paid_at: Timestamp | None
    period_start: date | None
    period_end: date | None
    request_id: UUID | None
    mail_status: MailStatus | None
    payments: list[Payment]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of invoice_details."""
        lines = [Line(**{**line, "amount": Money(line["amount"], row["currency"])}) for line in row["lines"]]
        payments = [Payment.of(payment) for payment in row["payments"]]
        return cls(**_shown(cls, row) | {"lines": lines, "payments": payments})


def _shown(model: type[Answer], row: Mapping[str, Any]) -> dict[str, Any]:
    """The row's fields that the model has, its amount as money."""
    values = {name: row[name] for name in model.model_fields}
    return values | {"amount": Money(row["amount"], row["currency"])}
