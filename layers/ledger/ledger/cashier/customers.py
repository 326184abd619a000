"""An agent's customers and their terms."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ledger.cashier.usernames import Username, username_key
from ledger.core import errors
from ledger.core.lists import Listing, Page
from ledger.core.models import Answer, CurrencyCode, MoneyText, NotNegative, Request, Timestamp
from ledger.core.money import Money
from ledger.core.principal import Agent
from ledger.core.text import Text
from ledger.storage.paging import Paging
from ledger.storage.sessions import Row, Session

AccountType = Literal["postup", "credit"]
Status = Literal["active", "frozen"]
AnyStatus = Literal[Status, "erased"]
"""With the status of a customer whose texts were erased. It is final, and no request sets it."""


class Customer(Answer):
    """A person who belongs to an agent, with their wallet.

    held: how much of the balance is reserved by holds. available: what can still be debited without an override.
    pending_bets: the sum of the stakes of pending bets.
    """

    customer_id: UUID
    username: str
    agent_id: str
    account_type: AccountType
    currency: str
    account_balance: MoneyText
    credit_limit: MoneyText
    held: MoneyText
    available: MoneyText
    pending_bets: MoneyText
    status: AnyStatus
    last_settlement: Timestamp | None
    created_at: Timestamp

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        amounts = ("account_balance", "credit_limit", "held", "available", "pending_bets")
        return cls(**{**row, **{name: Money(row[name], row["currency"]) for name in amounts}})


_COLUMNS: Final = """
    customer_id, username, agent_id, account_type, currency, account_balance, credit_limit, held, available,
    pending_bets, status, last_settlement, created_at
"""

_TOTALS: Final = ("total_balance", "total_held", "total_available")


class Terms(Request):
    """The terms of a new customer. credit_limit: in the currency; a Credit account needs one, a PostUp account has
    none."""

    username: Username
    account_type: AccountType
    currency: CurrencyCode = "USD"
    credit_limit: Annotated[NotNegative | None, Field(validate_default=True)] = None

    @field_validator("credit_limit")
    @classmethod
    def _limit_fits_account_type(cls, limit: Decimal | None, info: ValidationInfo) -> Decimal | None:
        account_type = info.data.get("account_type")
        if account_type == "credit" and limit is None:
            raise PydanticCustomError("limit", "A Credit account needs a credit limit.")
        if account_type == "postup" and limit is not None:
            raise PydanticCustomError("limit", "A PostUp account has no credit limit.")
        return require_representable(limit, info)


class CustomerCreate(Terms):
    """A new customer."""


class ListQuery(Page):
    """search: part of the username; case is ignored."""

    search: Annotated[str, Text(max_length=64)] | None = None
    status: AnyStatus | None = None


class CustomerUpdate(Request):
    """The terms to change; absent ones stay. A change to `postup` sets the limit to zero; one to `credit` needs a
    limit."""

    account_type: AccountType | None = None
    credit_limit: NotNegative | None = None
    status: Status | None = None


class CustomerChange(Answer):
    """A change of one of the terms."""

    field: Literal["account_type", "credit_limit", "status"]
    old_value: str
    new_value: str
    changed_by: str
    changed_at: Timestamp


class CustomerTotals(Answer):
    """Sums over the whole filtered list, in one currency."""

    currency: str | None
    total_balance: MoneyText | None
    total_held: MoneyText | None
    total_available: MoneyText | None


class CustomerListing(Listing[Customer]):
    """totals: null fields if the list has several currencies."""

    totals: CustomerTotals
    totals_by_currency: list[CustomerTotals]


def username_of(tenant: str, customer: str) -> str:
    """SQL that looks up the username of each row's customer, as `k.username`. tenant, customer: the SQL of their ids.

    A lateral subquery with an offset is executed for each row, through the index of its whole key. Of a join, the
    planner may read all customers of the tenant for each row, if it expects few of them.
    """
    return f"""
        cross join lateral (
            select x.username from customers x where x.tenant_id = {tenant} and x.customer_id = {customer} offset 0
        ) k
    """  # noqa: S608  (composed of constants only)


def require_representable(amount: Decimal | None, info: ValidationInfo) -> Decimal | None:
    """Check that the currency, an earlier field of the model, has enough decimals for the amount."""
    try:
        Money.of(amount or Decimal(0), info.data.get("currency", "USD"))
    except ValueError as error:
        raise PydanticCustomError("amount", "{reason}.", {"reason": str(error)}) from None
    return amount


def insert(session: Session, agent: Agent, terms: Sequence[Terms], references: Sequence[str | None]) -> list[UUID]:
    """Create customers with their wallets: all of them or none. Raises UsernameTaken, AgentLimitExceeded."""
    rows = session.rows(
        "select customer_id from create_customers(%s, %s, %s::jsonb) order by row_no",
        (
            session.tenant_id,
            agent.sub,
            json.dumps(
                [
                    {
                        "username": term.username,
                        "username_key": username_key(term.username),
                        "account_type": term.account_type,
                        "credit_limit": Money.of(term.credit_limit or Decimal(0), term.currency).minor,
                        "currency": term.currency,
                        "external_reference": reference,
                    }
                    for term, reference in zip(terms, references, strict=True)
                ]
            ),
        ),
    )
    return [row["customer_id"] for row in rows]


def create(session: Session, agent: Agent, request: CustomerCreate) -> Customer:
    """Create a customer. Raises UsernameTaken, AgentLimitExceeded."""
    (customer_id,) = insert(session, agent, [request], [None])
    return view(session, agent, customer_id)


def view(session: Session, agent: Agent | None, customer_id: UUID) -> Customer:
    """One of the agent's own customers, or of every agent's. Raises CustomerNotFound, NotYourCustomer."""
    return Customer.of(_row(session, agent, customer_id))


def require_own(session: Session, agent: Agent | None, customer_id: UUID) -> None:
    """Check that the customer belongs to the agent; without one, that they exist.

    Raises CustomerNotFound, NotYourCustomer.
    """
    _row(session, agent, customer_id)


def listing(session: Session, agent: Agent | None, query: ListQuery) -> CustomerListing:
    """The agent's own customers, or every agent's, ordered by username. Raises InvalidRequest as Paging does."""
    parameters = {
        "tenant": session.tenant_id,
        "agent": agent and agent.sub,
        "status": query.status,
        "search": None if query.search is None else username_key(query.search),
    }
    page = Paging(session, query, parameters, "m.username_key", "m.customer_id", newest_first=False)
    found = session.one(
        f"""
        with mine as (
            select {_COLUMNS}, username_key
            from customer_accounts
            where tenant_id = %(tenant)s and (%(agent)s::text is null or agent_id = %(agent)s)
                and (%(status)s::text is null or status = %(status)s)
                and (%(search)s::text is null or strpos(username_key, %(search)s) > 0)
        )
        select (select count(*) from mine) as total_count,
               array(
                    select json_build_object('currency', currency, 'total_balance', sum(account_balance),
                                             'total_held', sum(held), 'total_available', sum(available))
                    from mine group by currency order by currency
               ) as totals,
               array(
                    select to_json(page) from (select m.*, {page.column} from mine m where true {page.part}) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    totals = [
        CustomerTotals(currency=total["currency"], **{name: Money(total[name], total["currency"]) for name in _TOTALS})
        for total in found["totals"]
    ]
    return CustomerListing.of(
        page.items(found["items"], Customer.of),
        found["total_count"],
        query,
        totals=in_one_currency(
            totals,
            none=CustomerTotals(currency="USD", **dict.fromkeys(_TOTALS, Money(0, "USD"))),
            several=CustomerTotals(currency=None, **dict.fromkeys(_TOTALS)),
        ),
        totals_by_currency=totals,
    )


def in_one_currency[Totals](totals: Sequence[Totals], *, none: Totals, several: Totals) -> Totals:
    """The totals of a list in one currency: `none` for an empty list, `several` if it has several currencies."""
    match totals:
        case []:
            return none
        case [only]:
            return only
        case _:
            return several


def change(session: Session, agent: Agent, customer_id: UUID, request: CustomerUpdate) -> Customer:
    """Change a customer's terms under the wallet's lock, and record every change.

    Raises CustomerNotFound, NotYourCustomer, InvalidAmount, CreditLimitRequired, CreditLimitRefused,
    AgentLimitExceeded.
    """
    session.send(
        "select change_account(%s, %s, %s, %s, %s, %s, %s)",
        (
            session.tenant_id,
            agent.sub,
            customer_id,
            request.account_type,
            request.credit_limit,
            request.status,
            session.origin.request_id,
        ),
    )
    return view(session, agent, customer_id)


def changes(session: Session, agent: Agent | None, customer_id: UUID, query: Page) -> Listing[CustomerChange]:
    """Every change of a customer's terms, newest first.

    Raises CustomerNotFound, NotYourCustomer, and InvalidRequest as Paging does.
    """
    require_own(session, agent, customer_id)
    page = Paging(session, query, {"tenant": session.tenant_id, "customer": customer_id}, "c.change_no")
    found = session.one(
        f"""
        select n.newest as total_count,
               array(
                    select to_json(page)
                    from (
                        select c.field, c.old_value, c.new_value, c.changed_by, c.changed_at, {page.column}
                        from account_changes c
                        where c.tenant_id = %(tenant)s and c.customer_id = %(customer)s {page.numbered("n.newest")}
                    ) page
               ) as items
        from (
            select coalesce(max(change_no), 0) as newest
            from account_changes
            where tenant_id = %(tenant)s and customer_id = %(customer)s
        ) n
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    items = page.items(found["items"], lambda item: CustomerChange(**item))
    return Listing[CustomerChange].of(items, found["total_count"], query)


def _row(session: Session, agent: Agent | None, customer_id: UUID) -> Row:
    row = session.row(
        f"select {_COLUMNS} from customer_accounts where tenant_id = %s and owner_id = %s",  # noqa: S608  (columns)
        (session.tenant_id, str(customer_id)),
    )
    if row is None:
        raise errors.CustomerNotFound
    if agent is not None and row["agent_id"] != agent.sub:
        raise errors.NotYourCustomer
    return row
