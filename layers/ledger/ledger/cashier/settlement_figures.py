"""The figures of a settlement: what each kind of transaction added to a customer's balance in a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, get_args
from uuid import UUID

from ledger.core.lists import Items, Page
from ledger.core.models import Answer, MoneyText
from ledger.core.money import Money
from ledger.core.principal import Agent
from ledger.posting.kinds import SettlementColumn, in_column
from ledger.storage.paging import Paging
from ledger.storage.sessions import Row, Session


class SettlementCashOuts(Answer):
    """net_from_stake: total_amount minus the stakes of the bets that were cashed out."""

    count: int
    total_amount: MoneyText
    net_from_stake: MoneyText
    auto_count: int


class SettlementFigures(Answer):
    """closing = opening - stakes + payouts + stakes_returned + cash_outs.total_amount + cashier_credits
    - cashier_debits + transfers_in - transfers_out + other, exactly. closing is the balance in the ledger. held: how
    much of it is reserved by holds."""

    customer_id: UUID
    username: str
    currency: str
    opening_balance: MoneyText
    stakes: MoneyText
    payouts: MoneyText
    stakes_returned: MoneyText
    cash_outs: SettlementCashOuts
    cashier_credits: MoneyText
    cashier_debits: MoneyText
    transfers_in: MoneyText
    transfers_out: MoneyText
    other: MoneyText
    closing_balance: MoneyText
    held: MoneyText


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
    "held",
)


def _has_kind_of(*columns: SettlementColumn) -> str:
    """SQL: whether the entry's transaction has a kind of these columns."""
    return f"m.kind in ({', '.join(f"'{kind}'" for column in columns for kind in in_column(column))})"


_COLUMNS: Final = tuple(column for column in get_args(SettlementColumn) if column != "other")
# Each entry of a customer's wallet between two versions belongs to exactly one column, so the columns add up to the
# change of the balance. A cash-out of zero has no entry; it is counted by the time at which the bet ended.
_FIGURES: Final = f"""
    select k.customer_id, k.username, k.username_key, k.currency, k.version, k.place, s.first, s.since,
           coalesce((
                select e.balance_after from entries e
                where e.tenant_id = k.tenant_id and e.wallet_id = k.wallet_id and e.version = s.first
           ), 0) as opening_balance,
           coalesce(-f.stakes, 0) as stakes, coalesce(f.payouts, 0) as payouts,
           coalesce(f.stakes_returned, 0) as stakes_returned,
           coalesce(f.cash_outs, 0) as cash_outs, coalesce(f.cashed_stakes, 0) + z.stakes as cashed_stakes,
           coalesce(f.cash_out_count, 0) + z.times as cash_out_count, coalesce(f.auto_count, 0) + z.auto as auto_count,
           coalesce(f.cashier_credits, 0) as cashier_credits, coalesce(-f.cashier_debits, 0) as cashier_debits,
           coalesce(f.transfers_in, 0) as transfers_in, coalesce(-f.transfers_out, 0) as transfers_out,
           coalesce(f.other, 0) as other, k.balance as closing_balance,
           held_at(k.tenant_id, k.wallet_id, k.held, k.held_until, greatest(clock_timestamp(), k.posted_at)) as held
    from page k
    left join lateral (
        select x.until, x.until_version from settlements x
        where x.tenant_id = k.tenant_id and x.customer_id = k.customer_id
        order by x.until_version desc, x.until desc
        limit 1
    ) last on true
    cross join lateral (
        select coalesce(%(since)s::timestamptz, last.until) as since, a.after,
               case when %(since)s::timestamptz is null then coalesce(last.until_version, 0)
                    else version_at(k.tenant_id, k.wallet_id, a.after, k.version) end as first
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
                        join wallets x on x.tenant_id = o.tenant_id and x.wallet_id = o.wallet_id
                        where o.tenant_id = e.tenant_id and o.transaction_id = e.transaction_id
                            and o.entry_number <> e.entry_number and o.version is not null
                            and x.owner_id <> k.customer_id::text) as between_persons
            from entries e
            cross join lateral (
                select x.kind, x.external_reference from transactions x
                where x.tenant_id = e.tenant_id and x.transaction_id = e.transaction_id
                offset 0
            ) t
            left join lateral (
                select x.stake, x.is_auto_cash_out from bets x
                where x.tenant_id = e.tenant_id
                    and x.bet_id = case t.kind when 'bet_cash_out' then t.external_reference::uuid end
                offset 0
            ) b on true
            where e.tenant_id = k.tenant_id and e.wallet_id = k.wallet_id and e.version > s.first
                and e.version <= k.version
        ) m
    ) f
    cross join lateral (
        select count(*) as times, coalesce(sum(b.stake), 0) as stakes,
               count(*) filter (where b.is_auto_cash_out) as auto
        from bets b
        where b.tenant_id = k.tenant_id and b.user_id = k.customer_id and b.status = 'cashed_out'
            and b.cash_out_amount = 0 and b.settled_at > s.after
    ) z
"""  # noqa: S608  (composed of constants only)
_MINE: Final = """
    mine as (
        select k.tenant_id, k.customer_id, k.username, k.username_key, w.wallet_id, w.currency, w.version, w.balance,
               w.held, w.held_until, w.posted_at
        from wallets w
        cross join lateral (
            select x.* from customers x where x.tenant_id = w.tenant_id and x.wallet_id = w.wallet_id offset 0
        ) k
        where w.tenant_id = %(tenant)s and w.owner_kind = 'person' and w.agent_id is not null
            and (%(agent)s::text is null or w.agent_id = %(agent)s)
            and (%(customer)s::text is null or w.owner_id = %(customer)s)
    ), totals as (
        select count(*) as total_count, count(*) filter (where balance < 0) as owing,
               count(*) filter (where balance > 0) as owed, sum(balance) as net_position,
               array_agg(distinct currency) as currencies, clock_timestamp() as until
        from mine
    )
"""


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all of an agent's customers. until: the time of the figures. currencies: of the wallets. net_position: the sum
    of the balances in minor units; without a meaning if there are several currencies."""

    until: datetime
    count: int
    owing: int
    owed: int
    currencies: list[str]
    net_position: int


def current(
    session: Session, agent: Agent | None, customer_id: UUID | None, since: datetime | None, query: Page
) -> tuple[Totals, Items[Row]]:
    """The totals over an agent's customers, or every agent's, and the figures of a page of them by name. Amounts are in
    minor units.

    customer_id: None for all customers. since: the start of the period; None: each customer's last settlement.
    Each row also has `since`, and the wallet's versions: `first` before the period, `version` at its end.

    Raises InvalidRequest as Paging does.
    """
    parameters = {"tenant": session.tenant_id, "agent": agent and agent.sub, "since": since}
    parameters["customer"] = None if customer_id is None else str(customer_id)
    page = Paging(session, query, parameters, "m.username_key", "m.customer_id", newest_first=False)
    rows = session.rows(
        f"""
        with {_MINE}, page as (select m.*, {page.column} from mine m where true {page.part})
        select f.*, t.* from totals t left join ({_FIGURES}) f on true order by f.username_key, f.customer_id
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    of_all = rows[0]  # a page without customers is one row without figures
    totals = Totals(
        until=of_all["until"],
        count=of_all["total_count"],
        owing=of_all["owing"],
        owed=of_all["owed"],
        currencies=of_all["currencies"] or [],
        net_position=int(of_all["net_position"] or 0),
    )
    return totals, page.items([row for row in rows if row["customer_id"] is not None], lambda row: row)


def of_row(row: Row) -> SettlementFigures:
    """The figures in a row of `current`."""
    currency = row["currency"]
    cash_outs = SettlementCashOuts(
        count=row["cash_out_count"],
        total_amount=Money(int(row["cash_outs"]), currency),
        net_from_stake=Money(int(row["cash_outs"] - row["cashed_stakes"]), currency),
        auto_count=row["auto_count"],
    )
    amounts = {name: Money(int(row[name]), currency) for name in _AMOUNTS}
    return SettlementFigures(
        customer_id=row["customer_id"], username=row["username"], currency=currency, cash_outs=cash_outs, **amounts
    )


def of_stored(customer_id: UUID, currency: str, stored: Mapping[str, Any]) -> SettlementFigures:
    """The figures as a settlement stored them: in JSON, with amounts as decimal text."""
    stored = {"held": "0", **stored}  # the releases before holds stored none
    cash_outs: Mapping[str, Any] = stored["cash_outs"]
    amounts = {name: Money.of(Decimal(stored[name]), currency) for name in _AMOUNTS}
    return SettlementFigures(
        customer_id=customer_id,
        username=stored["username"],
        currency=currency,
        **amounts,
        cash_outs=SettlementCashOuts(
            count=cash_outs["count"],
            total_amount=Money.of(Decimal(cash_outs["total_amount"]), currency),
            net_from_stake=Money.of(Decimal(cash_outs["net_from_stake"]), currency),
            auto_count=cash_outs["auto_count"],
        ),
    )
