"""Top-ups: a tenant asks for money in its prepaid wallet, and the vendor's operator decides."""

from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ledger.billing.card_numbers import Note, Reason
from ledger.billing.models import TRANSITIONS, USD, Invoice, TopupRequest, TopupStatus, UsdAmount, counts
from ledger.core import errors
from ledger.core.ids import new_id
from ledger.core.lists import NumberedPage, Pages
from ledger.core.models import Answer, MoneyText, OfTenant, Request
from ledger.core.money import Money
from ledger.core.principal import Principal
from ledger.messaging import outbox
from ledger.messaging.events import TopupInvoiced
from ledger.storage.sessions import Session

MAX_TOPUP: Final = Decimal("1000000.00")
STATES: Final = tuple(TRANSITIONS["topup_request"])


def _not_too_much(amount: Decimal) -> Decimal:
    if amount > MAX_TOPUP:
        raise PydanticCustomError("amount", "A top-up is 1,000,000.00 at most.")
    return amount


class AskRequest(Request):
    """What a tenant asks for, in USD."""

    amount: Annotated[UsdAmount, AfterValidator(_not_too_much)]
    note: Note | None = None


class ApproveTopupRequest(Request):
    """note: kept beside who approved and when."""

    note: Note | None = None


class RejectRequest(Request):
    """reason: for the one who asked."""

    reason: Reason | None = None


class ListQuery(NumberedPage, OfTenant):
    """status: of the requests."""

    status: TopupStatus | None = None


class Counts(Answer):
    """How many requests there are of each status, whatever the list is filtered by."""

    pending: int
    invoiced: int
    completed: int
    rejected: int
    cancelled: int


class TopupRequests(Pages[TopupRequest]):
    """pending_amount: what the pending ones ask for together."""

    counts: Counts
    pending_amount: MoneyText


def ask(session: Session, tenant_id: str, principal: Principal, request: AskRequest) -> TopupRequest:
    """A request that waits for the operator. Raises InvalidAmount."""
    row = session.one(
        "select request_topup(%s, %s, %s, %s, %s, %s) as request",
        (tenant_id, principal.sub, request.amount, request.note, principal.email, principal.name),
    )
    return TopupRequest.of(row["request"])


def listing_of_own(session: Session, tenant_id: str, query: ListQuery) -> Pages[TopupRequest]:
    """A tenant's requests, newest first."""
    found = listing(session, tenant_id, query)
    return Pages[TopupRequest](**{name: getattr(found, name) for name in Pages.model_fields})


def listing(session: Session, tenant_id: str | None, query: ListQuery) -> TopupRequests:
    """A tenant's requests, newest first, or for root those of every tenant; and how many of each status there are."""
    which = "true" if tenant_id is None else "r.tenant_id = %(tenant)s"
    which += "" if query.status is None else " and r.status = %(status)s"
    found = session.one(
        f"""
        select array(
                    select json_build_object('status', c.status, 'count', sum(c.times), 'amount', sum(c.amount))
                    from ({counts("topup_request", tenant_id)}) c group by c.status
               ) as tiles,
               array(
                    select to_json(d)
                    from (
                        select r.tenant_id, r.request_id from topup_requests r where {which}
                        order by r.requested_at desc, r.request_id desc limit %(limit)s offset %(offset)s
                    ) p
                    join topup_request_details d on d.tenant_id = p.tenant_id and d.request_id = p.request_id
                    order by d.requested_at desc, d.request_id desc
               ) as items
        """,  # noqa: S608  (composed of constants only)
        {"tenant": tenant_id, "status": query.status, "limit": query.page_size, "offset": query.offset},
    )
    tiles = {tile["status"]: tile for tile in found["tiles"]}
    of_status = {state: tiles[state]["count"] if state in tiles else 0 for state in STATES}
    return TopupRequests.of(
        [TopupRequest.of(item) for item in found["items"]],
        of_status[query.status] if query.status else sum(of_status.values()),
        query,
        counts=Counts(**of_status),
        pending_amount=Money(tiles["pending"]["amount"] if "pending" in tiles else 0, USD),
    )


def view(session: Session, tenant_id: str | None, request_id: UUID) -> TopupRequest:
    """One request. Raises NotThere."""
    row = session.row(
        """
        select d.* from topup_request_details d
        where d.tenant_id = tenant_of_subject(%(tenant)s, 'topup_request', %(id)s) and d.request_id = %(id)s
        """,
        {"tenant": tenant_id, "id": request_id},
    )
    if row is None:
        raise errors.NotThere.of("topup_request", request_id)
    return TopupRequest.of(row)


def approve(session: Session, tenant_id: str | None, request_id: UUID, request: ApproveTopupRequest) -> TopupRequest:
    """Issue the invoice of a pending request, in the transaction that says so.

    Raises NotThere, StateForbids, SelfApproval where the one who asked approves.
    """
    row = session.one(
        "select request, invoice from approve_topup(%s, %s, %s, %s)",
        (tenant_id, request_id, session.origin.principal, request.note),
    )
    tell_of_issue(session, Invoice.of(row["invoice"]))
    return TopupRequest.of(row["request"])


def reject(session: Session, tenant_id: str | None, request_id: UUID, request: RejectRequest) -> TopupRequest:
    """End a pending request without an invoice. Raises NotThere, StateForbids."""
    return _close(session, tenant_id, request_id, "reject", request.reason)


def cancel(session: Session, tenant_id: str | None, request_id: UUID) -> TopupRequest:
    """Take a pending request back. Raises NotThere, StateForbids, NotYours for all but the one who asked."""
    return _close(session, tenant_id, request_id, "cancel", None)


def tell_of_issue(session: Session, invoice: Invoice) -> None:
    """The event of an invoice that has just been issued."""
    assert invoice.due_at is not None  # noqa: S101  (it is issued)
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
