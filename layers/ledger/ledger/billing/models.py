"""Top-up requests, invoices and payments, and the allowed transitions of each."""

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
"""By subject and status: each allowed transition and the status that it leads to. next_status() in SQL checks it
under the subject's lock."""


def counts_query(subject: str, tenant_id: str | None, *filters: str) -> str:
    """The query for the stored counts by status, of one tenant or, for root, of all.

    filters: columns that must equal the parameters of the same name.
    """
    tenants = "true" if tenant_id is None else "c.tenant_id = %(tenant)s"
    where = " and ".join([f"c.subject = '{subject}'", tenants, *(f"c.{column} = %({column})s" for column in filters)])
    columns = "c.tenant_id, c.status, c.times, c.amount"
    return f"select {columns} from billing_counts c where {where}"  # noqa: S608  (of constants only)


def count_query(subject: str, tenant_id: str | None, *filters: str) -> str:
    """The query for the sum of the stored counts, with the parameters of `counts_query`."""
    counted = counts_query(subject, tenant_id, *filters)
    return f"select coalesce(sum(c.times), 0)::bigint from ({counted}) c"  # noqa: S608  (of constants only)


def require_usd(amount: Decimal) -> Decimal:
    """Check that USD can represent the amount. Raises PydanticCustomError."""
    try:
        Money.of(amount, USD)
    except ValueError as error:
        raise PydanticCustomError("amount", "USD has 2 decimals. The amount has more, or is too large.") from error
    return amount


type UsdAmount = Annotated[Amount, AfterValidator(require_usd)]


class TopupInvoice(Answer):
    """The invoice of a top-up request."""

    invoice_id: UUID
    number: str
    status: InvoiceStatus
    due_at: Timestamp


class TopupDecision(Answer):
    """A decision on a top-up request. decision: `voided` means that its invoice was voided, which cancels the request.
    note: the note or the reason that came with it."""

    by: str
    at: Timestamp
    decision: Literal["approved", "rejected", "cancelled", "voided"]
    note: str | None


class TopupRequest(Answer):
    """A tenant's request to top up its prepaid wallet. decided_by: who approved, rejected or cancelled it. decisions:
    this decision and, if its invoice was voided, that one; oldest first."""

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
    decisions: list[TopupDecision]
    invoice: TopupInvoice | None
    completed_at: Timestamp | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of topup_request_details."""
        return cls(**_values(cls, row))


type PaymentWarning = Literal["no_payment_method"]
"""Nobody can pay the invoice: no method is enabled for the tenant in the country of its contact."""


class ApprovedTopupRequest(TopupRequest):
    """A top-up request whose invoice was just issued. warning: about that invoice."""

    warning: PaymentWarning | None


class Payment(Answer):
    """A payment of an invoice. method_id: of the payment method; null if the payer named only its type and several have
    it, and for an offline payment. processed_at: when it succeeded, failed or was cancelled. decided_by: who approved,
    rejected or cancelled it; a refund changes none of these. decision_note: of the approval, or the reason for voiding
    its invoice. failure_reason: of the rejection. meta: of the approval. refund_meta: of the refund."""

    payment_id: UUID
    invoice_id: UUID
    invoice_number: str
    amount: MoneyText
    currency: str
    payment_method: PaymentMethod
    method_id: str | None
    status: PaymentStatus
    transaction_reference: str | None
    notes: str | None
    failure_reason: str | None
    created_by: str
    created_at: Timestamp
    updated_at: Timestamp
    processed_at: Timestamp | None
    decided_by: str | None
    decided_at: Timestamp | None
    decision_note: str | None
    refunded_by: str | None
    refunded_at: Timestamp | None
    refund_reason: str | None
    meta: dict[str, Any] | None
    refund_meta: dict[str, Any] | None
    tenant_id: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of payment_details."""
        return cls(**_values(cls, row))


class InvoiceLine(Answer):
    """A line of an invoice."""

    description: str
    amount: MoneyText


class Invoice(Answer):
    """An invoice with its payments. is_overdue: issued and past due_at. paid_by: who marked it as paid or approved its
    payment. mail_status: of the e-mail about its issue; null for a draft."""

    invoice_id: UUID
    tenant_id: str
    number: str
    purpose: Purpose
    status: InvoiceStatus
    is_overdue: bool
    amount: MoneyText
    currency: str
    lines: list[InvoiceLine]
    issued_by: str | None
    issued_at: Timestamp | None
    due_at: Timestamp | None
    paid_by: str | None
    paid_at: Timestamp | None
    voided_by: str | None
    voided_at: Timestamp | None
    void_reason: str | None
    period_start: date | None
    period_end: date | None
    request_id: UUID | None
    mail_status: MailStatus | None
    payments: list[Payment]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of invoice_details."""
        lines = [InvoiceLine(**{**line, "amount": Money(line["amount"], row["currency"])}) for line in row["lines"]]
        payments = [Payment.of(payment) for payment in row["payments"]]
        return cls(**_values(cls, row) | {"lines": lines, "payments": payments})


class IssuedInvoice(Invoice):
    """An invoice that was just issued."""

    warning: PaymentWarning | None


def _values(model: type[Answer], row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the model's fields in the row, with the amount as money."""
    values = {name: row[name] for name in model.model_fields}
    return values | {"amount": Money(row["amount"], row["currency"])}
