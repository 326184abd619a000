"""Payments: submit one with its reference, approve or reject it, cancel it, refund it."""

from typing import Annotated, Any, Final, get_args
from uuid import UUID

from pydantic import AliasChoices, BeforeValidator, Field, ValidationInfo, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError

from ledger.billing import payment_methods, prepaid
from ledger.billing.models import Invoice, Payment, PaymentStatus, count_query
from ledger.core import errors
from ledger.core.lists import MAX_ROWS, NumberedPage, Pages
from ledger.core.models import Format, Id, OfTenant, Request, WithMeta, meta_text
from ledger.core.references import PaymentReference, reference_key
from ledger.core.text import Note, Reason
from ledger.storage.paging import Paging
from ledger.storage.sessions import Session

_STATUSES: Final = WithJsonSchema({"type": "string", "enum": [*get_args(PaymentStatus), "completed"]})
_DETAILS: Final = """
    join payment_details d on d.tenant_id = p.tenant_id and d.payment_id = p.payment_id
    order by d.created_at desc, d.payment_id desc
"""


def _status(value: object) -> object:
    return "succeeded" if value == "completed" else value


class PaymentSubmit(Request):
    """A payment that was made. method_id: of the payment method. payment_method: its type, which follows from
    method_id; it is enough if method_id is absent. transaction_reference: the reference of the bank or wallet;
    `reference` is accepted, too. It is answered as it was sent, and is the same as another with the same letters and
    digits, whatever their case and width and the signs between them. Amount and currency are the invoice's."""

    invoice_id: Id
    method_id: payment_methods.PaymentMethodId | None = None
    payment_method: Annotated[payment_methods.ManualMethod | None, Field(validate_default=True)] = None
    transaction_reference: Annotated[
        PaymentReference, Field(validation_alias=AliasChoices("transaction_reference", "reference"))
    ]
    notes: Note | None = None

    @field_validator("payment_method")
    @classmethod
    def _method_or_type(cls, kind: str | None, info: ValidationInfo) -> str | None:
        if kind is None and info.data.get("method_id", "") is None:
            raise PydanticCustomError("missing", "Name the payment method: method_id, or payment_method for its type.")
        return kind


class PaymentApprove(WithMeta):
    """note: stored with the approval."""

    note: Note | None = None


class PaymentReject(Request):
    """The reason for the rejection."""

    reason: Reason


class PaymentRefund(WithMeta):
    """The reason for the refund."""

    reason: Reason


class ListQuery(NumberedPage, OfTenant):
    """status: payments with this status only; `completed` means succeeded. format: csv returns the whole filtered
    list."""

    status: Annotated[PaymentStatus, BeforeValidator(_status), _STATUSES] | None = None
    invoice_id: Id | None = None
    format: Format = "json"


def submit(session: Session, tenant_id: str | None, request: PaymentSubmit) -> Payment:
    """Submit a payment of an issued invoice, which somebody else approves.

    Raises BillingSubjectNotFound, InvoiceAlreadyPaid, InvalidTransition, PaymentAlreadyPending, ReferenceAlreadyUsed,
    PaymentMethodNotAvailable.
    """
    row = session.one(
        "select submit_payment(%s, %s, %s, %s, %s, %s, %s, %s) as payment",
        (
            tenant_id,
            request.invoice_id,
            session.origin.principal,
            request.method_id,
            request.payment_method,
            request.transaction_reference,
            reference_key(request.transaction_reference),
            request.notes,
        ),
    )
    return Payment.of(row["payment"])


def approve(
    session: Session, tenant_id: str | None, payment_id: UUID, request: PaymentApprove, *, alone: bool = False
) -> Payment:
    """Approve a payment: it succeeded, its invoice is paid, and a top-up is credited, in one database transaction.

    alone: the caller may have requested the top-up or submitted a payment of the invoice.

    Raises BillingSubjectNotFound, InvalidTransition, BalanceOutOfRange, SelfApproval if the caller requested the
    top-up or submitted a payment of the invoice.
    """
    row = session.one(
        "select payment, invoice from approve_payment(%s, %s, %s, %s, %s, %s)",
        (tenant_id, payment_id, session.origin.principal, request.note, meta_text(request.meta), alone),
    )
    prepaid.credit_topup(session, Invoice.of(row["invoice"]), payment_id, request.meta)
    return Payment.of(row["payment"])


def reject(session: Session, tenant_id: str | None, payment_id: UUID, request: PaymentReject) -> Payment:
    """Reject a payment that did not arrive: it failed, and the invoice can be paid again.

    Raises BillingSubjectNotFound, InvalidTransition.
    """
    return _close(session, tenant_id, payment_id, "reject", request.reason)


def cancel(session: Session, tenant_id: str | None, payment_id: UUID) -> Payment:
    """Cancel a payment that waits for approval.

    Raises BillingSubjectNotFound, InvalidTransition, NotRequester unless the caller submitted it.
    """
    return _close(session, tenant_id, payment_id, "cancel", None)


def refund(session: Session, tenant_id: str | None, payment_id: UUID, request: PaymentRefund) -> Payment:
    """Refund a payment. For a top-up, the credit of the wallet is reversed. The invoice stays paid, the request
    completed.

    Raises BillingSubjectNotFound, InvalidTransition, WalletFrozen, InsufficientFunds if the credit has been spent.
    """
    row = session.one(
        "select tenant_id, payment, reverses from refund_payment(%s, %s, %s, %s, %s)",
        (tenant_id, payment_id, session.origin.principal, request.reason, meta_text(request.meta)),
    )
    payment = Payment.of(row["payment"])
    if row["reverses"]:
        session.act_in_tenant(row["tenant_id"])
        prepaid.refund_topup(session, payment, row["reverses"])
    return payment


def view(session: Session, tenant_id: str | None, payment_id: UUID) -> Payment:
    """One payment. Raises BillingSubjectNotFound."""
    row = session.row(
        """
        select d.* from payment_details d
        where d.tenant_id = tenant_of_subject(%(tenant)s, 'payment', %(id)s) and d.payment_id = %(id)s
        """,
        {"tenant": tenant_id, "id": payment_id},
    )
    if row is None:
        raise errors.BillingSubjectNotFound.of("payment", payment_id)
    return Payment.of(row)


def participants(session: Session, payment_id: UUID) -> set[str]:
    """Who submitted, decided or refunded a payment, or took part in the invoice and the top-up request that it paid.
    Locks the invoice and the payment. Raises BillingSubjectNotFound."""
    rows = session.rows(
        "select person from payment_participants(%s, %s) as x (person)", (session.tenant_id, payment_id)
    )
    return {row["person"] for row in rows}


def listing(session: Session, tenant_id: str | None, query: ListQuery) -> Pages[Payment]:
    """A tenant's payments, newest first, or for root those of every tenant. Raises InvalidRequest as Paging does."""
    where = _where(tenant_id, query)
    if query.invoice_id is not None:
        total = f"select count(p.tenant_id) from payments p where {where}"  # noqa: S608  (of constants only)
    else:
        filters = ["status"] if query.status is not None else []
        total = count_query("payment", tenant_id, *filters)
    page = Paging(session, query, _parameters(tenant_id, query), "p.created_at", "p.payment_id")
    found = session.one(
        f"""
        select ({total}) as total_count,
               array(
                    select to_json(item)
                    from (
                        select d.*, p.place
                        from (
                            select p.tenant_id, p.payment_id, {page.column} from payments p where {where} {page.part}
                        ) p
                        {_DETAILS}
                    ) item
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    return Pages[Payment].of(page.items(found["items"], Payment.of), found["total_count"], query)


def whole_listing(session: Session, tenant_id: str | None, query: ListQuery) -> list[Payment]:
    """The whole filtered list, newest first. Raises AnswerTooLarge."""
    rows = session.rows(
        f"""
        select d.*
        from (
            select p.tenant_id, p.payment_id from payments p where {_where(tenant_id, query)}
            order by p.created_at desc, p.payment_id desc limit {MAX_ROWS + 1}
        ) p
        {_DETAILS}
        """,  # noqa: S608  (composed of constants only)
        _parameters(tenant_id, query),
    )
    if len(rows) > MAX_ROWS:
        raise errors.AnswerTooLarge(f"There are more than {MAX_ROWS} payments: ask for one status, or one invoice.")
    return [Payment.of(row) for row in rows]


def _where(tenant_id: str | None, query: ListQuery) -> str:
    where = "true" if tenant_id is None else "p.tenant_id = %(tenant)s"
    where += "" if query.status is None else " and p.status = %(status)s"
    if query.invoice_id is not None:  # tenant_of_subject() finds the tenant for root
        where += """
            and p.tenant_id = tenant_of_subject(%(tenant)s, 'invoice', %(invoice)s) and p.invoice_id = %(invoice)s"""
    return where


def _parameters(tenant_id: str | None, query: ListQuery) -> dict[str, Any]:
    return {"tenant": tenant_id, "status": query.status, "invoice": query.invoice_id}


def _close(session: Session, tenant_id: str | None, payment_id: UUID, move: str, reason: str | None) -> Payment:
    row = session.one(
        "select close_payment(%s, %s, %s, %s, %s) as payment",
        (tenant_id, payment_id, session.origin.principal, move, reason),
    )
    return Payment.of(row["payment"])
