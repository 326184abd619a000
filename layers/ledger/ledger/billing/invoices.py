"""Invoices: draft, issue, pay and void them. Paying the invoice of a top-up credits the prepaid wallet."""

import json
import re
from datetime import UTC, date, time
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from ledger.billing import prepaid, topups
from ledger.billing.models import USD, Invoice, InvoiceStatus, IssuedInvoice, Purpose, UsdAmount, count_query
from ledger.core import errors
from ledger.core.ids import new_id
from ledger.core.lists import NumberedPage, Pages
from ledger.core.models import OfTenant, Request, WithMeta, instant, meta_text
from ledger.core.money import Money
from ledger.core.references import PaymentReference, reference_key
from ledger.core.text import Description, Note, Reason
from ledger.messaging import outbox
from ledger.messaging.events import InvoiceVoided
from ledger.storage.paging import Paging
from ledger.storage.sessions import Row, Session

_MAX_LINES: Final = 100


def _day(value: object) -> date:
    """A date. Midnight in UTC is accepted as the date."""
    try:
        if isinstance(value, date):
            return value
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return date.fromisoformat(value)
        moment = instant(value)
    except (ValueError, PydanticCustomError):
        moment = None
    if moment is None or moment.time() != time():
        raise PydanticCustomError("date", "A day is written as 2026-01-31.")
    return moment.astimezone(UTC).date()


type UtcDay = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


class InvoiceLineCreate(Request):
    """A line of the invoice, in USD."""

    description: Description
    amount: UsdAmount


class InvoiceCreate(Request):
    """A draft invoice for a period; both days are included. Its amount is the sum of the lines."""

    purpose: Literal["usage", "subscription"]
    period_start: UtcDay
    period_end: UtcDay
    lines: Annotated[list[InvoiceLineCreate], Field(min_length=1, max_length=_MAX_LINES)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.period_start > self.period_end:
            raise PydanticCustomError("period", "period_start is after period_end.")
        return self


class InvoicePay(WithMeta):
    """reference: under which the money arrived; the same reference as that of a submitted payment approves it. note:
    stored with the approval."""

    reference: PaymentReference | None = None
    note: Note | None = None


class InvoiceVoid(Request):
    """The reason for voiding."""

    reason: Reason


class ListQuery(NumberedPage, OfTenant):
    """status: invoices with this status only; `overdue` means issued and past due_at."""

    status: Literal[InvoiceStatus, "overdue"] | None = None
    purpose: Purpose | None = None


def draft(session: Session, tenant_id: str, request: InvoiceCreate) -> Invoice:
    """Create a draft invoice for usage or a subscription. Raises InvalidAmount, PeriodAlreadyInvoiced."""
    lines = [{"description": line.description, "amount": Money.of(line.amount, USD).minor} for line in request.lines]
    row = session.one(
        "select draft_invoice(%s, %s, %s, %s, %s, %s::json) as invoice",
        (
            tenant_id,
            session.origin.principal,
            request.purpose,
            request.period_start,
            request.period_end,
            json.dumps(lines, ensure_ascii=False),
        ),
    )
    return _invoice(row)


def issue(session: Session, tenant_id: str | None, invoice_id: UUID) -> IssuedInvoice:
    """Issue a draft; it is due in 14 days. Raises BillingSubjectNotFound, InvalidTransition."""
    row = session.one(
        "select invoice, warning from issue_invoice(%s, %s, %s)", (tenant_id, invoice_id, session.origin.principal)
    )
    invoice = IssuedInvoice.of(row["invoice"] | {"warning": row["warning"]})
    topups.emit_invoice_issued(session, invoice)
    return invoice


def pay(
    session: Session, tenant_id: str | None, invoice_id: UUID, request: InvoicePay, *, alone: bool = False
) -> Invoice:
    """Mark an issued invoice as paid. For a top-up, the same database transaction credits the wallet and completes the
    request. An invoice that is already paid stays as it is.

    A submitted payment that waits for approval is approved if the request has its reference. Without one, a payment
    outside of Purser is recorded.

    alone: the caller may have requested the top-up or submitted a payment of the invoice.

    Raises BillingSubjectNotFound, InvalidTransition, BalanceOutOfRange, PaymentPending if the submitted payment has
    another reference, ReferenceAlreadyUsed, SelfApproval if the caller requested the top-up or submitted a payment of
    the invoice.
    """
    row = session.one(
        "select payment_id, invoice from pay_invoice(%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            tenant_id,
            invoice_id,
            session.origin.principal,
            request.reference,
            None if request.reference is None else reference_key(request.reference),
            request.note,
            meta_text(request.meta),
            alone,
        ),
    )
    invoice = _invoice(row)
    if row["payment_id"]:
        prepaid.credit_topup(session, invoice, row["payment_id"], request.meta)
    return invoice


def void(session: Session, tenant_id: str | None, invoice_id: UUID, request: InvoiceVoid) -> Invoice:
    """Void a draft or issued invoice. If it belongs to a top-up request, that is cancelled. InvoiceVoided is emitted if
    the invoice was issued, since the tenant was asked to pay it.

    Raises BillingSubjectNotFound, InvalidTransition.
    """
    row = session.one(
        "select void_invoice(%s, %s, %s, %s) as invoice",
        (tenant_id, invoice_id, session.origin.principal, request.reason),
    )
    invoice = _invoice(row)
    if invoice.issued_at is not None:
        _emit_voided(session, invoice)
    return invoice


def view(session: Session, tenant_id: str | None, invoice_id: UUID) -> Invoice:
    """One invoice with its lines and payments. Raises BillingSubjectNotFound."""
    row = session.row(
        """
        select d.* from invoice_details d
        where d.tenant_id = tenant_of_subject(%(tenant)s, 'invoice', %(id)s) and d.invoice_id = %(id)s
        """,
        {"tenant": tenant_id, "id": invoice_id},
    )
    if row is None:
        raise errors.BillingSubjectNotFound.of("invoice", invoice_id)
    return Invoice.of(row)


def refuse_involved(session: Session, invoice: Invoice) -> None:
    """Raise SelfApproval if the caller requested the top-up of an invoice or submitted a payment of it: whoever did
    cannot mark it as paid."""
    session.send("select refuse_payer(%s, %s, %s)", (invoice.tenant_id, invoice.invoice_id, session.origin.principal))


def participants(session: Session, invoice_id: UUID) -> set[str]:
    """Who made, issued, paid or voided an invoice, submitted, decided or refunded a payment of it, or requested or
    decided the top-up that it is for. Locks the invoice. Raises BillingSubjectNotFound."""
    rows = session.rows(
        "select person from invoice_participants(%s, %s) as x (person)", (session.tenant_id, invoice_id)
    )
    return {row["person"] for row in rows}


def listing(session: Session, tenant_id: str | None, query: ListQuery) -> Pages[Invoice]:
    """A tenant's invoices, newest first, or for root those of every tenant. Raises InvalidRequest as Paging does."""
    where = "true" if tenant_id is None else "i.tenant_id = %(tenant)s"
    where += "" if query.status is None else " and i.status = %(status)s"
    where += " and i.due_at < statement_timestamp()" if query.status == "overdue" else ""
    where += "" if query.purpose is None else " and i.purpose = %(purpose)s"
    if query.status == "overdue":  # invoices become overdue with time, so there is no stored count
        total = f"select count(i.tenant_id) from invoices i where {where}"  # noqa: S608  (of constants only)
    else:
        filters = [name for name in ("status", "purpose") if getattr(query, name) is not None]
        total = count_query("invoice", tenant_id, *filters)
    parameters = {
        "tenant": tenant_id,
        "status": "issued" if query.status == "overdue" else query.status,
        "purpose": query.purpose,
    }
    page = Paging(session, query, parameters, "i.created_at", "i.invoice_id")
    found = session.one(
        f"""
        select ({total}) as total_count,
               array(
                    select to_json(item)
                    from (
                        select d.*, p.place
                        from (
                            select i.tenant_id, i.invoice_id, {page.column} from invoices i where {where} {page.part}
                        ) p
                        join invoice_details d on d.tenant_id = p.tenant_id and d.invoice_id = p.invoice_id
                        order by d.created_at desc, d.invoice_id desc
                    ) item
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    return Pages[Invoice].of(page.items(found["items"], Invoice.of), found["total_count"], query)


def _emit_voided(session: Session, invoice: Invoice) -> None:
    session.act_in_tenant(invoice.tenant_id)
    voided = InvoiceVoided(
        event_id=new_id(),
        tenant_id=invoice.tenant_id,
        invoice_id=invoice.invoice_id,
        request_id=invoice.request_id,
        number=invoice.number,
        purpose=invoice.purpose,
        amount=Decimal(str(invoice.amount)),
        currency=invoice.currency,
    )
    outbox.emit(session, [voided])


def _invoice(row: Row) -> Invoice:
    details: dict[str, Any] = row["invoice"]
    return Invoice.of(details)
