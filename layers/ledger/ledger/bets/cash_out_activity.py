"""An agent's list of cash-outs, with totals of all that match the filters."""

from typing import Final

from ledger.bets.cash_out_days import PARTIAL_DAYS, WHOLE_DAYS, period_bounds
from ledger.bets.cash_outs import CashOut
from ledger.cashier import customers
from ledger.core.lists import Listing, Page, Period
from ledger.core.models import Answer, Id, MoneyText
from ledger.core.money import Money
from ledger.core.principal import Agent
from ledger.storage.paging import Paging
from ledger.storage.sessions import Session


class ActivityQuery(Page, Period):
    """customer_id: cash-outs of this customer only. The period is compared with settled_at."""

    customer_id: Id | None = None


class CashOutActivityTotals(Answer):
    """Sums over the whole filtered list, in one currency."""

    currency: str | None
    total_count: int
    total_cash_out_amount: MoneyText | None
    total_profit_loss: MoneyText | None


class CashOutActivity(Listing[CashOut]):
    """totals: null fields if the list has several currencies."""

    totals: CashOutActivityTotals
    totals_by_currency: list[CashOutActivityTotals]


_TOTALS_OF_CUSTOMER: Final = """
    select currency, count(*) as cash_outs, sum(cash_out_amount) as amount, sum(stake) as stake
    from bets
    where tenant_id = %(tenant)s and user_id = %(user)s and status = 'cashed_out'
        and settled_at >= %(begins)s and settled_at < %(ends)s
    group by currency
"""

_TOTALS_OF_AGENT: Final = f"""
    select currency, sum(cash_outs) as cash_outs, sum(amount) as amount, sum(stake) as stake
    from (
        select currency, cash_outs, amount, stake
        from cash_out_days
        where tenant_id = %(tenant)s and {WHOLE_DAYS}
        union all
        select currency, count(*), sum(cash_out_amount), sum(stake) from ({PARTIAL_DAYS}) e group by currency
    ) parts
    group by currency
"""  # noqa: S608  (composed of constants only)


def activity(session: Session, agent: Agent | None, query: ActivityQuery) -> CashOutActivity:
    """The cash-outs of an agent's customers, or of every agent's, newest first.

    Raises CustomerNotFound, NotYourCustomer, and InvalidRequest as Paging does.
    """
    owner, totals_of = "(%(agent)s::text is null or b.agent_id = %(agent)s)", _TOTALS_OF_AGENT
    if query.customer_id is not None:
        customers.require_own(session, agent, query.customer_id)
        owner, totals_of = "b.user_id = %(user)s", _TOTALS_OF_CUSTOMER
    parameters = {
        "tenant": session.tenant_id,
        "agent": agent and agent.sub,
        "user": query.customer_id,
        **period_bounds(query.begins, query.ends),
    }
    page = Paging(session, query, parameters, "b.settled_at", "b.bet_id")
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
                            select b.*, {page.column} from bets b
                            where b.tenant_id = %(tenant)s and {owner} and b.status = 'cashed_out'
                                and b.settled_at >= %(begins)s and b.settled_at < %(ends)s {page.part}
                        ) p {customers.username_of("p.tenant_id", "p.user_id")}
                        order by p.settled_at desc, p.bet_id desc
                    ) item
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    totals = [
        CashOutActivityTotals(
            currency=total["currency"],
            total_count=total["total_count"],
            total_cash_out_amount=Money(total["total_cash_out_amount"], total["currency"]),
            total_profit_loss=Money(total["total_profit_loss"], total["currency"]),
        )
        for total in found["totals"]
    ]
    count = sum(total.total_count for total in totals)
    nothing = Money(0, "USD")
    return CashOutActivity.of(
        page.items(found["items"], CashOut.of),
        count,
        query,
        totals=customers.in_one_currency(
            totals,
            none=CashOutActivityTotals(
                currency="USD", total_count=0, total_cash_out_amount=nothing, total_profit_loss=nothing
            ),
            several=CashOutActivityTotals(
                currency=None, total_count=count, total_cash_out_amount=None, total_profit_loss=None
            ),
        ),
        totals_by_currency=totals,
    )
