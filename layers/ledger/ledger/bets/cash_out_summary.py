"""The summary of an agent's cash-outs in the last 24 hours, 7 days or 30 days."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from ledger.bets.cash_out_days import PARTIAL_DAYS, WHOLE_DAYS, period_bounds
from ledger.cashier import customers
from ledger.core.models import Answer, MoneyText, Query
from ledger.core.money import Money
from ledger.core.principal import Agent
from ledger.storage.sessions import Session


class SummaryQuery(Query):
    """period: the last 24 hours, 7 days or 30 days."""

    period: Literal["24h", "7d", "30d"] = "24h"


class CashOutCustomer(Answer):
    """One of the customers with the most cash-outs."""

    user_id: UUID
    username: str
    cash_out_count: int
    currency: str
    total_cash_out_amount: MoneyText
    net_profit_loss: MoneyText


class CashOutDay(Answer):
    """The cash-outs of one UTC day."""

    day: date
    cash_out_count: int
    total_cash_out_amount: MoneyText | None
    net_profit_loss: MoneyText | None


class CashOutSummaryTotals(Answer):
    """Sums of one currency."""

    currency: str
    total_cash_outs: int
    total_cash_out_amount: MoneyText
    net_profit_loss: MoneyText


class CashOutSummary(Answer):
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
    top_customers: list[CashOutCustomer]
    by_day: list[CashOutDay]
    totals_by_currency: list[CashOutSummaryTotals]


_RESOLUTION: Final = timedelta(microseconds=1)
"""Postgres stores whole microseconds: adding one turns an inclusive bound into an exclusive one."""
_PERIODS: Final = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}
_TOP_CUSTOMERS: Final = 5

_SUMMARY: Final = f"""
    with partial_days as materialized ({PARTIAL_DAYS}), days as materialized (
        select day, currency, sum(cash_outs) as cash_outs, sum(automatic) as automatic, sum(amount) as amount,
               sum(stake) as stake, sum(ratio) as ratio, sum(ratios) as ratios
        from cash_out_days
        where tenant_id = %(tenant)s and {WHOLE_DAYS}
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
                where tenant_id = %(tenant)s and (%(agent)s::text is null or agent_id = %(agent)s)
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
                {customers.username_of("%(tenant)s", "t.user_id")}
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


def summary(session: Session, agent: Agent | None, query: SummaryQuery, now: datetime | None = None) -> CashOutSummary:
    """The cash-outs of an agent's customers, or of every agent's, in the period that ends now."""
    since = (now or datetime.now(UTC)) - _PERIODS[query.period] + _RESOLUTION
    parameters = {
        "tenant": session.tenant_id,
        "agent": agent and agent.sub,
        "top": _TOP_CUSTOMERS,
        # Without `now` there is no upper bound: the database's clock may be ahead of ours.
        **period_bounds(since, now and now + _RESOLUTION),
    }
    found = session.one(_SUMMARY, parameters)
    totals = [CashOutSummaryTotals(**_with_money(total, total["currency"])) for total in found["totals"]]
    several = len(totals) > 1
    none = CashOutSummaryTotals(
        currency="USD", total_cash_outs=0, total_cash_out_amount=Money(0, "USD"), net_profit_loss=Money(0, "USD")
    )
    only = totals[0] if totals else none
    return CashOutSummary(
        period=query.period,
        total_cash_outs=found["total_cash_outs"],
        unique_customers=found["unique_customers"],
        total_cash_out_amount=None if several else only.total_cash_out_amount,
        net_profit_loss=None if several else only.net_profit_loss,
        currency=None if several else only.currency,
        auto_cash_out_percentage=found["auto"] or 0.0,
        avg_return_ratio=found["return_ratio"] or 0.0,
        top_customers=[CashOutCustomer(**_with_money(top, top["currency"])) for top in found["top_customers"]],
        by_day=[CashOutDay(**_with_money(day, None if several else only.currency)) for day in found["by_day"]],
        totals_by_currency=totals,
    )


def _with_money(row: Mapping[str, Any], currency: str | None) -> dict[str, Any]:
    """The row with its amounts as money, or null without a currency."""
    amounts = ("total_cash_out_amount", "net_profit_loss")
    return {**row, **{name: None if currency is None else Money(row[name], currency) for name in amounts}}
