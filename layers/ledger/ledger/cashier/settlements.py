"""Settlements: what an agent and a customer owe each other for a period, and the close of the period."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

from pydantic import Field

from ledger import posting
from ledger.cashier import customers
from ledger.core import errors
from ledger.core.lists import Listing, Page
from ledger.core.models import Answer, Id, Instant, MoneyText, Query, Request, SignedAmount, Text, Timestamp
from ledger.core.money import CURRENCIES, Money
from ledger.core.principal import Agent
from ledger.posting import Entry, Transaction, accounts
from ledger.posting.kinds import SettlementColumn, in_column
from ledger.storage.sessions import Row, Session


class PreviewQuery(Query):
    """since: the start of the period; absent: each customer's last settlement."""

    customer_id: Id | None = None
    since: Instant | None = None


class CloseRequest(Request):
    """method: `zero` sets the balance to zero against the agent's float, `carry` keeps it. expected_balance: the
    balance that the agent saw; the settlement is refused if it has changed."""

    customer_id: Id
    method: Literal["zero", "carry"]
    note: Annotated[Text, Field(max_length=512)] | None = None
    expected_balance: SignedAmount | None = None


class ListQuery(Page):
    """customer_id: settlements with this customer only."""

    customer_id: Id | None = None


class CashOuts(Answer):
    """net_from_stake: total_amount minus the stakes of the bets that were cashed out."""

    count: int
    total_amount: MoneyText
    net_from_stake: MoneyText
    auto_count: int


class Figures(Answer):
    """closing = opening - stakes + payouts + stakes_returned + cash_outs.total_amount + cashier_credits
    - cashier_debits + transfers_in - transfers_out + other, exactly. closing is the balance in the ledger."""

    customer_id: UUID
    username: str
    currency: str
    opening_balance: MoneyText
    stakes: MoneyText
    payouts: MoneyText
    stakes_returned: MoneyText
    cash_outs: CashOuts
    cashier_credits: MoneyText
    cashier_debits: MoneyText
    transfers_in: MoneyText
    transfers_out: MoneyText
    other: MoneyText
    closing_balance: MoneyText


class Preview(Answer):
    """since: as in the request; null: each customer's last settlement. customers_owing: the number of customers with a
    balance below zero. customers_owed: the number with a balance above zero. net_position: the sum of the closing
    balances, as the customers see it: if it is positive, the agent owes. currency and net_position are null if there
    are several currencies."""

    since: Timestamp | None
    until: Timestamp
    currency: str | None
    customers: list[Figures]
    customers_owing: int
    customers_owed: int
    net_position: MoneyText | None


class Settlement(Figures):
    """A closed settlement with its recorded figures. transaction_id: of the transaction that set the balance to zero;
    null without one."""

    settlement_id: UUID
    method: Literal["zero", "carry"]
    note: str | None
    since: Timestamp | None
    until: Timestamp
    transaction_id: UUID | None
    balance_after: MoneyText


def _has_kind_of(*columns: SettlementColumn) -> str:
    """SQL: whether the entry's transaction has a kind of these columns."""
    return f"m.kind in ({', '.join(f"'{kind}'" for column in columns for kind in in_column(column))})"


_COLUMNS: Final = tuple(column for column in get_args(SettlementColumn) if column != "other")
# Each entry of a customer's wallet between two versions belongs to exactly one column, so the columns add up to the
# change of the balance. A cash-out of zero has no entry; it is counted by the time at which the bet ended.
_FIGURES: Final = f"""
    select k.customer_id, k.username, w.currency, w.version, s.first, s.since, now.until,
           coalesce((
                select e.balance_after from entries e
                where e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id and e.version = s.first
           ), 0) as opening_balance,
           coalesce(-f.stakes, 0) as stakes, coalesce(f.payouts, 0) as payouts,
           coalesce(f.stakes_returned, 0) as stakes_returned,
           coalesce(f.cash_outs, 0) as cash_outs, coalesce(f.cashed_stakes, 0) + z.stakes as cashed_stakes,
           coalesce(f.cash_out_count, 0) + z.times as cash_out_count, coalesce(f.auto_count, 0) + z.auto as auto_count,
           coalesce(f.cashier_credits, 0) as cashier_credits, coalesce(-f.cashier_debits, 0) as cashier_debits,
           coalesce(f.transfers_in, 0) as transfers_in, coalesce(-f.transfers_out, 0) as transfers_out,
           coalesce(f.other, 0) as other, w.balance as closing_balance
    from customers k
    join wallets w on w.tenant_id = k.tenant_id and w.wallet_id = k.wallet_id
    cross join (select clock_timestamp() as until) now
    left join lateral (
        select x.until, x.until_version from settlements x
        where x.tenant_id = k.tenant_id and x.customer_id = k.customer_id
        order by x.until_version desc, x.until desc
        limit 1
    ) last on true
    cross join lateral (
        select coalesce(%(since)s::timestamptz, last.until) as since, a.after,
               case when %(since)s::timestamptz is null then coalesce(last.until_version, 0)
                    else version_at(w.tenant_id, w.wallet_id, a.after, w.version) end as first
        from (select coalesce(%(since)s::timestamptz - interval '1 microsecond', last.until, '-infinity') as after) a
    ) s
    cross join lateral (
        select sum(m.amount) filter (where {_has_kind_of("stakes")}) as stakes,
               sum(m.amount) filter (where {_has_kind_of("payouts")}) as payouts,
               sum(m.amount) filter (where {_has_kind_of("stakes_returned")}) as stakes_returned,
               sum(m.amount) filter (where {_has_kind_of("cash_outs")}) as cash_outs,
               count(*) filter (where {_has_kind_of("cash_outs")}) as cash_out_count,
               sum(m.stake) filter (where {_has_kind_of("cash_outs")}) as cashed_stakes,
               count(*) filter (where {_has_kind_of("cash_outs")} and m.is_auto_cash_out) as auto_count,
               sum(m.amount) filter (where {_has_kind_of("cashier_credits")}) as cashier_credits,
               sum(m.amount) filter (where {_has_kind_of("cashier_debits")}) as cashier_debits,
               sum(m.amount) filter (where m.between_persons and m.amount > 0) as transfers_in,
               sum(m.amount) filter (where m.between_persons and m.amount < 0) as transfers_out,
               sum(m.amount) filter (where not m.between_persons and not {_has_kind_of(*_COLUMNS)}) as other
        from (
            select e.amount, t.kind, b.stake, b.is_auto_cash_out,
                   exists (
                        select from entries o
                        where o.tenant_id = e.tenant_id and o.transaction_id = e.transaction_id
                            and o.entry_number <> e.entry_number and o.version is not null) as between_persons
            from entries e
            join transactions t on t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id
            left join bets b on b.tenant_id = t.tenant_id
                and b.bet_id = case t.kind when 'bet_cash_out' then t.external_reference::uuid end
            where e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id and e.version > s.first
                and e.version <= w.version
        ) m
    ) f
    cross join lateral (
        select count(*) as times, coalesce(sum(b.stake), 0) as stakes,
               count(*) filter (where b.is_auto_cash_out) as auto
        from bets b
        where b.tenant_id = k.tenant_id and b.user_id = k.customer_id and b.status = 'cashed_out'
            and b.cash_out_amount = 0 and b.settled_at > s.after
    ) z
    where k.tenant_id = %(tenant)s and w.agent_id = %(agent)s
        and (%(customer)s::uuid is null or k.customer_id = %(customer)s)
    order by k.username_key, k.customer_id
"""  # noqa: S608  (composed of constants only)


def preview(session: Session, agent: Agent, query: PreviewQuery) -> Preview:
    """The figures of settlements that would be closed now. Raises CustomerNotFound, NotYourCustomer."""
    if query.customer_id is not None:
        customers.require_own(session, agent, query.customer_id)
    rows = _rows(session, agent, query.customer_id, query.since)
    currencies = {row["currency"] for row in rows}
    currency = None if len(currencies) > 1 else next(iter(currencies), "USD")
    closing = [row["closing_balance"] for row in rows]
    until = rows[0]["until"] if rows else _now(session)
    return Preview(
        since=query.since,
        until=until,
        currency=currency,
        customers=[Figures(**_figures(row)) for row in rows],
        customers_owing=sum(balance < 0 for balance in closing),
        customers_owed=sum(balance > 0 for balance in closing),
        net_position=None if currency is None else Money(sum(closing), currency),
    )


def close(session: Session, agent: Agent, request: CloseRequest) -> Settlement:
    """Record the figures under the wallet's lock and, with `zero`, set the balance to zero against the agent's float.

    Raises CustomerNotFound, NotYourCustomer, BalanceChanged, InvalidAmount, WalletFrozen, ClockAhead.
    """
    session.send("select lock_account(%s, %s, %s)", (session.tenant_id, agent.sub, request.customer_id))
    (row,) = _rows(session, agent, request.customer_id, None)
    currency, version = row["currency"], row["version"]
    balance = Money(row["closing_balance"], currency)
    if request.expected_balance is not None and _money(request.expected_balance, currency) != balance:
        raise errors.BalanceChanged(balance=str(balance), currency=currency)
    after, until, transaction_id = balance, row["until"], None
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
        )
        (posted,) = posting.post(session, [transaction])
        after, until, transaction_id = Money(0, currency), posted.posted_at, posted.transaction_id
        version += 1
    figures = Figures(**_figures(row))
    closed = session.one(
        "select close_settlement(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::json, %s, %s) as settlement_id",
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
        balance_after=after,
    )


def listing(session: Session, agent: Agent, query: ListQuery) -> Listing[Settlement]:
    """Past settlements, newest first. Raises CustomerNotFound, NotYourCustomer."""
    if query.customer_id is not None:
        customers.require_own(session, agent, query.customer_id)
    found = session.one(
        """
        with mine as (
            select * from settlements
            where tenant_id = %(tenant)s and agent_id = %(agent)s
                and (%(customer)s::uuid is null or customer_id = %(customer)s)
        )
        select (select count(*) from mine) as total_count,
               array(
                    select to_json(page)
                    from (select * from mine order by until desc, settlement_id desc
                          limit %(limit)s offset %(offset)s) page
               ) as items
        """,
        {
            "tenant": session.tenant_id,
            "agent": agent.sub,
            "customer": query.customer_id,
            "limit": query.limit,
            "offset": query.offset,
        },
    )
    return Listing[Settlement].of([_settlement(item) for item in found["items"]], found["total_count"], query)


def _money(expected_balance: Decimal, currency: str) -> Money:
    """Raises InvalidAmount if the currency has fewer decimals: no agent can have seen such a balance."""
    try:
        return Money.of(expected_balance, currency)
    except ValueError:
        facts = {"currency": currency, "exponent": CURRENCIES[currency].exponent, "field": "expected_balance"}
        raise errors.InvalidAmount.from_database(facts) from None


def _rows(session: Session, agent: Agent, customer_id: UUID | None, since: datetime | None) -> list[Row]:
    return session.rows(
        _FIGURES, {"tenant": session.tenant_id, "agent": agent.sub, "customer": customer_id, "since": since}
    )


_AMOUNTS: Final = (
    "opening_balance",
    "stakes",
    "payouts",
    "stakes_returned",
    "cashier_credits",
    "cashier_debits",
    "transfers_in",
    "transfers_out",
    "other",
    "closing_balance",
)


def _figures(row: Row) -> dict[str, Any]:
    currency = row["currency"]
    cash_outs = CashOuts(
        count=row["cash_out_count"],
        total_amount=Money(int(row["cash_outs"]), currency),
        net_from_stake=Money(int(row["cash_outs"] - row["cashed_stakes"]), currency),
        auto_count=row["auto_count"],
    )
    amounts = {name: Money(int(row[name]), currency) for name in _AMOUNTS}
    return {**{name: row[name] for name in ("customer_id", "username", "currency")}, **amounts, "cash_outs": cash_outs}


def _settlement(row: Mapping[str, Any]) -> Settlement:
    """From a row of `settlements`, which stores the figures as they were returned at the close."""
    currency = row["currency"]
    figures: dict[str, Any] = row["figures"]["figures"]
    cash_outs: dict[str, Any] = figures["cash_outs"]
    amounts = {name: Money.of(Decimal(figures[name]), currency) for name in _AMOUNTS}
    return Settlement(
        customer_id=row["customer_id"],
        username=figures["username"],
        currency=currency,
        **amounts,
        cash_outs=CashOuts(
            count=cash_outs["count"],
            total_amount=Money.of(Decimal(cash_outs["total_amount"]), currency),
            net_from_stake=Money.of(Decimal(cash_outs["net_from_stake"]), currency),
            auto_count=cash_outs["auto_count"],
        ),
        settlement_id=row["settlement_id"],
        method=row["method"],
        note=row["note"],
        since=row["since"],
        until=row["until"],
        transaction_id=row["transaction_id"],
        balance_after=Money.of(Decimal(row["figures"]["balance_after"]), currency),
    )


def _now(session: Session) -> datetime:
    row = session.one("select clock_timestamp() as now")
    now: datetime = row["now"]
    return now
