"""Top-up requests: a tenant asks for a top-up of its prepaid wallet, and the operator approves or rejects it."""

from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ledger.billing.models import (
    TRANSITIONS,
    USD,
    ApprovedTopupRequest,
    Invoice,
    TopupRequest,
    TopupStatus,
    UsdAmount,
    counts_query,
)
from ledger.core import errors
from ledger.core.ids import new_id
from ledger.core.lists import NumberedPage, Pages
from ledger.core.models import Answer, MoneyText, OfTenant, Request
from ledger.core.money import Money
from ledger.core.principal import Principal
from ledger.core.text import Note, Reason
from ledger.messaging import outbox
from ledger.messaging.events import TopupInvoiced
from ledger.storage.paging import Paging
from ledger.storage.sessions import Session

MAX_TOPUP: Final = Decimal("1000000.00")
STATUSES: Final = tuple(TRANSITIONS["topup_request"])


def _up_to_maximum(amount: Decimal) -> Decimal:
    if amount > MAX_TOPUP:
        raise PydanticCustomError("amount", "A top-up is 1,000,000.00 at most.")
    return amount


class TopupRequestCreate(Request):
    """A request for a top-up, in USD."""

    amount: Annotated[UsdAmount, AfterValidator(_up_to_maximum)]
    note: Note | None = None


class TopupRequestApprove(Request):
    """note: stored with the approval."""

    note: Note | None = None


class TopupRequestReject(Request):
    """reason: for the person who requested the top-up."""

    reason: Reason | None = None


class ListQuery(NumberedPage, OfTenant):
    """status: requests with this status only."""

    status: TopupStatus | None = None


class TopupRequestCounts(Answer):
    """The number of requests with each status, whatever the filter."""

    pending: int
    invoiced: int
    completed: int
    rejected: int
    cancelled: int


class TopupRequests(Pages[TopupRequest]):
    """pending_amount: the sum of all pending requests."""

    counts: TopupRequestCounts
    pending_amount: MoneyText


def create(session: Session, tenant_id: str, principal: Principal, request: TopupRequestCreate) -> TopupRequest:
    """Create a pending top-up request. Raises InvalidAmount."""
    row = session.one(
        "select request_topup(%s, %s, %s, %s, %s) as request",
        (tenant_id, principal.sub, request.amount, request.note, principal.email),
    )
    return TopupRequest.of(row["request"])


def listing_of_own(session: Session, tenant_id: str, query: ListQuery) -> Pages[TopupRequest]:
    """A tenant's top-up requests, newest first. Raises InvalidRequest as Paging does."""
    found = listing(session, tenant_id, query)
    return Pages[TopupRequest](**{name: getattr(found, name) for name in Pages.model_fields})


def listing(session: Session, tenant_id: str | None, query: ListQuery) -> TopupRequests:
    """A tenant's top-up requests, or for root those of every tenant, newest first; with the number of each status.

    Raises InvalidRequest as Paging does.
    """
    where = "true" if tenant_id is None else "r.tenant_id = %(tenant)s"
    where += "" if query.status is None else " and r.status = %(status)s"
    parameters = {"tenant": tenant_id, "status": query.status}
    page = Paging(session, query, parameters, "r.requested_at", "r.request_id")
    found = session.one(
        f"""
        select array(
                    select json_build_object('status', c.status, 'count', sum(c.times), 'amount', sum(c.amount))
                    from ({counts_query("topup_request", tenant_id)}) c group by c.status
               ) as tiles,
               array(
                    select to_json(item)
                    from (
                        select d.*, p.place
                        from (
                            select r.tenant_id, r.request_id, {page.column}
                            from topup_requests r where {where} {page.part}
                        ) p
                        join topup_request_details d on d.tenant_id = p.tenant_id and d.request_id = p.request_id
                        order by d.requested_at desc, d.request_id desc
                    ) item
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    tiles = {tile["status"]: tile for tile in found["tiles"]}
    by_status = {status: tiles[status]["count"] if status in tiles else 0 for status in STATUSES}
    return TopupRequests.of(
        page.items(found["items"], TopupRequest.of),
        by_status[query.status] if query.status else sum(by_status.values()),
        query,
        counts=TopupRequestCounts(**by_status),
        pending_amount=Money(tiles["pending"]["amount"] if "pending" in tiles else 0, USD),
    )


def view(session: Session, tenant_id: str | None, request_id: UUID) -> TopupRequest:
    """One top-up request. Raises BillingSubjectNotFound."""
    row = session.row(
        """
        select d.* from topup_request_details d
        where d.tenant_id = tenant_of_subject(%(tenant)s, 'topup_request', %(id)s) and d.request_id = %(id)s
        """,
        {"tenant": tenant_id, "id": request_id},
    )
    if row is None:
        raise errors.BillingSubjectNotFound.of("topup_request", request_id)
    return TopupRequest.of(row)


def approve(
    session: Session, tenant_id: str | None, request_id: UUID, request: TopupRequestApprove, *, alone: bool = False
) -> ApprovedTopupRequest:
    """Approve a pending request, and issue its invoice in the same database transaction.

    alone: the caller may have requested it.

    Raises BillingSubjectNotFound, InvalidTransition, SelfApproval if the caller requested the top-up.
    """
    row = session.one(
        "select request, invoice, warning from approve_topup(%s, %s, %s, %s, %s)",
        (tenant_id, request_id, session.origin.principal, request.note, alone),
    )
    emit_invoice_issued(session, Invoice.of(row["invoice"]))
    return ApprovedTopupRequest.of(row["request"] | {"warning": row["warning"]})


def reject(session: Session, tenant_id: str | None, request_id: UUID, request: TopupRequestReject) -> TopupRequest:
    """Reject a pending request. Raises BillingSubjectNotFound, InvalidTransition."""
    return _close(session, tenant_id, request_id, "reject", request.reason)


def cancel(session: Session, tenant_id: str | None, request_id: UUID) -> TopupRequest:
    """Cancel a pending request. Raises BillingSubjectNotFound, InvalidTransition, NotRequester unless the caller
    requested the top-up."""
    return _close(session, tenant_id, request_id, "cancel", None)


def emit_invoice_issued(session: Session, invoice: Invoice) -> None:
    """Emit TopupInvoiced for an invoice that has just been issued."""
    assert invoice.due_at is not None  # noqa: S101  (an issued invoice has a due date)
    session.act_in_tenant(invoice.tenant_id)
    issued = TopupInvoiced(
        event_id=new_id(),
        tenant_id=invoice.tenant_id,
        invoice_id=invoice.invoice_id,
        request_id=invoice.request_id,
        number=invoice.number,
        purpose=invoice.purpose,
        amount=Decimal(str(invoice.amount)),
        currency=invoice.currency,
        due_at=invoice.due_at,
    )
    outbox.emit(session, [issued])


def _close(session: Session, tenant_id: str | None, request_id: UUID, move: str, reason: str | None) -> TopupRequest:
    row = session.one(
        "select close_topup(%s, %s, %s, %s, %s) as request",
        (tenant_id, request_id, session.origin.principal, move, reason),
    )
    return TopupRequest.of(row["request"])
