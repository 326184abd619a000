"""Cash-outs: a bet paid back early, and what an agent sees of it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from ledger import bets, customers, events
from ledger.db import Row, Transaction
from ledger.events import CashOutRecorded, CashOutTriggered
from ledger.ids import new_id
from ledger.lists import Listing, Page, Period
from ledger.models import Answer, Id, MoneyText, NotNegative, Query, Request, Text, Timestamp
from ledger.money import Money
from ledger.principal import Agent


class CashOutRequest(Request):
    """What the trading system pays for a bet now. Zero is a loss taken early."""

    cash_out_amount: NotNegative
    is_auto: bool = False
    trigger_reason: Annotated[Text, Field(max_length=128)] | None = None


class ActivityQuery(Page, Period):
    """Of which customer, over which time, by when they were cashed out."""

    customer_id: Id | None = None


class SummaryQuery(Query):
    """Over the last day, week or month, to the second."""

    period: Literal["24h", "7d", "30d"] = "24h"


class CashOut(Answer):
    """profit_loss: cash_out_amount - stake, the customer's view: positive, the customer gained."""

    bet_id: UUID
    user_id: UUID
    username: str
    stake: MoneyText
    cash_out_amount: MoneyText
    profit_loss: MoneyText
    currency: str
    is_auto_cash_out: bool
    cash_out_trigger_reason: str | None
    settled_at: Timestamp

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of `bets` with the customer's username."""
        values = {**row, "profit_loss": row["cash_out_amount"] - row["stake"]}
        for name in ("stake", "cash_out_amount", "profit_loss"):
            values[name] = Money(values[name], row["currency"])
        return cls(**{name: values[name] for name in cls.model_fields})


class ActivityTotals(Answer):
    """Sums over the whole filtered set, in one currency."""

    currency: str | None
    total_count: int
    total_cash_out_amount: MoneyText | None
    total_profit_loss: MoneyText | None


class Activity(Listing[CashOut]):
    """totals: null where the set holds several currencies."""

    totals: ActivityTotals
    totals_by_currency: list[ActivityTotals]


class TopCustomer(Answer):
    """One of those who cashed out most often."""

    user_id: UUID
    username: str
    cash_out_count: int
    currency: str
    total_cash_out_amount: MoneyText
    net_profit_loss: MoneyText


class Day(Answer):
    """A UTC day of the chart."""

    day: date
    cash_out_count: int
    total_cash_out_amount: MoneyText | None
    net_profit_loss: MoneyText | None


class SummaryTotals(Answer):
    """Sums of one currency."""

    currency: str
    total_cash_outs: int
    total_cash_out_amount: MoneyText
    net_profit_loss: MoneyText


class Summary(Answer):
    """Amounts and currency are null where there are several currencies.

    auto_cash_out_percentage: 0 to 100, one decimal. avg_return_ratio: the mean over bets of cash_out_amount / stake,
    four decimals, bets with stake 0 left out.
    """

    period: Literal["24h", "7d", "30d"]
    total_cash_outs: int
    unique_customers: int
    total_cash_out_amount: MoneyText | None
    net_profit_loss: MoneyText | None
    currency: str | None
    auto_cash_out_percentage: float
    avg_return_ratio: float
    top_customers: list[TopCustomer]
    by_day: list[Day]
    totals_by_currency: list[SummaryTotals]


def cash_out(tx: Transaction, bet_id: UUID, request: CashOutRequest) -> bets.EndedBet:
    """Pay a pending bet back early: its transition, the credit and the event are one transaction.

    Raises BetNotFound, BetAlreadySettled, InvalidAmount, BalanceOutOfRange.
    """
    row, pays = bets.end(
        tx, bet_id, "cashed_out", request.cash_out_amount, is_auto=request.is_auto, reason=request.trigger_reason
    )
    recorded = _recorded(tx, row, pays)
    if pays.minor == 0:
        events.emit(tx, [recorded])
    return bets.EndedBet.of(row, balance_after=bets.pay(tx, row, pays, "bet_cash_out", [recorded]))


def trigger(tx: Transaction, triggered: CashOutTriggered) -> None:
    """Cash out because a trading system says so. Its business key is the bet, which is cashed out once.

    Raises BetAlreadySettled, BetNotFound for one that comes late or twice, InvalidAmount.
    """
    request = CashOutRequest(
        cash_out_amount=triggered.cash_out_amount, is_auto=True, trigger_reason=triggered.trigger_reason
    )
    cash_out(tx, triggered.bet_id, request)


def activity(tx: Transaction, agent: Agent, query: ActivityQuery) -> Activity:
    """The cash-outs of an agent's customers, newest first. Raises CustomerNotFound, NotYourCustomer."""
    whose = "b.agent_id = %(agent)s"
    if query.customer_id is not None:
        customers.require_own(tx, agent, query.customer_id)
        whose = "b.user_id = %(user)s"
    where = f"""
        b.tenant_id = %(tenant)s and {whose} and b.status = 'cashed_out'
            and b.settled_at >= coalesce(%(begins)s, '-infinity'::timestamptz)
            and b.settled_at < coalesce(%(ends)s, 'infinity'::timestamptz)
    """
    found = tx.row(
        f"""
        select array(
                    select json_build_object('currency', b.currency, 'total_count', count(*),
                                             'total_cash_out_amount', sum(b.cash_out_amount),
                                             'total_profit_loss', sum(b.cash_out_amount - b.stake))
                    from bets b where {where} group by b.currency order by b.currency
               ) as totals,
               array(
                    select to_json(item)
                    from (
                        select p.*, k.username
                        from (
                            select b.* from bets b where {where}
                            order by b.settled_at desc, b.bet_id desc limit %(limit)s offset %(offset)s
                        ) p
                        join customers k on k.tenant_id = p.tenant_id and k.customer_id = p.user_id
                        order by p.settled_at desc, p.bet_id desc
                    ) item
               ) as items
        """,  # noqa: S608  (composed of constants only)
        {
            "tenant": tx.tenant_id,
            "agent": agent.sub,
            "user": query.customer_id,
            "begins": query.begins,
            "ends": query.ends,
            "limit": query.limit,
            "offset": query.offset,
        },
    )
    assert found is not None  # noqa: S101  (a scalar select has its row)
    totals = [
        ActivityTotals(
            currency=total["currency"],
            total_count=total["total_count"],
            total_cash_out_amount=Money(total["total_cash_out_amount"], total["currency"]),
            total_profit_loss=Money(total["total_profit_loss"], total["currency"]),
        )
        for total in found["totals"]
    ]
    count = sum(total.total_count for total in totals)
    nothing = Money(0, "USD")
    return Activity.of(
        [CashOut.of(item) for item in found["items"]],
        count,
        query,
        totals=customers.in_one_currency(
            totals,
            none=ActivityTotals(
                currency="USD", total_count=0, total_cash_out_amount=nothing, total_profit_loss=nothing
            ),
            several=ActivityTotals(
                currency=None, total_count=count, total_cash_out_amount=None, total_profit_loss=None
            ),
        ),
        totals_by_currency=totals,
    )


_PERIODS: Final = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}
_TOP: Final = 5

# One pass over the agent's cash-outs of the period, which the covering index holds whole.
_SUMMARY: Final = """
    with mine as materialized (
        select user_id, currency, stake, cash_out_amount, is_auto_cash_out, settled_at
        from bets
        where tenant_id = %(tenant)s and agent_id = %(agent)s and status = 'cashed_out'
            and settled_at > %(since)s and settled_at <= %(now)s
    )
    select count(*) as total_cash_outs, count(distinct user_id) as unique_customers,
           round(100.0 * count(*) filter (where is_auto_cash_out) / nullif(count(*), 0), 1)::float8 as auto,
           round(avg(cash_out_amount::numeric / nullif(stake, 0)), 4)::float8 as return_ratio,
           array(
                select json_build_object('currency', currency, 'total_cash_outs', count(*),
                                         'total_cash_out_amount', sum(cash_out_amount),
                                         'net_profit_loss', sum(cash_out_amount - stake))
                from mine group by currency order by currency
           ) as totals,
           array(
                select json_build_object('user_id', t.user_id, 'username', k.username, 'currency', t.currency,
                                         'cash_out_count', t.times, 'total_cash_out_amount', t.amount,
                                         'net_profit_loss', t.net)
                from (
                    select user_id, min(currency) as currency, count(*) as times, sum(cash_out_amount) as amount,
                           sum(cash_out_amount - stake) as net
                    from mine group by user_id
                    order by count(*) desc, sum(cash_out_amount) desc, user_id
                    limit %(top)s
                ) t
                join customers k on k.tenant_id = %(tenant)s and k.customer_id = t.user_id
                order by t.times desc, t.amount desc, t.user_id
           ) as top_customers,
           array(
                select json_build_object('day', (settled_at at time zone 'UTC')::date, 'cash_out_count', count(*),
                                         'total_cash_out_amount', sum(cash_out_amount),
                                         'net_profit_loss', sum(cash_out_amount - stake))
                from mine group by (settled_at at time zone 'UTC')::date order by (settled_at at time zone 'UTC')::date
           ) as by_day
    from mine
"""


def summary(tx: Transaction, agent: Agent, query: SummaryQuery, now: datetime | None = None) -> Summary:
    """What an agent's customers cashed out in the period that ends now."""
    until = now or datetime.now(UTC)
    parameters = {
        "tenant": tx.tenant_id,
        "agent": agent.sub,
        "since": until - _PERIODS[query.period],
        "now": until,
        "top": _TOP,
    }
    found = tx.row(_SUMMARY, parameters)
    assert found is not None  # noqa: S101  (an aggregate has its row)
    totals = [SummaryTotals(**_in(total, total["currency"])) for total in found["totals"]]
    several = len(totals) > 1
    none = SummaryTotals(
        currency="USD", total_cash_outs=0, total_cash_out_amount=Money(0, "USD"), net_profit_loss=Money(0, "USD")
    )
    only = totals[0] if totals else none
    return Summary(
        period=query.period,
        total_cash_outs=found["total_cash_outs"],
        unique_customers=found["unique_customers"],
        total_cash_out_amount=None if several else only.total_cash_out_amount,
        net_profit_loss=None if several else only.net_profit_loss,
        currency=None if several else only.currency,
        auto_cash_out_percentage=found["auto"] or 0.0,
        avg_return_ratio=found["return_ratio"] or 0.0,
        top_customers=[TopCustomer(**_in(top, top["currency"])) for top in found["top_customers"]],
        by_day=[Day(**_in(day, None if several else only.currency)) for day in found["by_day"]],
        totals_by_currency=totals,
    )


def _in(row: Mapping[str, Any], currency: str | None) -> dict[str, Any]:
    """The row with its amounts in the currency, or without them where there is not one."""
    amounts = ("total_cash_out_amount", "net_profit_loss")
    return {**row, **{name: None if currency is None else Money(row[name], currency) for name in amounts}}


def _recorded(tx: Transaction, row: Row, pays: Money) -> CashOutRecorded:
    stake = Money(row["stake"], row["currency"])
    return CashOutRecorded(
        event_id=new_id(),
        tenant_id=tx.tenant_id,
        agent_id=row["agent_id"],
        user_id=row["user_id"],
        bet_id=row["bet_id"],
        stake=Decimal(str(stake)),
        cash_out_amount=Decimal(str(pays)),
        profit_loss=Decimal(str(Money(pays.minor - stake.minor, stake.currency))),
        currency=stake.currency,
        is_auto_cash_out=row["is_auto_cash_out"],
        cash_out_trigger_reason=row["cash_out_trigger_reason"],
        settled_at=row["settled_at"],
    )
