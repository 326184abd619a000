"""Holds: create, capture and release them, and view and list them. A hold ends once."""

from decimal import Decimal
from typing import Any, Final, get_args
from uuid import UUID

from ledger import posting, wallets
from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.ids import new_id
from ledger.core.models import meta_text
from ledger.core.money import Money
from ledger.core.principal import LEDGER_READ, Principal
from ledger.holds import in_batches, in_one_call
from ledger.holds.models import (
    FEES_GO_TO_THE_TREASURY,
    TREASURY,
    CapturedHold,
    Destination,
    Hold,
    HoldCapture,
    HoldCreate,
    HoldDetails,
    Holds,
    HoldStatus,
    ListQuery,
    PlacedHold,
    destination,
)
from ledger.posting import BatchPlanningSession, Captured, Entry, Owner, PlanningSession, Transaction
from ledger.storage.cursors import Cursors
from ledger.storage.sessions import Row, Session
from ledger.wallets import statements
from ledger.wallets.reasons import ENTRY_FEE, kind_of

_RECORDED_AS: Final[dict[HoldStatus | None, list[str]]] = {
    None: list(get_args(HoldStatus)),
    "expired": ["pending", "expired"],
}
"""The statuses that may be recorded for a status. For the others it is the same one."""


def create(session: Session, principal: Principal, request: HoldCreate) -> PlacedHold:
    """Reserve an amount of a person's wallet. Nothing is moved; the wallet has less available.

    Raises Forbidden, InvalidAmount, InsufficientFunds, InsufficientCredit, WalletFrozen, BalanceOutOfRange,
    HoldTimeRefused, PersonErased.
    """
    wallets.require_movable(principal, request.currency)
    hold_id = new_id()
    if isinstance(session, BatchPlanningSession):
        return in_batches.create(session, hold_id, request)
    if isinstance(session, PlanningSession):
        amount = Money.of(request.amount, request.currency)
        return PlacedHold(
            hold_id=hold_id,
            status="pending",
            owner_id=request.owner_id,
            currency=request.currency,
            amount=amount,
            captured=Money(0, request.currency),
            remaining=amount,
            to=destination(*request.to.owner) if request.to else None,
            reason=request.reason,
            external_reference=request.external_reference,
            meta=request.meta,
            created_by=session.origin.principal,
            ended_at=None,
            idempotency_key=session.origin.key,
            **in_one_call.create(session, _arguments(session, hold_id, request, amount.minor)),
        )
    row = session.one(
        f"select (c.hold).*, c.available_after from create_hold({', '.join(['%s'] * 15)}) c",  # noqa: S608  (places only)
        (
            session.tenant_id,
            *_arguments(session, hold_id, request, request.amount),
            session.origin.request_id,
            posting.transaction.clock(),
        ),
    )
    session.placed_holds += 1
    return PlacedHold.of(row, available_after=Money(row["available_after"], row["currency"]))


def capture(session: Session, principal: Principal, hold_id: UUID, request: HoldCapture) -> CapturedHold:
    """Post what a hold has reserved, or a part of it.

    Raises Forbidden, HoldNotFound, HoldCaptured, HoldReleased, HoldExpired, HoldExceeded, InvalidAmount, InvalidWallet,
    WalletFrozen, BalanceOutOfRange, PersonErased; InvalidRequest for an entry fee that would not go to the treasury.
    """
    if request.allow_frozen and "service" not in principal.roles:
        raise errors.Forbidden("A tournament platform does not set a freeze aside.")
    _require_movable(session, principal, hold_id)
    if isinstance(session, BatchPlanningSession):
        hold = in_batches.begin_capture(session, hold_id, request)
        (posted,) = posting.post(
            session, [_transaction(session, hold, request, Money(hold["amount"], hold["currency"]))]
        )
        return in_batches.captured(hold, posted)
    row = session.one(
        "select (c.hold).*, c.amount as taken, c.reserved from begin_capture(%s, %s, %s, %s) c",
        (session.tenant_id, hold_id, request.amount, request.final),
    )
    taken = Money(row["taken"], row["currency"])
    (posted,) = posting.post(session, [_transaction(session, row, request, taken)])
    entry = posted.entries[0]
    hold = session.one(
        "select * from end_capture(%s, %s, %s, %s, %s, %s)",
        (session.tenant_id, hold_id, posted.transaction_id, posted.posted_at, taken.minor, request.final),
    )
    return CapturedHold.of(
        hold,
        transaction_id=posted.transaction_id,
        capture_amount=taken,
        balance_after=entry.balance_after,
        held_after=entry.held,
        available_after=entry.available,
    )


def release(session: Session, principal: Principal, hold_id: UUID) -> PlacedHold:
    """End a hold, so that what is left of it is available again.

    Raises Forbidden, HoldNotFound, HoldCaptured, HoldReleased, HoldExpired.
    """
    _require_movable(session, principal, hold_id)
    if isinstance(session, BatchPlanningSession):
        return in_batches.release(session, hold_id)
    row = session.one("select (r.hold).*, r.available_after from release_hold(%s, %s) r", (session.tenant_id, hold_id))
    return PlacedHold.of(row, available_after=Money(row["available_after"], row["currency"]))


def view(session: Session, principal: Principal, hold_id: UUID) -> HoldDetails:
    """A hold, for whoever may see its wallet.

    Raises HoldNotFound, Forbidden, NotFound, CustomerNotFound, NotYourCustomer.
    """
    row = session.row(
        """
        select h.*,
               array(
                    select json_build_object('transaction_id', c.transaction_id, 'amount', c.amount)
                    from hold_captures c
                    where c.tenant_id = h.tenant_id and c.hold_id = h.hold_id
                    order by c.transaction_id
               ) as captures
        from hold_details h
        where h.tenant_id = %s and h.hold_id = %s
        """,
        (session.tenant_id, hold_id),
    )
    if row is None:
        raise errors.HoldNotFound
    statements.require_readable(session, principal, row["owner_id"], row["currency"])
    captures = [one | {"amount": Money(one["amount"], row["currency"])} for one in row["captures"]]
    return HoldDetails.of(row, captures=captures)


def listing(session: Session, principal: Principal, query: ListQuery) -> Holds:
    """Holds, newest first. A customer sees their own, an agent those of a customer, a system those of everybody.

    Raises Forbidden, NotFound, CustomerNotFound, NotYourCustomer, and InvalidRequest if an agent names no customer, and
    for what is no cursor of this list.
    """
    owner_id = query.owner_id
    if owner_id is None and principal.roles.isdisjoint(LEDGER_READ):
        if "tournaments" in principal.roles and query.currency != wallets.COIN:
            raise errors.Forbidden("A tournament platform sees wallets in COIN.")
        if "tournaments" not in principal.roles:
            if "customer" not in principal.roles:
                raise statements.customer_is_missing()
            owner_id = principal.owner_id
    if owner_id is not None:
        statements.require_readable(session, principal, owner_id, query.currency)
    cursors = Cursors(session, query)
    place = cursors.place()
    at, last = place or (None, None)
    rows = session.rows(
        f"""
        select h.* from unnest(%(recorded)s::text[]) r (status)
        cross join lateral (
            select x.* from hold_details x
            where x.tenant_id = %(tenant)s and x.recorded_status = r.status
                {"and x.owner_id = %(owner)s" if owner_id is not None else ""}
                {"and x.currency = %(currency)s" if query.currency else ""}
                {"and x.status = %(status)s" if query.status else ""}
                {"and (x.created_at, x.hold_id) < (%(at)s, %(last)s)" if place else ""}
            order by x.created_at desc, x.hold_id desc
            limit %(limit)s
        ) h
        order by h.created_at desc, h.hold_id desc
        limit %(limit)s
        """,  # noqa: S608  (composed of constants only)
        {
            "tenant": session.tenant_id,
            "owner": owner_id,
            "currency": query.currency,
            # Of each recorded status by itself, so that an index has them in their order.
            "recorded": _RECORDED_AS.get(query.status, [str(query.status)]),
            "status": query.status,
            "at": at,
            "last": last,
            "limit": query.limit + 1,
        },
    )
    items = [Hold.of(row) for row in rows[: query.limit]]
    has_more = len(rows) > query.limit
    return Holds(
        items=items,
        next_cursor=cursors.after(items[-1].created_at.isoformat(), str(items[-1].hold_id)) if has_more else None,
    )


def _require_movable(session: Session, principal: Principal, hold_id: UUID) -> None:
    """Before anything else says how much is left of the hold. Its currency never changes, so that it needs no lock.

    Raises Forbidden, HoldNotFound.
    """
    if "service" in principal.roles:
        return
    if isinstance(session, BatchPlanningSession):
        row = session.hold(hold_id)
    else:
        query = "select currency from holds where tenant_id = %s and hold_id = %s"
        row = session.row(query, (session.tenant_id, hold_id))
    if row is None:
        raise errors.HoldNotFound
    wallets.require_movable(principal, row["currency"])


def _arguments(session: Session, hold_id: UUID, request: HoldCreate, amount: Decimal | int) -> tuple[object, ...]:
    """The arguments that create_hold() and create_hold_once() in SQL have in common. amount: a decimal for the first
    one, minor units for the other."""
    to_kind, to_owner = request.to.owner if request.to else (None, None)
    return (
        *(hold_id, request.owner_id, request.currency, amount, to_kind, to_owner, request.reason),
        *(request.external_reference, meta_text(request.meta), request.expires_at, request.lasts_s, session.origin.key),
    )


def _transaction(session: Session, hold: Row, request: HoldCapture, taken: Money) -> Transaction:
    """What a capture posts. Raises InvalidWallet, and InvalidRequest for an entry fee for another than the treasury."""
    recipient = _owner(request.to, hold)
    if recipient == ("person", hold["owner_id"]):
        sentence = "A hold is captured for another owner."
        raise errors.InvalidWallet(sentence, errors=[Problem("/to", sentence)])
    if hold["reason"] == ENTRY_FEE and recipient != TREASURY:
        raise errors.InvalidRequest(FEES_GO_TO_THE_TREASURY, errors=[Problem("/to", FEES_GO_TO_THE_TREASURY)])
    amount = Decimal(str(taken))
    return Transaction(
        kind=kind_of(hold["reason"], "hold_capture"),
        entries=[
            Entry(Owner("person", hold["owner_id"], taken.currency), -amount),
            Entry(Owner(recipient[0], recipient[1], taken.currency), amount),
        ],
        reason=hold["reason"],
        external_reference=hold["external_reference"],
        idempotency_key=session.origin.key,
        meta=hold["meta"] if request.meta is None else request.meta,
        captured=Captured(hold["reserved"], hold["expires_at"], despite_freeze=request.allow_frozen),
    )


def _owner(to: Destination | None, row: Row) -> tuple[Any, str]:
    """Who gets what a capture takes: the kind and the id of the owner. Without any, as for a debit of a wallet."""
    if to is not None:
        return to.owner
    return (row["to_kind"], row["to_owner"]) if row["to_kind"] else TREASURY
