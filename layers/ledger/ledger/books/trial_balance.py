"""The trial balance: the debits and the credits of a tenant's accounts, which together are zero in each currency."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Self
from uuid import UUID

from ledger.books.accounts import KINDS, OWNER_KINDS, AccountKind, owner_names
from ledger.core import errors
from ledger.core.accounts import OwnerKind
from ledger.core.lists import MAX_ROWS
from ledger.core.models import Answer, CurrencyCode, Format, Instant, MoneyText, OfTenant, Timestamp
from ledger.core.money import Money
from ledger.storage.sessions import Row, Session

type Grouping = Literal["kind", "category", "account"]

_BY_WALLET: Final[Mapping[Grouping, tuple[OwnerKind, ...]]] = {
    "kind": (),
    "category": OWNER_KINDS["house"],
    "account": tuple(KINDS),
}
"""The kinds of owners whose wallets are read one by one."""


class TrialBalanceQuery(OfTenant):
    """currency: absent: all. at: absent: now; of a date, the beginning of that UTC day. by: what a row is of: a kind of
    accounts; a category of house accounts, or a kind of other accounts; or an account. format: csv returns the rows,
    and after them those of the totals."""

    currency: CurrencyCode | None = None
    at: Instant | None = None
    by: Grouping = "kind"
    format: Format = "json"


class TrialBalanceTotal(Answer):
    """All accounts in a currency. balance: credits - debits, which is zero unless the ledger was tampered with."""

    currency: str
    debits: MoneyText
    credits: MoneyText
    balance: MoneyText

    @classmethod
    def of(cls, currency: str, sums: "_Sums") -> Self:
        return cls(
            currency=currency,
            debits=Money(sums.debits, currency),
            credits=Money(sums.credits, currency),
            balance=Money(sums.credits - sums.debits, currency),
        )


class TrialBalanceRow(Answer):
    """The accounts of a kind or a category, or one account, in a currency. kind: as in the list of accounts; in CSV
    also `total`. category: as it is now, of house accounts that have one; null by kind. account, owner_id, wallet_id:
    null unless by account.

    debits, credits: the amounts that lowered and that raised the accounts' balances. balance: credits - debits.
    """

    kind: AccountKind | Literal["total"]
    category: str | None
    account: str | None
    owner_id: str | None
    wallet_id: UUID | None
    currency: str
    debits: MoneyText
    credits: MoneyText
    balance: MoneyText

    @classmethod
    def of(cls, kind: AccountKind | Literal["total"], total: TrialBalanceTotal, names: "_Names") -> Self:
        return cls(kind=kind, **names._asdict(), **dict(total))


class TrialBalance(Answer):
    """What was posted up to a time, ordered by currency and kind. is_balanced: whether every total is zero.
    is_provisional: more may follow, since the time is in the future or a posting that began before it has not ended."""

    at: Timestamp
    by: Grouping
    is_balanced: bool
    is_provisional: bool
    rows: list[TrialBalanceRow]
    totals: list[TrialBalanceTotal]


class _Names(NamedTuple):
    """What a row is of, within its kind."""

    category: str | None = None
    account: str | None = None
    owner_id: str | None = None
    wallet_id: UUID | None = None

    @classmethod
    def of(cls, row: Row, by: Grouping) -> "_Names":
        match by:
            case "kind":
                return cls()
            case "category":
                return cls(row["category"])
            case "account":
                return cls(row["category"], wallet_id=row["wallet_id"], **owner_names(row))


@dataclass
class _Sums:
    """In minor units."""

    debits: int = 0
    credits: int = 0

    def add(self, row: Row) -> None:
        self.debits += int(row["debits"])
        self.credits += int(row["credits"])


def get_trial_balance(session: Session, query: TrialBalanceQuery) -> TrialBalance:
    """What was posted up to a time, by accounts or by groups of them. Raises AnswerTooLarge."""
    if query.by == "account":
        _require_few_accounts(session, query.currency)
    # Before the entries are read: see settled_until.
    times = session.one("select statement_timestamp() as now, settled_until() as settled")
    at = query.at or times["now"]
    found = session.rows(
        "select * from turnovers_until(%s, %s, %s, %s::owner_kind[])",
        (session.tenant_id, query.currency, at, list(_BY_WALLET[query.by])),
    )
    groups: defaultdict[tuple[str, AccountKind, _Names], _Sums] = defaultdict(_Sums)
    currencies: defaultdict[str, _Sums] = defaultdict(_Sums)
    for row in found:
        currency = row["currency"]
        groups[currency, KINDS[row["owner_kind"]], _Names.of(row, query.by)].add(row)
        currencies[currency].add(row)
    return TrialBalance(
        at=at,
        by=query.by,
        is_balanced=all(sums.debits == sums.credits for sums in currencies.values()),
        is_provisional=at > times["settled"],
        rows=[
            TrialBalanceRow.of(kind, TrialBalanceTotal.of(currency, sums), names)
            for (currency, kind, names), sums in sorted(groups.items(), key=_in_order)
        ],
        totals=[TrialBalanceTotal.of(currency, sums) for currency, sums in sorted(currencies.items())],
    )


def table(balance: TrialBalance) -> list[TrialBalanceRow]:
    """The rows, and after them those of the totals."""
    return balance.rows + [TrialBalanceRow.of("total", total, _Names()) for total in balance.totals]


def _in_order(group: tuple[tuple[str, AccountKind, _Names], _Sums]) -> tuple[str, ...]:
    currency, kind, names = group[0]
    return (currency, kind, *("" if name is None else str(name) for name in names))


def _require_few_accounts(session: Session, currency: str | None) -> None:
    """Raises AnswerTooLarge."""
    count = session.value(
        """
        select count(*) from (
            select from wallets w
            where w.tenant_id = %(tenant)s and (%(currency)s::text is null or w.currency = %(currency)s)
            limit %(limit)s
        ) w
        """,
        {"tenant": session.tenant_id, "currency": currency, "limit": MAX_ROWS + 1},
    )
    if count > MAX_ROWS:
        raise errors.AnswerTooLarge(f"There are more than {MAX_ROWS} accounts: ask for one currency, or by category.")
