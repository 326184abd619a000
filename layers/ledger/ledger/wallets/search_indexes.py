"""The indexes that a search for transactions reads, and which of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args
from uuid import UUID

from ledger.posting.kinds import KINDS, CustomKind, HoldKind
from ledger.storage.sessions import Session
from ledger.wallets.search_filters import CHECKS, REASON, TransactionQuery, members

MAX_READ: Final = 1_000
"""The most transactions that a page looks at, and so the most time that it takes."""
_MAX_WORDS: Final = 20
"""With more words of a tenant's own, too few transactions would be read of each."""
_KINDS_WITH_WORDS: Final = (*get_args(CustomKind), *get_args(HoldKind))
"""Of which the reason is a word of the tenant's own. For every other kind it is the kind."""


@dataclass(frozen=True, slots=True)
class Place:
    """Of a transaction in the list."""

    posted_at: datetime
    transaction_id: UUID

    def texts(self) -> tuple[str, str]:
        """As a cursor has it."""
        return self.posted_at.isoformat(), str(self.transaction_id)


@dataclass(frozen=True, slots=True)
class Sequences:
    """Sequences of transactions that an index has in the order of the list.

    index: its name, that of a filter. number: how many. each: SQL that gives a row `s` for each. read: SQL of the rows
    `x` of one. of: their table. order: of these rows, newest first, as the index has them. values: the parameters of
    all this. answers: the filters that all of the rows match.
    """

    index: str
    number: int
    each: str
    read: str
    of: Literal["transactions", "transaction_meta", "entries"]
    order: str
    values: Mapping[str, Any]
    answers: frozenset[str]

    def share(self, limit: int) -> int:
        """How many of each sequence a page looks at."""
        return max(limit + 1, MAX_READ // max(1, self.number))

    def key(self, place: Place) -> tuple[datetime, UUID] | tuple[UUID]:
        """What the list is ordered by."""
        return (place.posted_at, place.transaction_id) if self.of == "entries" else (place.transaction_id,)


def chosen(session: Session, query: TransactionQuery, values: Mapping[str, Any], index: str | None) -> Sequences:
    """The sequences of the index to read. index: the name that the cursor has; None for a first page.

    A first page reads the first index that it reads to its end, or if there is none, the first one. It is chosen here
    and not by PostgreSQL, which would go by how often a value occurs, and not by where it does.
    """
    *named, everything = _of_indexes(session, query, values)
    if index is not None:
        return next((one for one in named if one.index == index), everything)
    short = (one for one in named if len(named) > 1 and _is_read_to_its_end(session, one, query.limit))
    return next(short, [*named, everything][0])


def _is_read_to_its_end(session: Session, sequences: Sequences, limit: int) -> bool:
    return not session.rows(
        f"""
        select true as is_longer from {sequences.each}
        cross join lateral ({sequences.read} order by {sequences.order} limit 1 offset %(last_read)s) x
        limit 1
        """,  # noqa: S608  (composed of constants only)
        {**sequences.values, "last_read": sequences.share(limit) - 1},
    )


def _of_indexes(session: Session, query: TransactionQuery, values: Mapping[str, Any]) -> list[Sequences]:
    """What each index has that the query names: first those that most likely have few other transactions. The last one
    has all transactions.
    """
    found: list[Sequences] = []
    if query.external_reference is not None:
        column = '(x.external_reference collate "C")'
        found.append(_of_transactions(values, "external_reference", column, [query.external_reference]))
    if query.owner_id is not None:
        found.append(_of_wallets(values, "owner_wallets", are_guarded=True))
    found += [_of_meta(values, name, value) for name, value in members(query)]
    if query.reason is not None:
        found.append(_of_transactions(values, "reason", REASON, [query.reason]))
    if query.kind is not None and (words := _words(session, query.kind)) is not None:
        are_of_kind = query.kind not in _KINDS_WITH_WORDS
        found.append(_of_transactions(values, "kind", REASON, words, is_answer=are_of_kind))
    if query.account is not None:
        found.append(_of_wallets(values, "account_wallets", are_guarded=query.account.startswith("tenant:")))
    return [*found, _of_transactions(values, "")]


def _of_transactions(
    values: Mapping[str, Any],
    index: str,
    column: str = "",
    texts: Sequence[str] = ("",),
    *,
    is_answer: bool = True,
) -> Sequences:
    """Those with each of the texts in an indexed column, or all. is_answer: they match the filter of this name."""
    conditions = _by_id(values)
    order = "x.transaction_id desc"
    if column:
        # A range, by which the rows are ordered too. The primary key, with other values in between, cannot do that.
        conditions.append(f"{column} between s.text and s.text")
        order = f"{column} desc, {order}"
    conditions += [CHECKS[name] for name in ("begins", "ends") if values[name] is not None]
    return Sequences(
        index=index,
        number=len(texts),
        each="unnest(%(texts)s::text[]) s (text)",
        read=f"""
            select x.* from transactions x where x.tenant_id = %(tenant)s and {" and ".join(conditions)}
        """,  # noqa: S608  (composed of constants only)
        of="transactions",
        order=order,
        values={**values, "texts": list(texts)},
        answers=frozenset({"begins", "ends", *[index] * is_answer}),
    )


def _of_meta(values: Mapping[str, Any], name: str, value: str) -> Sequences:
    """Those with a member. name, value: the parameters with these. One of another member may have the same hash."""
    conditions = [*_by_id(values), f"x.member = meta_member(%({name})s, %({value})s)"]
    return Sequences(
        index=name,
        number=1,
        each="(select) s",
        read=f"""
            select x.* from transaction_meta x where x.tenant_id = %(tenant)s and {" and ".join(conditions)}
        """,  # noqa: S608  (composed of constants only)
        of="transaction_meta",
        order="x.transaction_id desc",
        values=values,
        answers=frozenset(),
    )


def _by_id(values: Mapping[str, Any]) -> list[str]:
    """Conditions on the ids that the place and the period leave. Of a period, some have other times."""
    given = {
        "last": "x.transaction_id < %(last)s",
        "first_id": "x.transaction_id >= %(first_id)s",
        "end_id": "x.transaction_id < %(end_id)s",
    }
    return ["true", *(condition for name, condition in given.items() if values[name] is not None)]


def _of_wallets(values: Mapping[str, Any], name: str, *, are_guarded: bool) -> Sequences:
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
    return Sequences(
        index=name,
        number=len(values[name]),
        each=f"""(
            select w.wallet_id, w.version from wallets w
            where w.tenant_id = %(tenant)s and w.wallet_id = any(%({name})s)
        ) s""",  # noqa: S608  (composed of constants only)
        read=f"""
            select x.* from entries x where x.tenant_id = %(tenant)s and {" and ".join(conditions)}
        """,  # noqa: S608  (composed of constants only)
        of="entries",
        order="x.version desc" if are_guarded else "x.posted_at desc, x.transaction_id desc",
        values=values,
        answers=frozenset({name, "begins", "ends"}),
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
                select {REASON} from transactions x
                where x.tenant_id = %(tenant)s and {REASON} > w.word
                order by {REASON} limit 1
            ), w.number + 1
            from words w where w.word is not null and w.number <= %(most)s
        )
        select word from words where number > 0 and word is not null
        """,  # noqa: S608  (composed of constants only)
        {"tenant": session.tenant_id, "most": len(KINDS) + _MAX_WORDS},
    )
    words = [kind, *({row["word"] for row in rows} - KINDS.keys())]
    return words if len(words) <= _MAX_WORDS else None
