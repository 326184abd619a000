"""The checks of a run, in batches. Each batch is one statement and so one snapshot, which has only whole transactions.

A full run reads every tenant's wallets, transactions, subjects and awards by ranges of their ids. An incremental run
reads the entries between two cut-offs and the wallets that were written to, and checks only those that look wrong.
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

_FIRST_ID: Final = UUID(int=0)
_LAST_ID: Final = UUID(int=2**128 - 1)
_FIRST_BATCH_ROWS: Final = {"wallets": 10_000, "transactions": 100_000, "subjects": 50_000}
_MIN_BATCH_ROWS: Final = 500
_MAX_BATCH_ROWS: Final = 250_000
_MIN_BATCH_S: Final = 1.0
_MAX_BATCH_S: Final = 4.0
"""How long a batch should take. Shorter batches have more overhead, longer ones come near the statement timeout."""
_XIDS_PER_BATCH: Final = 200_000
_ENTRIES_PER_SUM: Final = 1_000_000
_AWARDS_PER_BATCH: Final = 50_000
_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)

clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class BatchResult:
    """The number of wallets and transactions that a batch has checked, and its findings."""

    wallets: int = 0
    transactions: int = 0
    findings: Sequence[Row] = field(default_factory=list)


def run_all(
    session: Session, second_session: Session, order: Order, since: int | None, cut: int
) -> Generator[BatchResult]:
    """Run every check of an order, one batch for each result.

    since, cut: the cut-offs (xids) between which an incremental run reads; since is None for a full run.
    second_session: used by a full run to check transactions while `session` checks wallets.

    Raises errors.NotFound for an unknown tenant or wallet.
    """
    if order.wallet_id is not None:
        yield from _one_wallet(session, order)
        return
    tenants = [row["tenant_id"] for row in session.rows("select tenant_id from ledger.tenants_of_ledger()")]
    if order.tenant_id is not None:
        tenants = _single(tenants, order.tenant_id)
    if since is None:
        yield from _concurrently(
            (result for tenant_id in tenants for result in _wallets(session, tenant_id)),
            (result for tenant_id in tenants for result in _transactions(second_session, tenant_id)),
        )
        for tenant_id in tenants:
            yield from _subjects(session, tenant_id)
            yield from _awards(session, tenant_id)
        yield from _checkpoints(session, set(tenants))
    else:
        yield from _changes_since_cut(session, set(tenants), since, cut)
    overdue = session.rows("select * from ledger.overdue()")
    yield BatchResult(findings=[row for row in overdue if row["tenant_id"] in tenants])


def _concurrently(first: Iterator[BatchResult], second: Iterator[BatchResult]) -> Generator[BatchResult]:
    """The results of two iterators that run at the same time, the second one in a thread of its own."""
    results: SimpleQueue[BatchResult | None] = SimpleQueue()  # None: there are no more
    is_cancelled = threading.Event()

    def run_second() -> None:
        try:
            for result in second:
                results.put(result)
                if is_cancelled.is_set():
                    break
        finally:
            results.put(None)

    with ThreadPoolExecutor(1) as thread:
        outcome = thread.submit(run_second)
        try:
            yield from first
            while (result := results.get()) is not None:
                yield result
        finally:
            is_cancelled.set()
        outcome.result()  # raises what the thread raised


def _wallets(session: Session, tenant_id: str) -> Iterator[BatchResult]:
    for first, last, checked in _batches(session, "wallets", tenant_id):
        yield BatchResult(wallets=checked, findings=_findings(session, "wallets", tenant_id, first, last))


def _transactions(session: Session, tenant_id: str) -> Iterator[BatchResult]:
    for first, last, checked in _batches(session, "transactions", tenant_id):
        yield BatchResult(transactions=checked, findings=_findings(session, "transactions", tenant_id, first, last))


def _subjects(session: Session, tenant_id: str) -> Iterator[BatchResult]:
    for first, last, _ in _batches(session, "subjects", tenant_id):
        yield BatchResult(findings=_findings(session, "subjects", tenant_id, first, last))


def _awards(session: Session, tenant_id: str) -> Iterator[BatchResult]:
    after: str | None = ""  # sorts before every registration id
    while after is not None:
        row = session.one("select ledger.batch_of_awards(%s, %s, %s) as last", (tenant_id, after, _AWARDS_PER_BATCH))
        check = "select * from ledger.reconcile_awards(%s, %s, %s)"
        yield BatchResult(findings=session.rows(check, (tenant_id, after, row["last"])))
        after = row["last"]


def _batches(session: Session, what: str, tenant_id: str) -> Iterator[tuple[UUID, UUID, int]]:
    """Consecutive ranges of ids that cover all rows: first id, last id and number of rows to check.

    The next range is larger if a batch took less than _MIN_BATCH_S, and smaller if it took more than _MAX_BATCH_S.
    """
    size = _FIRST_BATCH_ROWS[what]
    first: UUID | None = _FIRST_ID
    while first is not None:
        batch = f"select last, checked from ledger.batch_of_{what}(%s, %s, %s)"  # noqa: S608  (a key of _FIRST_BATCH_ROWS)
        row = session.one(batch, (tenant_id, first, size))
        last = row["last"]
        began = clock()
        yield first, last or _LAST_ID, row["checked"]
        took = clock() - began
        if took < _MIN_BATCH_S:
            size = min(size * 2, _MAX_BATCH_ROWS)
        elif took > _MAX_BATCH_S:
            size = max(size // 2, _MIN_BATCH_ROWS)
        first = UUID(int=last.int + 1) if last else None


def _findings(session: Session, what: str, tenant_id: str, first: UUID, last: UUID) -> list[Row]:
    check = f"select * from ledger.reconcile_{what}(%s, %s, %s)"  # noqa: S608  (a key of _FIRST_BATCH_ROWS)
    return session.rows(check, (tenant_id, first, last))


def _checkpoints(session: Session, tenants: set[str], only: UUID | None = None) -> Iterator[BatchResult]:
    """Check that each checkpoint is the sum of the open wallet's entries below its cut-off. only: a wallet's id."""
    for checkpoint in session.rows("select * from ledger.open_wallet_checkpoints()"):
        if checkpoint["tenant_id"] in tenants and only in {None, checkpoint["wallet_id"]}:
            yield BatchResult(findings=_checkpoint_findings(session, checkpoint))


def _checkpoint_findings(session: Session, checkpoint: Row) -> list[Row]:
    since: datetime | None = _BEGINNING
    amount, transaction = 0, _FIRST_ID
    while since is not None:
        row = session.one(
            "select * from ledger.sum_of_open_entries(%s, %s, %s, %s, %s, %s)",
            (checkpoint["tenant_id"], checkpoint["wallet_id"], checkpoint["cut"], since, transaction, _ENTRIES_PER_SUM),
        )
        amount += row["amount"]
        since, transaction = row["until"], row["until_transaction"]
    if amount == checkpoint["balance"]:
        return []
    nothing = dict.fromkeys(("transaction_id", "subject_id", "version"))
    return [
        {
            **nothing,
            "tenant_id": checkpoint["tenant_id"],
            "kind": "checkpoint",
            "wallet_id": checkpoint["wallet_id"],
            "currency": checkpoint["currency"],
            "expected": amount,
            "actual": checkpoint["balance"],
        }
    ]


def _changes_since_cut(session: Session, tenants: set[str], since: int, cut: int) -> Iterator[BatchResult]:
    """Check the entries between two cut-offs and the wallets written to since, and what looks wrong among them."""
    suspects: dict[str, set[UUID]] = {}
    for first in range(since, cut, _XIDS_PER_BATCH):
        rows = session.rows(
            "select * from ledger.suspects_among_entries(%s, %s)", (first, min(first + _XIDS_PER_BATCH, cut))
        )
        for row in rows:
            if row["tenant_id"] in tenants:
                suspects.setdefault(row["tenant_id"], set()).update(row["wallets"] or [])
                findings = _findings_of_each(session, "transactions", row["tenant_id"], row["transactions"] or [])
                yield BatchResult(transactions=row["checked"], findings=findings)
    for row in session.rows("select * from ledger.suspects_among_wallets(%s)", (since,)):
        if row["tenant_id"] in tenants:
            suspects.setdefault(row["tenant_id"], set()).update(row["wallets"] or [])
            yield BatchResult(wallets=row["checked"])
    for tenant_id, wallets in suspects.items():
        yield BatchResult(findings=_findings_of_each(session, "wallets", tenant_id, sorted(wallets)))


def _findings_of_each(session: Session, what: str, tenant_id: str, ids: Sequence[UUID]) -> list[Row]:
    return [row for id_ in ids for row in _findings(session, what, tenant_id, id_, id_)]


def _one_wallet(session: Session, order: Order) -> Iterator[BatchResult]:
    """Check one wallet, its checkpoint and the transactions of its entries."""
    tenants = [
        row["tenant_id"]
        for row in session.rows("select tenant_id from ledger.tenants_of_wallet(%s)", (order.wallet_id,))
    ]
    (tenant_id,) = _single(tenants, order.tenant_id) if order.tenant_id is not None else tenants or _single([], "")
    wallet_id = order.wallet_id
    assert wallet_id is not None  # noqa: S101  (the caller has checked it)
    findings = _findings(session, "wallets", tenant_id, wallet_id, wallet_id)
    yield BatchResult(wallets=1, findings=findings)
    yield from _checkpoints(session, {tenant_id}, wallet_id)
    row = session.one("select * from ledger.suspects_of_wallet(%s, %s)", (tenant_id, wallet_id))
    findings = _findings_of_each(session, "transactions", tenant_id, row["transactions"] or [])
    yield BatchResult(transactions=row["checked"], findings=findings)


def _single(tenants: Sequence[str], wanted: str) -> list[str]:
    """A list of the wanted tenant alone. Raises NotFound if it is not among the tenants."""
    if wanted not in tenants:
        raise errors.NotFound("There is no such tenant or wallet.")
    return [wanted]
