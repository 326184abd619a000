"""Accounts: the wallets of a tenant, whoever owns them, with their categories and balances."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import StringConstraints

from ledger.core import accounts, errors
from ledger.core.accounts import HouseAccount, OwnerKind
from ledger.core.errors import Problem
from ledger.core.lists import CursorPage
from ledger.core.models import Answer, CurrencyCode, MoneyText, OfTenant, Request, Timestamp
from ledger.core.money import Money
from ledger.core.text import Description
from ledger.posting.currencies import only_currency
from ledger.storage.paging import Paging
from ledger.storage.sessions import Row, Session

type AccountKind = Literal["house", "float", "person", "tenant"]
"""house: an account of the tenant's own (house, treasury or bank). float: an agent's. tenant: the prepaid wallet."""

type Category = Annotated[
    str, StringConstraints(max_length=128, pattern=r"^[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*$")
]
"""Lower-case words, from the widest to the narrowest: `revenue/fees`."""

type Floor = Literal["0"]

OWNER_KINDS: Final[Mapping[AccountKind, tuple[OwnerKind, ...]]] = {
    "house": ("house", "treasury", "bank"),
    "float": ("agent",),
    "person": ("person",),
    "tenant": ("tenant",),
}
KINDS: Final[Mapping[OwnerKind, AccountKind]] = {
    owner_kind: kind for kind, owner_kinds in OWNER_KINDS.items() for owner_kind in owner_kinds
}

_ONLY_WITH_A_NAME: Final = "Only an account with a name of its own, such as house:prizes, may have a floor."

# The amounts are computed for the rows of the page only.
_FIELDS: Final = """
    w.owner_kind, w.owner_id, w.wallet_id, w.currency, w.category, w.description, w.changed_by, w.changed_at,
           case when w.has_floor then '0' end as floor,
           case when is_guarded(w.owner_kind) then w.balance else open_balance(w.tenant_id, w.wallet_id) end as balance,
           h.held, case when h.held is not null then available(w.balance, h.held, w.credit_limit) end as available
"""
_HELD: Final = """
    cross join lateral (
        select case when is_guarded(w.owner_kind)
                    then held_at(w.tenant_id, w.wallet_id, w.held, w.held_until,
                                 greatest(statement_timestamp(), w.posted_at)) end as held
    ) h
"""
_ACCOUNTS: Final = """
    select w.*, a.category, a.description, a.changed_by, a.changed_at
    from wallets w
    left join accounts a on a.tenant_id = w.tenant_id and a.wallet_id = w.wallet_id
    where w.tenant_id = %(tenant)s
"""


def owner_names(row: Row) -> dict[str, str | None]:
    """The owner_id of a person's account, or the name of another. row: with owner_kind and owner_id."""
    if row["owner_kind"] == "person":
        return {"owner_id": row["owner_id"], "account": None}
    return {"owner_id": None, "account": accounts.name(row["owner_kind"], row["owner_id"])}


class AccountUpdate(Request):
    """A house account's place in the books, in one currency.

    category: lower-case words, from the widest to the narrowest, such as `revenue/fees`. currency: absent: that of the
    account's only wallet; a wallet that is missing is created. description: absent: none. floor: `0`: postings that
    begin afterwards do not lower the balance below zero; absent: it may be below zero. Only an account with a name of
    its own may have one: house, treasury and bank are the other side of payouts, awards and payments.
    """

    category: Category
    currency: CurrencyCode | None = None
    description: Description | None = None
    floor: Floor | None = None


class ListQuery(CursorPage, OfTenant):
    """kind, currency: only accounts of this kind, in this currency. category: only those of this category and of the
    narrower ones in it."""

    kind: AccountKind | None = None
    category: Category | None = None
    currency: CurrencyCode | None = None


class LedgerAccount(Answer):
    """A wallet as an account of the books. owner_id: of a person; null for others, which account names. kind: `house`
    for house, treasury and bank, also with a name; `float` for an agent's; `tenant` for the prepaid wallet.

    balance: now. held, available: of persons and the prepaid wallet; null for the others. floor: `0` for a house
    account whose balance no posting lowers below zero; null for the others.
    category, description: as they were set, changed_by, changed_at: the last time; null if nobody has.
    """

    owner_id: str | None
    account: str | None
    kind: AccountKind
    wallet_id: UUID
    currency: str
    category: str | None
    description: str | None
    balance: MoneyText
    held: MoneyText | None
    available: MoneyText | None
    floor: Floor | None
    changed_by: str | None
    changed_at: Timestamp | None

    @classmethod
    def of(cls, row: Row) -> Self:
        minors = {name: row[name] for name in ("balance", "held", "available")}
        currency = row["currency"]
        return cls(
            **{
                **row,
                **owner_names(row),
                "kind": KINDS[row["owner_kind"]],
                **{name: minor if minor is None else Money(int(minor), currency) for name, minor in minors.items()},
            }
        )


class LedgerAccounts(Answer):
    """A page of accounts. next_cursor: of the next page, for a day; null if there is none."""

    items: list[LedgerAccount]
    next_cursor: str | None


def set_account(session: Session, account: HouseAccount, request: AccountUpdate) -> LedgerAccount:
    """Set the category, the description and the floor of a house account in a currency.

    Raises CurrencyRequired; InvalidRequest for a floor of an account without a name.
    """
    kind, owner_id = accounts.owner(account)
    if request.floor is not None and not owner_id:
        raise errors.InvalidRequest(_ONLY_WITH_A_NAME, errors=[Problem("/floor", _ONLY_WITH_A_NAME)])
    currency = request.currency or only_currency(session, owner_id, kind=kind)
    origin = session.origin
    session.send(
        "select set_account(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            *(session.tenant_id, kind, owner_id, currency, request.category, request.description),
            *(request.floor is not None, origin.principal, origin.request_id),
        ),
    )
    row = session.one(
        f"""
        select {_FIELDS} from (
            {_ACCOUNTS} and w.owner_kind = %(kind)s and w.owner_id = %(owner)s and w.currency = %(currency)s
        ) w {_HELD}
        """,  # noqa: S608  (composed of constants only)
        {"tenant": session.tenant_id, "kind": kind, "owner": owner_id, "currency": currency},
    )
    return LedgerAccount.of(row)


def listing(session: Session, query: ListQuery) -> LedgerAccounts:
    """A tenant's accounts, by their kind, their name and their currency. Raises InvalidRequest as Paging does."""
    parameters = {
        "tenant": session.tenant_id,
        "kinds": None if query.kind is None else list(OWNER_KINDS[query.kind]),
        "category": query.category,
        "currency": query.currency,
    }
    of_category = "and (a.category = %(category)s or starts_with(a.category, %(category)s || '/'))"
    order = ("w.owner_kind", "w.owner_id", "w.currency")
    page = Paging(session, query, parameters, *order, newest_first=False)
    rows = session.rows(
        f"""
        select {_FIELDS}, {page.column} from (
            {_ACCOUNTS}
                {"and w.owner_kind = any (%(kinds)s)" if query.kind else ""}
                {"and w.currency = %(currency)s" if query.currency else ""}
                {of_category if query.category else ""} {page.part}
        ) w {_HELD}
        order by w.owner_kind, w.owner_id, w.currency
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    found = page.items(rows, LedgerAccount.of)
    return LedgerAccounts(items=found.items, next_cursor=found.next_cursor)
