"""Balances, histories and statements of persons' wallets. This module only reads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.lists import MAX_ROWS, Listing, Page, Period
from ledger.core.models import Answer, CurrencyCode, Format, Instant, MoneyText, OfTenant, Timestamp
from ledger.core.money import Money
from ledger.core.principal import LEDGER_READ, Principal
from ledger.posting.currencies import only_currency
from ledger.storage.paging import Paging
from ledger.storage.sessions import Row, Session
from ledger.wallets.entries import ENTRIES, FIELDS, Shown, WalletEntry, entry, shown_to
from ledger.wallets.operations import COIN

type Basis = Literal["posted", "effective"]
"""The time from which an entry counts: when it was posted, or when it happened."""


class BalancesQuery(OfTenant):
    """by: whether an entry counts from when it was posted or from when it happened, which now is the same."""

    by: Basis = "posted"


class BalanceQuery(OfTenant):
    """currency: of the wallet; absent: that of the owner's only one. at: the time of the balance; absent: now. by:
    whether an entry counts from when it was posted or from when it happened."""

    currency: CurrencyCode | None = None
    at: Instant | None = None
    by: Basis = "posted"


class HistoryQuery(Page, OfTenant):
    """currency: of the wallet; absent: that of the owner's only one."""

    currency: CurrencyCode | None = None


class StatementQuery(Period, OfTenant):
    """currency: of the wallet; absent: that of the owner's only one. by: whether the period has the entries that were
    posted in it, or those that happened in it. format: csv returns the rows only."""

    currency: CurrencyCode | None = None
    by: Basis = "posted"
    format: Format = "json"


class WalletBalance(Answer):
    """The balance of one wallet at a time.

    wallet_id: null if the owner has no wallet in this currency; the balance is then zero. held: how much of it
    is reserved by holds. available: what can still be debited before the floor is reached. Both are of now, and null if
    a time was asked for. is_provisional: the balance may still change, since the time is in the future or a posting
    that began before it has not ended; or since it is by effective, where a late entry may always follow.
    """

    owner_id: str
    wallet_id: UUID | None
    currency: str
    balance: MoneyText
    held: MoneyText | None
    available: MoneyText | None
    allow_overdraft: bool
    at: Timestamp
    is_provisional: bool


class WalletBalances(Answer):
    """The balances of all wallets of an owner, ordered by currency."""

    owner_id: str
    wallets: list[WalletBalance]


class WalletStatement(Answer):
    """closing_balance - opening_balance is the sum of the amounts in `movements`, which are in the order in which they
    were posted or, by effective, happened. A balance by effective may be below the wallet's floor. held, available: how
    much of the wallet is reserved by holds now, and what can still be debited; null if the period has ended.
    is_provisional: more movements may follow, since the period has not ended or a posting that began before its end has
    not ended; or since it is by effective, where a late entry may always follow."""

    owner_id: str
    currency: str
    date_from: str | None
    date_to: str | None
    by: Basis
    opening_balance: MoneyText
    movements: list[WalletEntry]
    closing_balance: MoneyText
    held: MoneyText | None
    available: MoneyText | None
    is_provisional: bool


# The entries of the statement `s`. If they are more than an answer takes: by posted none, whose number is known without
# reading them, and by effective more than it takes.
_MOVEMENTS: Final[Mapping[Basis, str]] = {
    "posted": f"""
        select {FIELDS}, e.balance_after {ENTRIES}
        where e.tenant_id = s.tenant_id and e.wallet_id = s.wallet_id
            and e.version > s.first and e.version <= s.last
            and s.last - s.first <= {MAX_ROWS}
        order by e.version
    """,
    "effective": f"""
        select m.*, (s.opening + sum(m.amount) over in_order)::bigint as balance_after
        from (
            (select {FIELDS}, e.version {ENTRIES}
             where e.tenant_id = s.tenant_id and e.wallet_id = s.wallet_id
                 and e.version > s.first and e.version <= s.last and t.effective_at is null
             limit {MAX_ROWS + 1})
            union all
            (select {FIELDS}, e.version {ENTRIES}
             join late_entries l on l.tenant_id = e.tenant_id and l.transaction_id = e.transaction_id
                 and l.entry_number = e.entry_number
             where l.tenant_id = s.tenant_id and l.wallet_id = s.wallet_id
                 and l.effective_at > s.before and l.effective_at <= s.until
             limit {MAX_ROWS + 1})
        ) m
        window in_order as (order by m.effective_at, m.version)
        order by m.effective_at, m.version
    """,  # noqa: S608  (composed of constants only)
}
_BALANCE: Final = """
    coalesce((
        select e.balance_after from entries e
        where e.tenant_id = p.tenant_id and e.wallet_id = p.wallet_id and e.version = p.{version}
    ), 0) + case when %(by_effective)s then late_amount(p.tenant_id, p.wallet_id, p.{time}) else 0 end
"""


def require_readable(session: Session, principal: Principal, owner_id: str, currency: str | None = None) -> None:
    """A customer may read their own wallets, an agent their customers', a tournament platform those in COIN, and a
    service, an auditor, the tenant's owner and root any. A wallet's owner of another tenant is not found.

    currency: of the wallet; None for the wallets in every currency.

    Raises Forbidden, NotFound, CustomerNotFound, NotYourCustomer.
    """
    if principal.roles & LEDGER_READ or principal.owns(owner_id):
        return
    if "tournaments" in principal.roles and currency == COIN:
        return
    if not principal.roles & {"agent", "customer"}:
        raise errors.Forbidden("A tournament platform sees wallets in COIN.")
    row = session.row(
        """
        select max(agent_id) as agent_id from wallets
        where tenant_id = %s and owner_kind = 'person' and owner_id = %s
        having count(*) > 0
        """,
        (session.tenant_id, owner_id),
    )
    if "agent" not in principal.roles:
        raise errors.Forbidden("A customer sees their own wallets.") if row else errors.NotFound
    if row is None or row["agent_id"] is None:
        raise errors.CustomerNotFound
    if row["agent_id"] != principal.sub:
        raise errors.NotYourCustomer


def customer_is_missing() -> errors.InvalidRequest:
    """The refusal of a list of everybody's, asked for by an agent."""
    sentence = "An agent names the customer."
    return errors.InvalidRequest(sentence, errors=[Problem("owner_id", sentence)])


def readable_currency(session: Session, principal: Principal, owner_id: str, currency: str | None) -> str:
    """The currency of the wallet that the caller may read. currency: None: that of the owner's only one.

    Raises CurrencyRequired, and as `require_readable`.
    """
    if currency is None and "tournaments" in principal.roles:
        currency = only_currency(session, owner_id, pointer="currency")
    require_readable(session, principal, owner_id, currency)
    return currency or only_currency(session, owner_id, pointer="currency")


def get_balance(
    session: Session, owner_id: str, currency: str | None = None, at: datetime | None = None, by: Basis = "posted"
) -> WalletBalance:
    """The balance now, or at a time: the sum of the entries that were posted, or that had happened, by then.

    currency: None: that of the owner's only wallet. Raises CurrencyRequired.
    """
    (balance,) = _balances(session, owner_id, currency or only_currency(session, owner_id), at, by)
    return balance


def get_balances(session: Session, owner_id: str, by: Basis) -> WalletBalances:
    """The balances of all wallets of the owner."""
    return WalletBalances(owner_id=owner_id, wallets=_balances(session, owner_id, None, None, by))


def _balances(
    session: Session, owner_id: str, currency: str | None, at: datetime | None, by: Basis
) -> list[WalletBalance]:
    parameters = (session.tenant_id, owner_id, currency, at, by == "effective")
    rows = session.rows("select * from balances_at(%s, %s, %s, %s, %s)", parameters)
    return [
        WalletBalance(
            owner_id=owner_id,
            wallet_id=row["wallet_id"],
            currency=row["currency"],
            balance=Money(row["balance"], row["currency"]),
            held=_money(row["held"], row["currency"]),
            available=_money(row["available"], row["currency"]),
            allow_overdraft=row["allow_overdraft"],
            at=row["balance_at"],
            is_provisional=row["is_provisional"],
        )
        for row in rows
    ]


def get_transaction_history(
    session: Session, owner_id: str, currency: str | None = None, *, limit: int = 50, offset: int = 0
) -> list[WalletEntry]:
    """The wallet's entries, the last posted first: at most `limit` after the first `offset`.

    currency: None: that of the owner's only wallet. Raises CurrencyRequired.
    """
    currency = currency or only_currency(session, owner_id)
    query = Page.model_construct(limit=limit, offset=offset)  # without the API's bounds
    found = _history(session, _page(session, owner_id, currency, query))
    return [entry(item, currency, Shown()) for item in found["items"][:limit]]


def list_transactions(
    session: Session, reader: Principal, owner_id: str, currency: str, query: HistoryQuery
) -> Listing[WalletEntry]:
    """The wallet's entries, the last posted first. Raises InvalidRequest as Paging does."""
    page = _page(session, owner_id, currency, query)
    found = _history(session, page)
    shown = shown_to(reader)
    items = page.items(found["items"], lambda item: entry(item, currency, shown))
    return Listing[WalletEntry].of(items, found["total_count"], query)


def _page(session: Session, owner_id: str, currency: str, query: Page) -> Paging:
    parameters = {"tenant": session.tenant_id, "owner": owner_id, "currency": currency}
    return Paging(session, query, parameters, "e.version")


def _history(session: Session, page: Paging) -> Row:
    """A page of entries, and the number of all.

    Versions have no gaps, so the count is the newest version, and a page is a range of versions at any depth.
    """
    return session.row(
        f"""
        select w.version as total_count,
               array(
                    select to_json(item)
                    from (
                        select {FIELDS}, e.balance_after, {page.column} {ENTRIES}
                        where e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id
                            {page.numbered("w.version")}
                    ) item
               ) as items
        from wallets w
        where w.tenant_id = %(tenant)s and w.owner_kind = 'person' and w.owner_id = %(owner)s
            and w.currency = %(currency)s
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    ) or {"items": [], "total_count": 0}


def get_statement(
    session: Session, reader: Principal, owner_id: str, currency: str, query: StatementQuery
) -> WalletStatement:
    """The entries of a period between the opening and the closing balance, in the order in which they were posted or
    happened. Raises AnswerTooLarge."""
    settled = session.one("select settled_until() as until")["until"]  # before the entries are read: see the function
    row = session.one(
        f"""
        select s.opening, s.closing, s.held, s.is_provisional, s.last - s.first as posted,
               case when s.held is not null then available(s.balance, s.held, s.credit_limit) end as available,
               array(select to_json(item) from ({_MOVEMENTS[query.by]}) item) as items
        from (
            select p.*,
                   {_BALANCE.format(version="first", time="before")} as opening,
                   {_BALANCE.format(version="last", time="until")} as closing,
                   case when p.until >= greatest(statement_timestamp(), p.posted_at)
                        then coalesce(held_at(p.tenant_id, p.wallet_id, p.all_held, p.held_until,
                                              greatest(statement_timestamp(), p.posted_at)), 0) end as held,
                   %(by_effective)s or p.until > greatest(p.posted_at, %(settled)s) as is_provisional
            from (
                select w.tenant_id, w.wallet_id, w.posted_at, w.balance, w.credit_limit, w.held as all_held,
                       w.held_until, b.before, b.until,
                       version_at(w.tenant_id, w.wallet_id, b.before, w.version) as first,
                       version_at(w.tenant_id, w.wallet_id, b.until, w.version) as last
                from (
                    select coalesce(%(begins)s::timestamptz, '-infinity') - interval '1 microsecond' as before,
                           coalesce(%(ends)s::timestamptz, 'infinity') - interval '1 microsecond' as until
                ) b
                left join wallets w
                    on w.tenant_id = %(tenant)s and w.owner_kind = 'person' and w.owner_id = %(owner)s
                    and w.currency = %(currency)s
                offset 0
            ) p
            offset 0
        ) s
        """,  # noqa: S608  (composed of constants only)
        {
            "tenant": session.tenant_id,
            "owner": owner_id,
            "currency": currency,
            "begins": query.begins,
            "ends": query.ends,
            "by_effective": query.by == "effective",
            "settled": settled,
        },
    )
    count = row["posted"] if query.by == "posted" else len(row["items"])
    if count > MAX_ROWS:
        raise errors.AnswerTooLarge(f"There are more than {MAX_ROWS} entries: ask for a shorter period.")
    shown = shown_to(reader)
    return WalletStatement(
        owner_id=owner_id,
        currency=currency,
        date_from=query.date_from,
        date_to=query.date_to,
        by=query.by,
        opening_balance=Money(row["opening"], currency),
        movements=[entry(item, currency, shown) for item in row["items"]],
        closing_balance=Money(row["closing"], currency),
        held=_money(row["held"], currency),
        available=_money(row["available"], currency),
        is_provisional=row["is_provisional"],
    )


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
