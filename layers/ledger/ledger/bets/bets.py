"""Bets: place, settle, view and list them. A bet ends once."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError

from ledger import posting
from ledger.bets import in_one_call
from ledger.cashier import customers
from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.ids import new_id
from ledger.core.lists import Listing, Page
from ledger.core.models import Amount, Answer, Id, MoneyText, Timestamp, WithMeta, decimal, meta_text
from ledger.core.money import Money
from ledger.core.principal import OVERSEERS, TRADING, Agent, Principal
from ledger.core.text import Description
from ledger.messaging.events import Published
from ledger.posting import Entry, PlanningSession, PostedTransaction, Transaction, accounts
from ledger.posting.kinds import BetKind
from ledger.storage.paging import Paging
from ledger.storage.sessions import Row, Session

BetStatus = Literal["pending", "won", "lost", "void", "cashed_out"]
TRANSITIONS: Final[dict[BetStatus, frozenset[BetStatus]]] = {
    "pending": frozenset({"won", "lost", "void", "cashed_out"}),
    "won": frozenset(),
    "lost": frozenset(),
    "void": frozenset(),
    "cashed_out": frozenset(),
}
"""The allowed transitions of a bet. end_bet() in SQL checks them under the bet's lock."""
_MAX_ODDS: Final = 10_000


def _odds(value: object) -> Decimal:
    with suppress(PydanticCustomError):  # its message is about amounts
        odds = decimal(value)
        if 1 < odds <= _MAX_ODDS and odds == round(odds, 4):
            return odds
    raise PydanticCustomError("odds", "Odds are a decimal above 1 and at most 10000, with four decimals.")


_ODDS_SCHEMA: Final = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]{1,4})?$", "examples": ["1.85"]}
type Odds = Annotated[Decimal, BeforeValidator(_odds), WithJsonSchema(_ODDS_SCHEMA)]
type OddsText = Annotated[
    Decimal,
    PlainSerializer(lambda odds: format(odds.normalize(), "f"), return_type=str),
    WithJsonSchema(_ODDS_SCHEMA, mode="serialization"),
]


class BetPlace(WithMeta):
    """A new bet. stake: in the customer's currency. customer_id: whose bet it is; a customer may leave it out. odds:
    only a trading system names them."""

    stake: Amount
    description: Description
    odds: Odds | None = None
    customer_id: Id | None = None


class BetSettle(WithMeta):
    """The outcome of a bet. payout: required for a won bet, refused for any other. It is at most stake x odds,
    rounded up to the next minor unit; without odds, stake x the deployment's MaxPayoutMultiple."""

    outcome: Literal["won", "lost", "void"]
    payout: Annotated[Amount | None, Field(validate_default=True)] = None

    @field_validator("payout")
    @classmethod
    def _payout_fits_outcome(cls, payout: Decimal | None, info: ValidationInfo) -> Decimal | None:
        outcome = info.data.get("outcome")
        if outcome == "won" and payout is None:
            raise PydanticCustomError("payout", "A won bet needs a payout.")
        if outcome in ("lost", "void") and payout is not None:
            raise PydanticCustomError("payout", "Only a won bet has a payout.")
        return payout


class ListQuery(Page):
    """status: bets with this status only."""

    status: BetStatus | None = None


class AgentListQuery(ListQuery):
    """customer_id: bets of this customer only."""

    customer_id: Id | None = None


class Bet(Answer):
    """A bet. profit_loss: as the customer sees it; null while the bet is pending. meta: as the bet was placed.
    outcome_meta: as it was settled or cashed out."""

    bet_id: UUID
    user_id: UUID
    username: str
    description: str
    stake: MoneyText
    odds: OddsText | None
    currency: str
    status: BetStatus
    payout: MoneyText | None
    cash_out_amount: MoneyText | None
    profit_loss: MoneyText | None
    is_auto_cash_out: bool
    cash_out_trigger_reason: str | None
    placed_at: Timestamp
    settled_at: Timestamp | None
    meta: dict[str, Any] | None
    outcome_meta: dict[str, Any] | None

    @classmethod
    def of(cls, row: Mapping[str, Any], **more: Any) -> Self:
        """From a row of `bets` with the customer's username."""
        returned = row["cash_out_amount"] if row["status"] == "cashed_out" else row["payout"]
        values = {**row, "profit_loss": None if returned is None else returned - row["stake"], **more}
        for name in ("stake", "payout", "cash_out_amount", "profit_loss"):
            values[name] = None if values[name] is None else Money(values[name], row["currency"])
        return cls(**{name: values[name] for name in cls.model_fields})


class EndedBet(Bet):
    """A bet that has ended. balance_after: the customer's balance after the payout. held: how much of it
    is reserved by holds. available: what can still be debited."""

    balance_after: MoneyText
    held: MoneyText
    available: MoneyText


_BETS: Final = f"from bets b {customers.username_of('b.tenant_id', 'b.user_id')}"


def place(session: Session, customer_id: UUID, request: BetPlace) -> Bet:
    """Move the stake from the customer's wallet to the house, and record the bet.

    Raises CustomerNotFound, InvalidAmount, WalletFrozen, InsufficientFunds, InsufficientCredit.
    """
    bet_id = new_id()
    transaction = Transaction(
        kind="bet_stake",
        entries=[Entry(accounts.customer(customer_id), -request.stake), Entry(accounts.house(), request.stake)],
        external_reference=str(bet_id),
        idempotency_key=session.origin.key,
        meta=request.meta,
    )
    (posted,) = posting.post(session, [transaction])
    stake = posted.entries[0]
    return Bet(
        bet_id=bet_id,
        user_id=customer_id,
        username=_store_bet(session, bet_id, customer_id, request, posted),
        description=request.description,
        stake=abs(stake.amount),
        odds=request.odds,
        currency=stake.currency,
        status="pending",
        payout=None,
        cash_out_amount=None,
        profit_loss=None,
        is_auto_cash_out=False,
        cash_out_trigger_reason=None,
        placed_at=posted.posted_at,
        settled_at=None,
        meta=request.meta,
        outcome_meta=None,
    )


def _store_bet(session: Session, bet_id: UUID, customer_id: UUID, request: BetPlace, posted: PostedTransaction) -> str:
    """Store a bet with its posted stake. Returns the customer's username."""
    if isinstance(session, PlanningSession):
        return in_one_call.place(session, bet_id, customer_id, request.description, request.odds)
    stake = abs(posted.entries[0].amount)
    session.send(
        "select place_bet(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            *(session.tenant_id, bet_id, customer_id, request.description, request.odds),
            *(stake.minor, stake.currency, posted.transaction_id, posted.posted_at),
            meta_text(request.meta),
        ),
    )
    username: str = session.value(
        "select username from customers where tenant_id = %s and customer_id = %s", (session.tenant_id, customer_id)
    )
    return username


def place_for_caller(session: Session, principal: Principal, request: BetPlace) -> Bet:
    """A bet that a caller requests: a trading system for any customer, a customer from their own wallet and without
    odds.

    Raises Forbidden if a customer names odds or another customer, InvalidRequest if a trading system names no customer,
    CustomerNotFound if the caller is no customer, and as `place`.
    """
    if not principal.roles & TRADING:
        if request.odds is not None:
            raise errors.Forbidden("The trading system chooses the odds of a bet.")
        if request.customer_id is not None and str(request.customer_id) != principal.owner_id:
            raise errors.Forbidden("A customer bets from their own wallet.")
    if request.customer_id is not None:
        return place(session, request.customer_id, request)
    if "customer" not in principal.roles:
        sentence = "A trading system names the customer of the bet."
        raise errors.InvalidRequest(sentence, errors=[Problem("/customer_id", sentence)])
    return place(session, _customer_id(principal), request)


def settle(session: Session, bet_id: UUID, request: BetSettle) -> EndedBet:
    """End a bet: a won bet pays, a lost bet keeps the stake, a void bet returns it.

    Raises BetNotFound, BetAlreadySettled, InvalidAmount, PayoutAboveOdds, BalanceOutOfRange.
    """
    kind: BetKind = "bet_void" if request.outcome == "void" else "bet_payout"  # a lost bet pays nothing
    if isinstance(session, PlanningSession):
        multiple = _max_payout_multiple(session.tenant_id)
        unknown = in_one_call.settle(
            session, bet_id, request.outcome, request.payout, multiple, kind, meta=meta_text(request.meta)
        )
        return EndedBet(
            bet_id=bet_id,
            status=request.outcome,
            cash_out_amount=None,
            is_auto_cash_out=False,
            cash_out_trigger_reason=None,
            outcome_meta=request.meta,
            **unknown,
        )
    row, payout = end(session, bet_id, request.outcome, request.payout, meta=request.meta)
    return EndedBet.of(row, **pay(session, row, payout, kind))


def end(
    session: Session,
    bet_id: UUID,
    status: BetStatus,
    amount: Decimal | None,
    *,
    is_auto: bool = False,
    reason: str | None = None,
    meta: dict[str, Any] | None = None,
) -> tuple[Row, Money]:
    """End a pending bet under its lock. Returns its row with the customer's username, and the payout.

    Raises BetNotFound, BetAlreadySettled, InvalidAmount, PayoutAboveOdds.
    """
    row = session.one(
        f"""
        select (e.bet).*, e.pays, e.balance, e.held, e.available, k.username
        from end_bet(%s, %s, %s, %s, %s, %s, %s, %s) e {customers.username_of("(e.bet).tenant_id", "(e.bet).user_id")}
        """,  # noqa: S608  (composed of constants only)
        (
            *(session.tenant_id, bet_id, status, amount, is_auto, reason),
            *(_max_payout_multiple(session.tenant_id), meta_text(meta)),
        ),
    )
    return row, Money(row["pays"], row["currency"])


def _max_payout_multiple(tenant_id: str) -> int:
    """The most that a tenant's bet without odds pays, as a multiple of its stake: the template's MaxPayoutMultiple."""
    default, *own = os.environ["MAX_PAYOUT_MULTIPLE"].split(",")
    multiples = dict(one.rsplit("=", 1) for one in own)
    return int(multiples.get(tenant_id, default))


def pay(session: Session, row: Row, payout: Money, kind: BetKind, events: Sequence[Published] = ()) -> dict[str, Money]:
    """Post the payout of an ended bet, unless it is zero. Returns the amounts of the customer's wallet, as in
    EndedBet."""
    if payout.minor == 0:
        wallet = {"balance_after": row["balance"], "held": row["held"], "available": row["available"]}
        return {name: Money(minor, row["currency"]) for name, minor in wallet.items()}
    amount = Decimal(str(payout))
    transaction = Transaction(
        kind=kind,
        entries=[Entry(accounts.customer(row["user_id"]), amount), Entry(accounts.house(), -amount)],
        external_reference=str(row["bet_id"]),
        idempotency_key=session.origin.key,
        meta=row["outcome_meta"],
        events=events,
    )
    (posted,) = posting.post(session, [transaction])
    session.send("select record_bet_payment(%s, %s, %s)", (session.tenant_id, row["bet_id"], posted.transaction_id))
    paid = posted.entries[0]
    assert paid.balance_after and paid.held and paid.available  # noqa: S101, PT018  (a person's wallet is guarded)
    return {"balance_after": paid.balance_after, "held": paid.held, "available": paid.available}


def view(session: Session, principal: Principal, bet_id: UUID) -> Bet:
    """A bet, for its customer, the customer's agent, a trading system, or whoever sees the whole tenant.

    Raises BetNotFound, Forbidden, NotYourCustomer.
    """
    row = _bet(session, bet_id)
    if principal.roles & (TRADING | OVERSEERS) or principal.owns(str(row["user_id"])):
        return Bet.of(row)
    if "agent" not in principal.roles:
        raise errors.Forbidden("A customer sees their own bets.")
    if row["agent_id"] != principal.sub:
        raise errors.NotYourCustomer
    return Bet.of(row)


def listing_of_customer(session: Session, principal: Principal, query: ListQuery) -> Listing[Bet]:
    """A customer's own bets, newest first. A caller who is no customer gets an empty list.

    Raises InvalidRequest as Paging does.
    """
    try:
        user = _customer_id(principal)
    except errors.CustomerNotFound:
        user = None
    return _listing(session, query, "b.user_id = %(user)s", {"user": user})


def listing_of_agent(session: Session, agent: Agent | None, query: AgentListQuery) -> Listing[Bet]:
    """The bets of an agent's customers, or of every agent's, newest first.

    Raises CustomerNotFound, NotYourCustomer, and InvalidRequest as Paging does.
    """
    if query.customer_id is None:
        of_agent = "(%(agent)s::text is null or b.agent_id = %(agent)s)"
        return _listing(session, query, of_agent, {"agent": agent and agent.sub})
    customers.require_own(session, agent, query.customer_id)
    return _listing(session, query, "b.user_id = %(user)s", {"user": query.customer_id})


def _listing(session: Session, query: ListQuery, owner: str, parameters: dict[str, Any]) -> Listing[Bet]:
    where = f"b.tenant_id = %(tenant)s and {owner}" + (" and b.status = %(status)s" if query.status else "")
    parameters = parameters | {"tenant": session.tenant_id, "status": query.status}
    page = Paging(session, query, parameters, "b.placed_at", "b.bet_id")
    found = session.one(
        f"""
        select (select count(*) from bets b where {where}) as total_count,
               array(
                    select to_json(page)
                    from (select b.*, k.username, {page.column} {_BETS} where {where} {page.part}) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    return Listing[Bet].of(page.items(found["items"], Bet.of), found["total_count"], query)


def _bet(session: Session, bet_id: UUID) -> Row:
    of_id = "where b.tenant_id = %s and b.bet_id = %s"
    row = session.row(f"select b.*, k.username {_BETS} {of_id}", (session.tenant_id, bet_id))
    if row is None:
        raise errors.BetNotFound
    return row


def _customer_id(principal: Principal) -> UUID:
    """The caller's customer id. Only the spelling that Purser uses counts: wallets are found by the text of the id."""
    try:
        customer_id = UUID(principal.owner_id)
    except ValueError:
        raise errors.CustomerNotFound from None
    if str(customer_id) != principal.owner_id:
        raise errors.CustomerNotFound
    return customer_id
