"""Search: the transactions of a tenant that match filters, newest first, page by page.

A page reads an index in the order of the list, and looks at MAX_READ transactions at most. So it costs no more for
filters that nearly nothing matches: it then ends early, and its cursor goes on from there (decisions/0131).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, get_args
from uuid import UUID

from pydantic import ValidationInfo, field_validator

from ledger.core import accounts
from ledger.core.accounts import Account
from ledger.core.ids import first_id
from ledger.core.lists import CursorPage, in_order
from ledger.core.models import Answer, OfTenant, OwnerId, Timestamp, TimeText, instant
from ledger.core.principal import Principal
from ledger.core.text import Reference
from ledger.posting.kinds import KINDS, CustomKind, HoldKind, KindName
from ledger.storage.cursors import Cursors
from ledger.storage.sessions import Session
from ledger.wallets import audit, statements
from ledger.wallets.audit import AuditedTransaction
from ledger.wallets.reasons import SearchedReason

MAX_READ: Final = 1_000
"""The most transactions that a page looks at, and so the most time that it takes."""
_MAX_WORDS: Final = 20
"""With more words of a tenant's own, too few transactions would be read of each."""
_OLDER_S: Final = 70
"""By how much the id of a transaction may be older than its posting: 10 s for locks, and clock_skew_limit()."""
_NEWER_S: Final = 11
"""By how much it may be newer: 10 s for the lock of another wallet, and milliseconds are rounded."""
_KINDS_WITH_WORDS: Final = (*get_args(CustomKind), *get_args(HoldKind))
"""Of which the reason is a word of the tenant's own. For every other kind it is the kind."""

_REASON: Final = "case when x.reason is null then x.kind else x.reason end"
"""As transactions_by_reason has it."""
_CHECKS: Final = {
    "owner_wallets": "(select true from entries o where o.tenant_id = x.tenant_id"
    " and o.transaction_id = x.transaction_id and o.wallet_id = any(%(owner_wallets)s) limit 1) is true",
    "account_wallets": "(select true from entries a where a.tenant_id = x.tenant_id"
    " and a.transaction_id = x.transaction_id and a.wallet_id = any(%(account_wallets)s) limit 1) is true",
    "reason": f"{_REASON} = %(reason)s",
    "kind": "x.kind = %(kind)s",
    "external_reference": "x.external_reference = %(external_reference)s",
}
"""The filters but the period, by the parameter of the statement, as conditions on a transaction `x`. A scalar subquery
is never turned into one that reads all entries of a wallet."""


class TransactionQuery(CursorPage, OfTenant):
    """Transactions that match all of these. owner_id, account: it changed a wallet of this person, of this account.
    reason: its kind, or a word of the tenant's own. created_from: inclusive. created_to: a time is exclusive; a date
    includes that whole UTC day."""

    owner_id: OwnerId | None = None
    account: Account | None = None
    reason: SearchedReason | None = None
    kind: KindName | None = None
    external_reference: Reference | None = None
    created_from: TimeText | None = None
    created_to: TimeText | None = None

    @field_validator("created_to")
    @classmethod
    def _in_order(cls, created_to: str | None, info: ValidationInfo) -> str | None:
        return in_order("created_from", "created_to", created_to, info)


class Transactions(Answer):
    """A page of transactions, newest first: of an owner or account by the time of posting, else by id, which is made
    within 10 s of it. next_cursor: of the next page, for a day; null if there is none.
    searched_until: null, unless the page ended early, since a page looks at 1,000 transactions at most; then the time
    of the last one, from which the next page goes on."""

    items: list[AuditedTransaction]
    next_cursor: str | None
    searched_until: Timestamp | None


def transactions(session: Session, principal: Principal, query: TransactionQuery) -> Transactions:
    """A page of the transactions that match, newest first. An agent names an own customer; a service, an auditor and
    root see those of everybody.

    Raises CustomerNotFound, NotYourCustomer, and InvalidRequest if an agent names no customer, and for what is no
    cursor of this list.
    """
    if query.owner_id is not None:
        statements.require_readable(session, principal, query.owner_id)
    elif principal.roles.isdisjoint({"service", "auditor", "root"}):
        raise statements.customer_is_missing()
    cursors = Cursors(session, query)
    found, end = _found(session, query, cursors.place())
    page = found[: query.limit]
    is_full = len(found) > query.limit
    last = page[-1] if is_full else end
    return Transactions(
        items=audit.listed(session, principal, [place.transaction_id for place in page]),
        next_cursor=None if last is None else cursors.after(last.posted_at.isoformat(), str(last.transaction_id)),
        searched_until=None if is_full or end is None else end.posted_at,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Of a transaction in the list."""

    posted_at: datetime
    transaction_id: UUID


@dataclass(frozen=True, slots=True)
class _Sequences:
    """Sequences of transactions that an index has in the order of the list.

    number: how many. each: SQL that gives a row `s` for each. read: SQL of the rows `x` of one, of transactions or of
    entries. order: of these rows, newest first, as the index has them. answers: the filters, as in _CHECKS, that all of
    the rows match.
    """

    number: int
    each: str
    read: str
    order: str
    answers: frozenset[str]
    are_of_entries: bool = False

    def key(self, place: _Place) -> tuple[datetime, UUID] | tuple[UUID]:
        """What the list is ordered by."""
        return (place.posted_at, place.transaction_id) if self.are_of_entries else (place.transaction_id,)


def _found(
    session: Session, query: TransactionQuery, place: Sequence[str] | None
) -> tuple[list[_Place], _Place | None]:
    """Where the transactions after a place are that match, newest first, more than the page has if there are more; and
    where the reading ended, None if there is no other transaction.

    Of each sequence as many are read as the page needs. All together they are complete down to the newest of the ends.
    """
    values = _values(session, query, place)
    sequences = _sequences(session, query, values)
    checks = [check for name, check in _CHECKS.items() if values[name] is not None and name not in sequences.answers]
    wanted = query.limit + 1
    # row_number() counts in the order of a subquery, which its limit keeps.
    read = f"""
        select x.*, row_number() over () as number
        from ({sequences.read} order by {sequences.order} limit %(share)s) x
    """  # noqa: S608  (composed of constants only)
    if sequences.are_of_entries:
        read = f"""
            select x.*, e.number from ({read}) e
            cross join lateral (
                select t.* from transactions t
                where t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id limit 1
            ) x
        """  # noqa: S608  (composed of constants only)
    rows = session.rows(
        f"""
        select c.* from {sequences.each}
        cross join lateral (
            select x.*, x.is_last or row_number() over () = %(wanted)s as is_end
            from (
                select x.posted_at, x.transaction_id, {" and ".join(checks) or "true"} as matches,
                       x.number = %(share)s as is_last
                from ({read}) x offset 0
            ) x
            where x.matches or x.is_last
            limit %(wanted)s
        ) c
        """,  # noqa: S608  (composed of constants only)
        values | {"wanted": wanted, "share": max(wanted, MAX_READ // max(1, sequences.number))},
    )
    places = {_Place(row["posted_at"], row["transaction_id"]): None for row in rows if row["matches"]}
    ends = [_Place(row["posted_at"], row["transaction_id"]) for row in rows if row["is_end"]]
    end = max(ends, key=sequences.key, default=None)
    found = [one for one in places if end is None or sequences.key(one) >= sequences.key(end)]
    return sorted(found, key=sequences.key, reverse=True), end


def _values(session: Session, query: TransactionQuery, place: Sequence[str] | None) -> dict[str, Any]:
    """The parameters of the statement, None for what the query does not name."""
    at, last = (datetime.fromisoformat(place[0]), UUID(place[1])) if place else (None, None)
    return {
        "tenant": session.tenant_id,
        "owner_wallets": query.owner_id and _wallets(session, "person", query.owner_id),
        "account_wallets": query.account and _wallets(session, *accounts.owner(query.account)),
        "reason": query.reason,
        "kind": query.kind,
        "external_reference": query.external_reference,
        "begins": query.created_from and instant(query.created_from),
        "ends": query.created_to and instant(query.created_to, end_of_day=True),
        "at": at,
        "last": last,
    }


def _wallets(session: Session, kind: str, owner_id: str) -> list[UUID]:
    query = "select wallet_id from wallets where tenant_id = %s and owner_kind = %s and owner_id = %s"
    return [row["wallet_id"] for row in session.rows(query, (session.tenant_id, kind, owner_id))]


def _sequences(session: Session, query: TransactionQuery, values: dict[str, Any]) -> _Sequences:
    """Those that most likely have few other transactions. They are chosen here and not by PostgreSQL, which would go by
    how often a value occurs, and not by where it does."""
    if query.external_reference is not None:
        column = '(x.external_reference collate "C")'
        return _of_transactions(values, column, [query.external_reference], "external_reference")
    if query.owner_id is not None:
        return _of_wallets(values, "owner_wallets", are_guarded=True)
    if query.reason is not None:
        return _of_transactions(values, _REASON, [query.reason], "reason")
    if query.kind is not None and (words := _words(session, query.kind)) is not None:
        return _of_transactions(values, _REASON, words, "" if query.kind in _KINDS_WITH_WORDS else "kind")
    if query.account is not None:
        return _of_wallets(values, "account_wallets", are_guarded=query.account.startswith("tenant:"))
    return _of_transactions(values)


def _of_transactions(
    values: dict[str, Any], column: str = "", texts: Sequence[str] = ("",), answered: str = ""
) -> _Sequences:
    """Those with each of the texts in an indexed column, or all."""
    conditions = ["true"]
    order = "x.transaction_id desc"
    values["texts"] = list(texts)
    if column:
        # A range, by which the rows are ordered too. The primary key, with other values in between, cannot do that.
        conditions.append(f"{column} between s.text and s.text")
        order = f"{column} desc, {order}"
    if values["last"] is not None:
        conditions.append("x.transaction_id < %(last)s")
    if values["begins"] is not None:
        values["first_id"] = first_id(values["begins"].timestamp() - _OLDER_S)
        conditions.append("x.posted_at >= %(begins)s and x.transaction_id >= %(first_id)s")
    if values["ends"] is not None:
        values["end_id"] = first_id(values["ends"].timestamp() + _NEWER_S)
        conditions.append("x.posted_at < %(ends)s and x.transaction_id < %(end_id)s")
    return _Sequences(
        number=len(texts),
        each="unnest(%(texts)s::text[]) s (text)",
        read=f"""
            select x.* from transactions x where x.tenant_id = %(tenant)s and {" and ".join(conditions)}
        """,  # noqa: S608  (composed of constants only)
        order=order,
        answers=frozenset({answered}),
    )


def _of_wallets(values: dict[str, Any], name: str, *, are_guarded: bool) -> _Sequences:
    """The entries of the wallets of an owner. Those of a guarded wallet are found by their versions, of an open one by
    their time."""
    conditions = [f"x.wallet_id = s.wallet_id and x.version is {'not' * are_guarded} null"]
    if values["last"] is not None:
        conditions.append("(x.posted_at, x.transaction_id) < (%(at)s, %(last)s)")
    version = "version_at(%(tenant)s, s.wallet_id, %({})s::timestamptz - interval '1 microsecond', s.version)"
    if values["begins"] is not None:
        conditions.append(f"x.version > {version.format('begins')}" if are_guarded else "x.posted_at >= %(begins)s")
    if values["ends"] is not None:
        conditions.append(f"x.version <= {version.format('ends')}" if are_guarded else "x.posted_at < %(ends)s")
    if values["last"] is not None and are_guarded:
        conditions.append("x.version <= version_at(%(tenant)s, s.wallet_id, %(at)s, s.version)")
    return _Sequences(
        number=len(values[name]),
        each=f"""(
            select w.wallet_id, w.version from wallets w
            where w.tenant_id = %(tenant)s and w.wallet_id = any(%({name})s)
        ) s""",  # noqa: S608  (composed of constants only)
        read=f"""
            select x.* from entries x where x.tenant_id = %(tenant)s and {" and ".join(conditions)}
        """,  # noqa: S608  (composed of constants only)
        order="x.version desc" if are_guarded else "x.posted_at desc, x.transaction_id desc",
        answers=frozenset({name}),
        are_of_entries=True,
    )


def _words(session: Session, kind: str) -> list[str] | None:
    """The reasons that transactions of a kind may have: read from the index one by one, without those that are another
    kind. None: too many."""
    if kind not in _KINDS_WITH_WORDS:
        return [kind]
    rows = session.rows(
        f"""
        with recursive words (word, number) as (
            select '' collate "C", 0
            union all
            select (
                select {_REASON} from transactions x
                where x.tenant_id = %(tenant)s and {_REASON} > w.word
                order by {_REASON} limit 1
            ), w.number + 1
            from words w where w.word is not null and w.number <= %(most)s
        )
        select word from words where number > 0 and word is not null
        """,  # noqa: S608  (composed of constants only)
        {"tenant": session.tenant_id, "most": len(KINDS) + _MAX_WORDS},
    )
    words = [kind, *({row["word"] for row in rows} - KINDS.keys())]
    return words if len(words) <= _MAX_WORDS else None
