"""What a run looks at, in batches: each is one statement, and so one snapshot, which no posting divides.

A full run goes over every tenant's wallets, transactions, subjects and awards by ranges of their ids. An incremental
one reads the entries between two cuts and the wallets that were written to, and looks closely at what seems wrong.
"""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Final
from uuid import UUID

from ledger.core import errors
from ledger.reconciliation.runs import Order
from ledger.storage.sessions import Row, Session

_FIRST: Final = UUID(int=0)
_LAST: Final = UUID(int=2**128 - 1)
_BATCHES: Final = {"wallets": 10_000, "transactions": 100_000, "subjects": 50_000}
"""How many the first batch has."""
_SMALLEST: Final = 500
_LARGEST: Final = 250_000
_BETWEEN: Final = (1.0, 4.0)
"""Seconds that a batch should take: less costs, more brings it near the timeouts."""
_XIDS: Final = 200_000
"""Transaction ids of the server between which a batch of new entries lies."""
_OF_A_BOOK: Final = 1_000_000
_AWARDS: Final = 50_000
_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)

clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class Seen:
    """What a batch has looked at, and what it found."""

    wallets: int = 0
    transactions: int = 0
    found: Sequence[Row] = field(default_factory=list)


def all_of(session: Session, beside: Session, order: Order, since: int | None, cut: int) -> Generator[Seen]:
    """Every check of an order. since, cut: an incremental run looks at what is new between these; none: at everything.

    beside: another session, so that a full run goes over wallets and transactions at the same time.

    Raises errors.NotFound for a tenant or wallet that does not exist.
    """
    if order.wallet_id is not None:
        yield from _of_one_wallet(session, order)
        return
    tenants = [row["tenant_id"] for row in session.rows("select tenant_id from ledger.tenants_of_ledger()")]
    if order.tenant_id is not None:
        tenants = _only(tenants, order.tenant_id)
    if since is None:
        yield from _both(
            (seen for tenant_id in tenants for seen in _wallets(session, tenant_id)),
            (seen for tenant_id in tenants for seen in _transactions(beside, tenant_id)),
        )
        for tenant_id in tenants:
            yield from _subjects(session, tenant_id)
            yield from _awards(session, tenant_id)
        yield from _books(session, set(tenants))
    else:
        yield from _news(session, set(tenants), since, cut)
    overdue = session.rows("select * from ledger.overdue()")
    yield Seen(found=[row for row in overdue if row["tenant_id"] in tenants])


def _both(here: Iterator[Seen], there: Iterator[Seen]) -> Generator[Seen]:
    """Two passes at once, the second one in a thread of its own."""
    ready: SimpleQueue[Seen | None] = SimpleQueue()
    is_given_up = threading.Event()

    def take() -> None:
        try:
            for seen in there:
                ready.put(seen)
                if is_given_up.is_set():
                    break
        finally:
            ready.put(None)

    with ThreadPoolExecutor(1) as thread:
        other = thread.submit(take)
        try:
            yield from here
            while (seen := ready.get()) is not None:
                yield seen
        finally:
            is_given_up.set()
        other.result()


def _wallets(session: Session, tenant_id: str) -> Iterator[Seen]:
    for first, last, checked in _batches(session, "wallets", tenant_id):
        yield Seen(wallets=checked, found=_found(session, "wallets", tenant_id, first, last))


def _transactions(session: Session, tenant_id: str) -> Iterator[Seen]:
    for first, last, checked in _batches(session, "transactions", tenant_id):
        yield Seen(transactions=checked, found=_found(session, "transactions", tenant_id, first, last))


def _subjects(session: Session, tenant_id: str) -> Iterator[Seen]:
    for first, last, _ in _batches(session, "subjects", tenant_id):
        yield Seen(found=_found(session, "subjects", tenant_id, first, last))


def _awards(session: Session, tenant_id: str) -> Iterator[Seen]:
    after: str | None = ""  # before every registration
    while after is not None:
        row = session.one("select ledger.batch_of_awards(%s, %s, %s) as last", (tenant_id, after, _AWARDS))
        check = "select * from ledger.reconcile_awards(%s, %s, %s)"
        yield Seen(found=session.rows(check, (tenant_id, after, row["last"])))
        after = row["last"]


def _batches(session: Session, what: str, tenant_id: str) -> Iterator[tuple[UUID, UUID, int]]:
    """Ranges of ids that cover all there are, and how much there is to check in each.

    The next one is larger where this one took less than it may, and smaller where it took more.
    """
    size = _BATCHES[what]
    first: UUID | None = _FIRST
    while first is not None:
        batch = f"select last, checked from ledger.batch_of_{what}(%s, %s, %s)"  # noqa: S608  (of _BATCHES)
        row = session.one(batch, (tenant_id, first, size))
        last = row["last"]
        began = clock()
        yield first, last or _LAST, row["checked"]
        took = clock() - began
        if took < _BETWEEN[0]:
            size = min(size * 2, _LARGEST)
        elif took > _BETWEEN[1]:
            size = max(size // 2, _SMALLEST)
        first = UUID(int=last.int + 1) if last else None


def _found(session: Session, what: str, tenant_id: str, first: UUID, last: UUID) -> list[Row]:
    check = f"select * from ledger.reconcile_{what}(%s, %s, %s)"  # noqa: S608  (of _BATCHES)
    return session.rows(check, (tenant_id, first, last))


def _books(session: Session, tenants: set[str], only: UUID | None = None) -> Iterator[Seen]:
    """Checkpoints of open wallets: each is the sum of the entries below its cut. only: of this wallet."""
    for book in session.rows("select * from ledger.open_wallet_checkpoints()"):
        if book["tenant_id"] in tenants and only in {None, book["wallet_id"]}:
            yield Seen(found=_of_book(session, book))


def _of_book(session: Session, book: Row) -> list[Row]:
    since: datetime | None = _EARLIEST
    amount, transaction = 0, _FIRST
    while since is not None:
        row = session.one(
            "select * from ledger.sum_of_open_entries(%s, %s, %s, %s, %s, %s)",
            (book["tenant_id"], book["wallet_id"], book["cut"], since, transaction, _OF_A_BOOK),
        )
        amount += row["amount"]
        since, transaction = row["until"], row["until_transaction"]
    if amount == book["balance"]:
        return []
    nothing = dict.fromkeys(("transaction_id", "subject_id", "version"))
    return [
        {
            **nothing,
            "tenant_id": book["tenant_id"],
            "kind": "checkpoint",
            "wallet_id": book["wallet_id"],
            "currency": book["currency"],
            "expected": amount,
            "actual": book["balance"],
        }
    ]


def _news(session: Session, tenants: set[str], since: int, cut: int) -> Iterator[Seen]:
    suspects: dict[str, set[UUID]] = {}
    for first in range(since, cut, _XIDS):
        rows = session.rows("select * from ledger.suspects_among_entries(%s, %s)", (first, min(first + _XIDS, cut)))
        for row in rows:
            if row["tenant_id"] in tenants:
                suspects.setdefault(row["tenant_id"], set()).update(row["wallets"] or [])
                found = _each(session, "transactions", row["tenant_id"], row["transactions"] or [])
                yield Seen(transactions=row["checked"], found=found)
    for row in session.rows("select * from ledger.suspects_among_wallets(%s)", (since,)):
        if row["tenant_id"] in tenants:
            suspects.setdefault(row["tenant_id"], set()).update(row["wallets"] or [])
            yield Seen(wallets=row["checked"])
    for tenant_id, wallets in suspects.items():
        yield Seen(found=_each(session, "wallets", tenant_id, sorted(wallets)))


def _each(session: Session, what: str, tenant_id: str, ids: Sequence[UUID]) -> list[Row]:
    return [row for id_ in ids for row in _found(session, what, tenant_id, id_, id_)]


def _of_one_wallet(session: Session, order: Order) -> Iterator[Seen]:
    tenants = [
        row["tenant_id"]
        for row in session.rows("select tenant_id from ledger.tenants_of_wallet(%s)", (order.wallet_id,))
    ]
    (tenant_id,) = _only(tenants, order.tenant_id) if order.tenant_id is not None else tenants or _only([], "")
    wallet_id = order.wallet_id
    assert wallet_id is not None  # noqa: S101  (it is why we are here)
    found = _found(session, "wallets", tenant_id, wallet_id, wallet_id)
    yield Seen(wallets=1, found=found)
    yield from _books(session, {tenant_id}, wallet_id)
    row = session.one("select * from ledger.suspects_of_wallet(%s, %s)", (tenant_id, wallet_id))
    found = _each(session, "transactions", tenant_id, row["transactions"] or [])
    yield Seen(transactions=row["checked"], found=found)


def _only(tenants: Sequence[str], wanted: str) -> list[str]:
    if wanted not in tenants:
        raise errors.NotFound("There is no such tenant or wallet.")
    return [wanted]
