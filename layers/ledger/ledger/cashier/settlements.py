"""Settlements: what an agent and a customer owe each other for a period, and the close of the period."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ledger import posting
from ledger.cashier import customers, settlement_figures
from ledger.cashier.settlement_figures import SettlementFigures
from ledger.core import errors
from ledger.core.lists import Listing, Page
from ledger.core.models import Answer, Id, Instant, MoneyText, SignedAmount, Timestamp, WithMeta, meta_text
from ledger.core.money import CURRENCIES, Money
from ledger.core.principal import Agent
from ledger.core.text import Note
from ledger.posting import Entry, Transaction, accounts
from ledger.storage.paging import Paging
from ledger.storage.sessions import Session


class PreviewQuery(Page):
    """since: the start of the period; absent: each customer's last settlement."""

    customer_id: Id | None = None
    since: Instant | None = None


class SettlementCreate(WithMeta):
    """method: `zero` sets the balance to zero against the agent's float, `carry` keeps it. expected_balance: the
    balance that the agent saw; the settlement is refused if it has changed."""

    customer_id: Id
    method: Literal["zero", "carry"]
    note: Note | None = None
    expected_balance: SignedAmount | None = None


class ListQuery(Page):
    """customer_id: settlements with this customer only."""

    customer_id: Id | None = None


class SettlementPreview(Answer):
    """customers: a page of them, by username. since: as in the request; null: each customer's last settlement.

    Over all customers: total_count; customers_owing: the number of customers with a balance below zero; customers_owed:
    the number with a balance above zero; net_position: the sum of the closing balances, as the customers see it: if it
    is positive, the agent owes. currency and net_position are null if there are several currencies. offset,
    next_cursor: as in other lists."""

    since: Timestamp | None
    until: Timestamp
    currency: str | None
    customers: list[SettlementFigures]
    customers_owing: int
    customers_owed: int
    net_position: MoneyText | None
    total_count: int
    limit: int
    offset: int | None
    has_more: bool
    next_cursor: str | None


class Settlement(SettlementFigures):
    """A closed settlement with its recorded figures. transaction_id: of the transaction that set the balance to zero;
    null without one."""

    settlement_id: UUID
    method: Literal["zero", "carry"]
    note: str | None
    since: Timestamp | None
    until: Timestamp
    transaction_id: UUID | None
    meta: dict[str, Any] | None
    balance_after: MoneyText


def preview(session: Session, agent: Agent | None, query: PreviewQuery) -> SettlementPreview:
    """The figures of settlements that would be closed now, with an agent's customers or with every agent's.

    Raises CustomerNotFound, NotYourCustomer, and InvalidRequest as Paging does.
    """
    if query.customer_id is not None:
        customers.require_own(session, agent, query.customer_id)
    totals, found = settlement_figures.current(session, agent, query.customer_id, query.since, query)
    currency = None if len(totals.currencies) > 1 else next(iter(totals.currencies), "USD")
    return SettlementPreview(
        since=query.since,
        until=totals.until,
        currency=currency,
        customers=[settlement_figures.of_row(row) for row in found.items],
        customers_owing=totals.owing,
        customers_owed=totals.owed,
        net_position=None if currency is None else Money(totals.net_position, currency),
        total_count=totals.count,
        limit=query.limit,
        offset=None if query.cursor else query.first_row,
        has_more=found.next_cursor is not None,
        next_cursor=found.next_cursor,
    )


def close(session: Session, agent: Agent, request: SettlementCreate) -> Settlement:
    """Record the figures under the wallet's lock and, with `zero`, set the balance to zero against the agent's float.

    Raises CustomerNotFound, NotYourCustomer, BalanceChanged, InvalidAmount, WalletFrozen, InsufficientFunds and
    InsufficientCredit (if something is held), ClockAhead, AgentLimitExceeded.
    """
    session.send("select lock_account(%s, %s, %s)", (session.tenant_id, agent.sub, request.customer_id))
    totals, found = settlement_figures.current(session, agent, request.customer_id, None, Page())
    (row,) = found.items
    currency, version = row["currency"], row["version"]
    balance = Money(row["closing_balance"], currency)
    if request.expected_balance is not None and _money(request.expected_balance, currency) != balance:
        raise errors.BalanceChanged(balance=str(balance), currency=currency)
    after, until, transaction_id = balance, totals.until, None
    if request.method == "zero" and balance.minor:
        amount = Decimal(str(balance))
        transaction = Transaction(
            kind="settlement",
            entries=[
                Entry(accounts.customer(request.customer_id, required_agent=agent), -amount),
                Entry(accounts.agent_float(agent), amount),
            ],
            description=request.note,
            idempotency_key=session.origin.key,
            meta=request.meta,
        )
        (posted,) = posting.post(session, [transaction])
        after, until, transaction_id = Money(0, currency), posted.posted_at, posted.transaction_id
        version += 1
    figures = settlement_figures.of_row(row)
    closed = session.one(
        "select close_settlement(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::json, %s, %s, %s) as settlement_id",
        (
            session.tenant_id,
            request.customer_id,
            agent.sub,
            request.method,
            request.note,
            currency,
            row["first"],
            version,
            row["since"],
            until,
            json.dumps({"figures": figures.model_dump(mode="json"), "balance_after": str(after)}),
            transaction_id,
            posting.transaction.clock(),
            meta_text(request.meta),
        ),
    )
    return Settlement(
        **dict(figures),
        settlement_id=closed["settlement_id"],
        method=request.method,
        note=request.note,
        since=row["since"],
        until=until,
        transaction_id=transaction_id,
        meta=request.meta,
        balance_after=after,
    )


def listing(session: Session, agent: Agent | None, query: ListQuery) -> Listing[Settlement]:
    """Past settlements of an agent, or of every agent, newest first.

    Raises CustomerNotFound, NotYourCustomer, and InvalidRequest as Paging does.
    """
    if query.customer_id is not None:
        customers.require_own(session, agent, query.customer_id)
    parameters = {"tenant": session.tenant_id, "agent": agent and agent.sub, "customer": query.customer_id}
    page = Paging(session, query, parameters, "m.until", "m.settlement_id")
    found = session.one(
        f"""
        with mine as (
            select * from settlements
            where tenant_id = %(tenant)s and (%(agent)s::text is null or agent_id = %(agent)s)
                and (%(customer)s::uuid is null or customer_id = %(customer)s)
        )
        select (select count(*) from mine) as total_count,
               array(
                    select to_json(page) from (select m.*, {page.column} from mine m where true {page.part}) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    return Listing[Settlement].of(page.items(found["items"], _settlement), found["total_count"], query)


def _money(expected_balance: Decimal, currency: str) -> Money:
    """Raises InvalidAmount if the currency has fewer decimals: no agent can have seen such a balance."""
    try:
        return Money.of(expected_balance, currency)
    except ValueError:
        facts = {"currency": currency, "exponent": CURRENCIES[currency].exponent, "field": "expected_balance"}
        raise errors.InvalidAmount.from_database(facts) from None


def _settlement(row: Mapping[str, Any]) -> Settlement:
    """From a row of `settlements`, which stores the figures as they were returned at the close."""
    currency = row["currency"]
    figures = settlement_figures.of_stored(row["customer_id"], currency, row["figures"]["figures"])
    return Settlement(
        **dict(figures),
        settlement_id=row["settlement_id"],
        method=row["method"],
        note=row["note"],
        since=row["since"],
        until=row["until"],
        transaction_id=row["transaction_id"],
        meta=row["meta"],
        balance_after=Money.of(Decimal(row["figures"]["balance_after"]), currency),
    )
