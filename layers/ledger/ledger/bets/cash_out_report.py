"""An agent's reports of cash-outs: the activity with its totals, and the summary of a period.

The totals of whole UTC days are read from the table that SQL updates with each cash-out
(sql/functions/bets/cash_out_days.sql). The days at the ends of a period that it covers only in part are read from the
bets.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from ledger.bets.cash_outs import CashOut
from ledger.cashier import customers
from ledger.core.lists import Listing, Page, Period
from ledger.core.models import Answer, Id, MoneyText, Query
from ledger.core.money import Money
from ledger.core.principal import Agent
from ledger.storage.sessions import Session


class ActivityQuery(Page, Period):
    """customer_id: cash-outs of this customer only. The period is compared with settled_at."""

    customer_id: Id | None = None


class SummaryQuery(Query):
    """period: the last 24 hours, 7 days or 30 days."""

    period: Literal["24h", "7d", "30d"] = "24h"


class ActivityTotals(Answer):
    """Sums over the whole filtered list, in one currency."""

    currency: str | None
    total_count: int
    total_cash_out_amount: MoneyText | None
    total_profit_loss: MoneyText | None


class Activity(Listing[CashOut]):
    """totals: null fields if the list has several currencies."""

    totals: ActivityTotals
    totals_by_currency: list[ActivityTotals]


class TopCustomer(Answer):
    """One of the customers with the most cash-outs."""

    user_id: UUID
    username: str
    cash_out_count: int
    currency: str
    total_cash_out_amount: MoneyText
    net_profit_loss: MoneyText


class Day(Answer):
    """The cash-outs of one UTC day."""

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
    """Amounts and currency are null if there are several currencies.

    auto_cash_out_percentage: 0 to 100, one decimal. avg_return_ratio: the mean over bets of cash_out_amount / stake,
    four decimals; bets with a stake of zero are left out.
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


_LAST_DAY: Final = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
_RESOLUTION: Final = timedelta(microseconds=1)
"""Postgres stores whole microseconds: adding one turns an inclusive bound into an exclusive one."""
_PERIODS: Final = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}
_TOP_CUSTOMERS: Final = 5

_TOTALS_OF_CUSTOMER: Final = """
    select currency, count(*) as cash_outs, sum(cash_out_amount) as amount, sum(stake) as stake
    from bets
    where tenant_id = %(tenant)s and user_id = %(user)s and status = 'cashed_out'
        and settled_at >= %(begins)s and settled_at < %(ends)s
    group by currency
"""

# The bets of the days that a period covers only in part (see _period_bounds): two ranges of the covering index.
_PARTIAL_DAYS: Final = """
    select user_id, currency, stake, cash_out_amount, is_auto_cash_out, settled_at
    from bets
    where tenant_id = %(tenant)s and agent_id = %(agent)s and status = 'cashed_out'
        and settled_at >= %(begins)s and settled_at < %(first)s
    union all
    select user_id, currency, stake, cash_out_amount, is_auto_cash_out, settled_at
    from bets
    where tenant_id = %(tenant)s and agent_id = %(agent)s and status = 'cashed_out'
        and settled_at >= %(last)s and settled_at < %(ends)s
"""
_WHOLE_DAYS: Final = """
    agent_id = %(agent)s and cash_outs > 0
        and day >= (%(first)s::timestamptz at time zone 'UTC')::date
        and day < (%(last)s::timestamptz at time zone 'UTC')::date
"""

_TOTALS_OF_AGENT: Final = f"""
    select currency, sum(cash_outs) as cash_outs, sum(amount) as amount, sum(stake) as stake
    from (
        select currency, cash_outs, amount, stake
        from cash_out_days
        where tenant_id = %(tenant)s and {_WHOLE_DAYS}
        union all
        select currency, count(*), sum(cash_out_amount), sum(stake) from ({_PARTIAL_DAYS}) e group by currency
    ) parts
    group by currency
"""  # noqa: S608  (composed of constants only)

_SUMMARY: Final = f"""
    with partial_days as materialized ({_PARTIAL_DAYS}), days as materialized (
        select day, currency, sum(cash_outs) as cash_outs, sum(automatic) as automatic, sum(amount) as amount,
               sum(stake) as stake, sum(ratio) as ratio, sum(ratios) as ratios
        from cash_out_days
        where tenant_id = %(tenant)s and {_WHOLE_DAYS}
        group by day, currency
        union all
        select (settled_at at time zone 'UTC')::date, currency, count(*), count(*) filter (where is_auto_cash_out),
               sum(cash_out_amount), sum(stake), sum(cash_out_amount::numeric / nullif(stake, 0)),
               count(nullif(stake, 0))
        from partial_days
        group by 1, 2
    ), people as materialized (
        select user_id, min(currency) as currency, sum(cash_outs) as cash_outs, sum(amount) as amount,
               sum(stake) as stake
        from (
            select user_id, currency, cash_outs[until] - coalesce(cash_outs[since], 0) as cash_outs,
                   amounts[until] - coalesce(amounts[since], 0) as amount,
                   stakes[until] - coalesce(stakes[since], 0) as stake
            from (
                select c.*, width_bucket((%(first)s::timestamptz at time zone 'UTC')::date - 1, days) as since,
                       width_bucket((%(last)s::timestamptz at time zone 'UTC')::date - 1, days) as until
                from cash_out_customers c
                where tenant_id = %(tenant)s and agent_id = %(agent)s
            ) c
            where cash_outs[until] > coalesce(cash_outs[since], 0)
            union all
            select user_id, currency, 1, cash_out_amount, stake from partial_days
        ) x
        group by user_id
    )
    select coalesce(sum(cash_outs), 0)::bigint as total_cash_outs,
           (select count(*) from people) as unique_customers,
           round(100 * sum(automatic) / sum(cash_outs), 1)::float8 as auto,
           round(sum(ratio) / nullif(sum(ratios), 0), 4)::float8 as return_ratio,
           array(
                select json_build_object('currency', currency, 'total_cash_outs', sum(cash_outs),
                                         'total_cash_out_amount', sum(amount),
                                         'net_profit_loss', sum(amount - stake))
                from days group by currency order by currency
           ) as totals,
           array(
                select json_build_object('user_id', t.user_id, 'username', k.username, 'currency', t.currency,
                                         'cash_out_count', t.cash_outs, 'total_cash_out_amount', t.amount,
                                         'net_profit_loss', t.amount - t.stake)
                from (select * from people order by cash_outs desc, amount desc, user_id limit %(top)s) t
                join customers k on k.tenant_id = %(tenant)s and k.customer_id = t.user_id
                order by t.cash_outs desc, t.amount desc, t.user_id
           ) as top_customers,
           array(
                select json_build_object('day', day, 'cash_out_count', sum(cash_outs),
                                         'total_cash_out_amount', sum(amount),
                                         'net_profit_loss', sum(amount - stake))
                from days group by day order by day
           ) as by_day
    from days
"""  # noqa: S608  (composed of constants only)


def activity(session: Session, agent: Agent, query: ActivityQuery) -> Activity:
    """The cash-outs of an agent's customers, newest first. Raises CustomerNotFound, NotYourCustomer."""
    owner, totals_of = "b.agent_id = %(agent)s", _TOTALS_OF_AGENT
    if query.customer_id is not None:
        customers.require_own(session, agent, query.customer_id)
        owner, totals_of = "b.user_id = %(user)s", _TOTALS_OF_CUSTOMER
    found = session.one(
        f"""
        select array(
                    select json_build_object('currency', t.currency, 'total_count', t.cash_outs,
                                             'total_cash_out_amount', t.amount,
                                             'total_profit_loss', t.amount - t.stake)
                    from ({totals_of}) t order by t.currency
               ) as totals,
               array(
                    select to_json(item)
                    from (
                        select p.*, k.username
                        from (
                            select b.* from bets b
                            where b.tenant_id = %(tenant)s and {owner} and b.status = 'cashed_out'
                                and b.settled_at >= %(begins)s and b.settled_at < %(ends)s
                            order by b.settled_at desc, b.bet_id desc limit %(limit)s offset %(offset)s
                        ) p
                        join customers k on k.tenant_id = p.tenant_id and k.customer_id = p.user_id
                        order by p.settled_at desc, p.bet_id desc
                    ) item
               ) as items
        """,  # noqa: S608  (composed of constants only)
        {
            "tenant": session.tenant_id,
            "agent": agent.sub,
            "user": query.customer_id,
            "limit": query.limit,
            "offset": query.offset,
            **_period_bounds(query.begins, query.ends),
        },
    )
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


def summary(session: Session, agent: Agent, query: SummaryQuery, now: datetime | None = None) -> Summary:
    """The cash-outs of an agent's customers in the period that ends now."""
    since = (now or datetime.now(UTC)) - _PERIODS[query.period] + _RESOLUTION
    parameters = {
        "tenant": session.tenant_id,
        "agent": agent.sub,
        "top": _TOP_CUSTOMERS,
        # Without `now` there is no upper bound: the database's clock may be ahead of ours.
        **_period_bounds(since, now and now + _RESOLUTION),
    }
    found = session.one(_SUMMARY, parameters)
    totals = [SummaryTotals(**_with_money(total, total["currency"])) for total in found["totals"]]
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
        top_customers=[TopCustomer(**_with_money(top, top["currency"])) for top in found["top_customers"]],
        by_day=[Day(**_with_money(day, None if several else only.currency)) for day in found["by_day"]],
        totals_by_currency=totals,
    )


def _with_money(row: Mapping[str, Any], currency: str | None) -> dict[str, Any]:
    """The row with its amounts as money, or null without a currency."""
    amounts = ("total_cash_out_amount", "net_profit_loss")
    return {**row, **{name: None if currency is None else Money(row[name], currency) for name in amounts}}


def _period_bounds(begins: datetime | None, ends: datetime | None) -> dict[str, str]:
    """The bounds of a period and of the whole UTC days in it: `begins` and `first` are inclusive, `last` and `ends`
    exclusive. If the period has no whole day, `first` and `last` equal `ends`.
    """
    first, last = begins, ends
    if begins is not None and begins != _midnight(begins):
        first = _midnight(min(begins, _LAST_DAY) + timedelta(days=1))
    if ends is not None:
        last = _midnight(ends)
    if first is not None and last is not None and first >= last:
        first = last = ends
    return {
        "begins": _bound(begins, "-infinity"),
        "first": _bound(first, "-infinity"),
        "last": _bound(last, "infinity"),
        "ends": _bound(ends, "infinity"),
    }


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(), UTC)


def _bound(moment: datetime | None, none: str) -> str:
    return none if moment is None else moment.isoformat()
