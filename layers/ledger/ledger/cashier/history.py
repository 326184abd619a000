"""The history of an agent's float, with each transaction as the customer sees it."""

from typing import Any, Final
from uuid import UUID

from ledger.cashier import customers
from ledger.core import errors
from ledger.core.lists import MAX_ROWS, Listing, Page, Period
from ledger.core.models import Answer, Format, Id, MoneyText, Timestamp
from ledger.core.money import Money
from ledger.core.principal import Agent
from ledger.posting.kinds import FloatKind
from ledger.storage.paging import Paging
from ledger.storage.sessions import Session


class HistoryQuery(Page, Period):
    """type: the kind of transaction. format: csv returns the whole filtered list."""

    customer_id: Id | None = None
    type: FloatKind | None = None
    format: Format = "json"


class CashierTransaction(Answer):
    """A transaction of the cashier. amount: signed, as the customer sees it."""

    id: UUID
    transaction_id: UUID
    customer_id: UUID
    username: str
    transaction_type: FloatKind
    amount: MoneyText
    currency: str
    balance_before: MoneyText
    balance_after: MoneyText
    description: str | None
    external_reference: str | None
    is_override: bool
    created_at: Timestamp


class CashierTotals(Answer):
    """Sums over the whole filtered list, in one currency; both are positive."""

    currency: str | None
    total_credits: MoneyText | None
    total_debits: MoneyText | None


class CashierHistory(Listing[CashierTransaction]):
    """totals: null fields if the list has several currencies."""

    totals: CashierTotals
    totals_by_currency: list[CashierTotals]


# One covering index has the float's entries with all that the totals need. The rest is read for one page only.
_FILTERED: Final = """
    select f.tenant_id, f.transaction_id, f.posted_at, -f.amount as amount, w.currency
    from wallets w
    join entries f on f.tenant_id = w.tenant_id and f.wallet_id = w.wallet_id and f.version is null
    where w.tenant_id = %(tenant)s and w.owner_kind = 'agent'
        and (%(agent)s::text is null or w.owner_id = %(agent)s)
        and f.posted_at >= coalesce(%(begins)s, '-infinity'::timestamptz)
        and f.posted_at < coalesce(%(ends)s, 'infinity'::timestamptz)
"""
_OF_TYPE: Final = """
        and exists (
            select from transactions t
            where t.tenant_id = f.tenant_id and t.transaction_id = f.transaction_id and t.kind = %(type)s)
"""
_OF_CUSTOMER: Final = """
        and f.transaction_id in (
            select e.transaction_id
            from customers k
            join entries e on e.tenant_id = k.tenant_id and e.wallet_id = k.wallet_id and e.version is not null
            where k.tenant_id = %(tenant)s and k.customer_id = %(customer)s)
"""
_FIELDS: Final = """
    entry_id(c.transaction_id, c.entry_number) as id, p.transaction_id, k.customer_id, k.username,
           t.kind as transaction_type, c.amount, p.currency, c.balance_after - c.amount as balance_before,
           c.balance_after, t.description, t.external_reference, t.is_override, t.posted_at as created_at
"""
_OF_PAGE: Final = """
    from page p
    join transactions t on t.tenant_id = p.tenant_id and t.transaction_id = p.transaction_id
    join entries c on c.tenant_id = p.tenant_id and c.transaction_id = p.transaction_id and c.version is not null
    join customers k on k.tenant_id = c.tenant_id and k.wallet_id = c.wallet_id
    order by p.posted_at desc, p.transaction_id desc
"""


def history(session: Session, agent: Agent | None, query: HistoryQuery) -> CashierHistory:
    """The agent's own cashier transactions, or every agent's, newest first.

    Raises CustomerNotFound, NotYourCustomer, and InvalidRequest as Paging does.
    """
    if query.customer_id is not None:
        customers.require_own(session, agent, query.customer_id)
    page = Paging(session, query, _parameters(session, agent, query), "f.posted_at", "f.transaction_id")
    found = session.one(
        f"""
        with filtered as materialized ({_filtered(query)}), page as (
            select f.*, {page.column} from filtered f where true {page.part}
        )
        select (select count(*) from filtered) as total_count,
               array(
                    select json_build_object(
                        'currency', currency,
                        'total_credits', coalesce(sum(amount) filter (where amount > 0), 0),
                        'total_debits', coalesce(-sum(amount) filter (where amount < 0), 0))
                    from filtered group by currency order by currency
               ) as totals,
               array(select to_json(item) from (select {_FIELDS}, p.place {_OF_PAGE}) item) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    totals = [
        CashierTotals(
            currency=total["currency"],
            total_credits=Money(total["total_credits"], total["currency"]),
            total_debits=Money(total["total_debits"], total["currency"]),
        )
        for total in found["totals"]
    ]
    return CashierHistory.of(
        page.items(found["items"], _item),
        found["total_count"],
        query,
        totals=customers.in_one_currency(
            totals,
            none=CashierTotals(currency="USD", total_credits=Money(0, "USD"), total_debits=Money(0, "USD")),
            several=CashierTotals(currency=None, total_credits=None, total_debits=None),
        ),
        totals_by_currency=totals,
    )


def whole_history(session: Session, agent: Agent | None, query: HistoryQuery) -> list[CashierTransaction]:
    """The whole filtered list, newest first. Raises CustomerNotFound, NotYourCustomer, AnswerTooLarge."""
    if query.customer_id is not None:
        customers.require_own(session, agent, query.customer_id)
    rows = session.rows(
        f"""
        with page as ({_filtered(query)} order by f.posted_at desc, f.transaction_id desc limit {MAX_ROWS + 1})
        select {_FIELDS} {_OF_PAGE}
        """,
        _parameters(session, agent, query),
    )
    if len(rows) > MAX_ROWS:
        raise errors.AnswerTooLarge(f"There are more than {MAX_ROWS} transactions: ask for a shorter period.")
    return [_item(row) for row in rows]


def _filtered(query: HistoryQuery) -> str:
    return _FILTERED + (_OF_TYPE if query.type else "") + (_OF_CUSTOMER if query.customer_id else "")


def _parameters(session: Session, agent: Agent | None, query: HistoryQuery) -> dict[str, Any]:
    return {
        "tenant": session.tenant_id,
        "agent": agent and agent.sub,
        "customer": query.customer_id,
        "type": query.type,
        "begins": query.begins,
        "ends": query.ends,
    }


def _item(row: dict[str, Any]) -> CashierTransaction:
    amounts = ("amount", "balance_before", "balance_after")
    return CashierTransaction(**{**row, **{name: Money(row[name], row["currency"]) for name in amounts}})
