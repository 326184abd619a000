"""The checks of a run, in batches. Each batch is one statement and so one snapshot, which has only whole transactions.

A run of everything reads every tenant's wallets, transactions, subjects, holds and awards by ranges of their ids. An
incremental run reads the entries between two cut-offs and the wallets that were written to, and checks only those that
look wrong.
"""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from ledger.core import errors
from ledger.reconciliation import lanes
from ledger.reconciliation.lanes import BatchResult, Place
from ledger.reconciliation.runs import Order
from ledger.storage.sessions import Row, Session

_FIRST_ID: Final = UUID(int=0)
_LAST_ID: Final = UUID(int=2**128 - 1)
_FIRST_BATCH_ROWS: Final = {"wallets": 10_000, "transactions": 100_000, "subjects": 50_000, "holds": 50_000}
_MIN_BATCH_ROWS: Final = 500
_MAX_BATCH_ROWS: Final = 250_000
_MIN_BATCH_S: Final = 1.0
_MAX_BATCH_S: Final = 4.0
"""How long a batch should take. Shorter batches have more overhead, longer ones come near the statement timeout."""
_XIDS_PER_BATCH: Final = 200_000
_ENTRIES_PER_SUM: Final = 1_000_000
_AWARDS_PER_BATCH: Final = 50_000
_CHECKPOINTS_PER_BATCH: Final = 1_000
MAX_OVERDUE: Final = 20_000
"""The greatest number of overdue rows of a kind that a run reads and counts."""

clock: Callable[[], float] = time.monotonic


def run_all(
    session: Session,
    second_session: Session,
    order: Order,
    since: int | None,
    cut: int,
    *,
    places: Mapping[str, Place],
    stop: threading.Event,
) -> Generator[BatchResult]:
    """Run every check of an order, one batch for each result. The last result has `is_last`.

    since, cut: the cut-offs (xids) between which an incremental run reads; since is None for a run of everything.
    second_session: used by a run of everything to check transactions while `session` checks wallets.
    places: where the lanes of a run of everything go on; empty for its first part. It ends early if `stop` is set.

    Raises errors.NotFound for an unknown tenant or wallet.
    """
    if order.wallet_id is not None:
        yield from _one_wallet(session, order)
        return
    tenants = sorted(row["tenant_id"] for row in session.rows("select tenant_id from ledger.tenants_of_ledger()"))
    if order.tenant_id is not None:
        tenants = _single(tenants, order.tenant_id)
    if since is None:
        yield from _everything(session, second_session, tenants, places, stop)
    else:
        yield from _changes_since_cut(session, set(tenants), since, cut)
    if not stop.is_set():
        overdue = session.rows("select * from ledger.overdue(%s, %s)", (order.tenant_id, MAX_OVERDUE))
        yield BatchResult(findings=overdue, is_last=True)


def _everything(
    session: Session,
    second_session: Session,
    tenants: Sequence[str],
    places: Mapping[str, Place],
    stop: threading.Event,
) -> Iterator[BatchResult]:
    """Check wallets and transactions at the same time, and then what refers to them."""

    def lane(name: str, session: Session, checks: Mapping[str, lanes.Check]) -> Iterator[BatchResult]:
        return lanes.lane(name, checks, session, tenants, places.get(name), stop)

    yield from lanes.concurrently(
        lane("wallets", session, {"wallets": _wallets}),
        lane("transactions", second_session, {"transactions": _transactions}),
        stop,
    )
    if not stop.is_set():
        others = {"subjects": _subjects, "holds": _holds, "awards": _awards, "checkpoints": _checkpoints}
        yield from lane("others", session, others)


def _wallets(session: Session, tenant_id: str, first: str | None) -> Iterator[tuple[BatchResult, str | None]]:
    for checked, findings, following in _batches(session, "wallets", tenant_id, first):
        yield BatchResult(wallets=checked, findings=findings), following


def _transactions(session: Session, tenant_id: str, first: str | None) -> Iterator[tuple[BatchResult, str | None]]:
    for checked, findings, following in _batches(session, "transactions", tenant_id, first):
        yield BatchResult(transactions=checked, findings=findings), following


def _subjects(session: Session, tenant_id: str, first: str | None) -> Iterator[tuple[BatchResult, str | None]]:
    for _, findings, following in _batches(session, "subjects", tenant_id, first):
        yield BatchResult(findings=findings), following


def _holds(session: Session, tenant_id: str, first: str | None) -> Iterator[tuple[BatchResult, str | None]]:
    for _, findings, following in _batches(session, "holds", tenant_id, first):
        yield BatchResult(findings=findings), following


def _awards(session: Session, tenant_id: str, after: str | None) -> Iterator[tuple[BatchResult, str | None]]:
    """after: the registration after which to begin."""
    last: str | None = after or ""  # sorts before every registration id
    while last is not None:
        after = last
        last = session.value("select ledger.batch_of_awards(%s, %s, %s)", (tenant_id, after, _AWARDS_PER_BATCH))
        check = "select * from ledger.reconcile_awards(%s, %s, %s)"
        yield BatchResult(findings=session.rows(check, (tenant_id, after, last))), last


def _batches(
    session: Session, what: str, tenant_id: str, first: str | None
) -> Iterator[tuple[int, list[Row], str | None]]:
    """Check consecutive ranges of ids: number of rows, findings, and the first id of the next range, None at the end.

    first: the id to begin with. The next range is larger if a batch took less than _MIN_BATCH_S, and smaller if it took
    more than _MAX_BATCH_S.
    """
    size = _FIRST_BATCH_ROWS[what]
    start: UUID | None = UUID(first) if first else _FIRST_ID
    while start is not None:
        batch = f"select last, checked from ledger.batch_of_{what}(%s, %s, %s)"  # noqa: S608  (a key of _FIRST_BATCH_ROWS)
        row = session.one(batch, (tenant_id, start, size))
        began = clock()
        findings = _findings(session, what, tenant_id, start, row["last"] or _LAST_ID)
        took = clock() - began
        start = _following(row["last"]) if row["last"] else None
        yield row["checked"], findings, str(start) if start else None
        if took < _MIN_BATCH_S:
            size = min(size * 2, _MAX_BATCH_ROWS)
        elif took > _MAX_BATCH_S:
            size = max(size // 2, _MIN_BATCH_ROWS)


def _findings(session: Session, what: str, tenant_id: str, first: UUID, last: UUID) -> list[Row]:
    check = f"select * from ledger.reconcile_{what}(%s, %s, %s)"  # noqa: S608  (a key of _FIRST_BATCH_ROWS)
    return session.rows(check, (tenant_id, first, last))


def _following(id_: UUID) -> UUID:
    return UUID(int=id_.int + 1)


def _checkpoints(session: Session, tenant_id: str, first: Any) -> Iterator[tuple[BatchResult, Any]]:
    """Check that each checkpoint is the sum of the open wallet's entries below its cut-off.

    first: the wallet id to begin with, or the unfinished sum of a wallet. Its cut-off stays the same in later parts.
    """
    if isinstance(first, dict):
        yield from _summed(session, tenant_id, first)
        first = str(_following(UUID(first["wallet_id"])))
    start: UUID | None = UUID(first) if first else _FIRST_ID
    while start is not None:
        page = _open_wallets(session, tenant_id, start, _CHECKPOINTS_PER_BATCH)
        for unsummed in page:
            yield from _summed(session, tenant_id, unsummed)
        start = _following(UUID(page[-1]["wallet_id"])) if page else None


def _open_wallets(session: Session, tenant_id: str, first: UUID, count: int) -> list[dict[str, Any]]:
    """Open wallets with their checkpoints, in the order of their ids: each as `_summed` takes it."""
    rows = session.rows("select * from ledger.open_wallet_checkpoints(%s, %s, %s)", (tenant_id, first, count))
    return [
        {
            "wallet_id": str(row["wallet_id"]),
            "currency": row["currency"],
            "balance": int(row["balance"]),
            "cut": row["cut"],
            "amount": 0,
            "since": "-infinity",
            "transaction_id": str(_FIRST_ID),
        }
        for row in rows
    ]


def _summed(session: Session, tenant_id: str, so_far: dict[str, Any]) -> Iterator[tuple[BatchResult, Any]]:
    """Sum an open wallet's entries in batches, and compare the sum with the checkpoint."""
    wallet_id, cut = so_far["wallet_id"], so_far["cut"]
    while so_far["since"] is not None:
        row = session.one(
            "select * from ledger.sum_of_open_entries(%s, %s, %s, %s, %s, %s)",
            (tenant_id, wallet_id, cut, so_far["since"], so_far["transaction_id"], _ENTRIES_PER_SUM),
        )
        so_far = so_far | {
            "amount": so_far["amount"] + int(row["amount"]),
            "since": row["until"] and str(row["until"]),
            "transaction_id": str(row["until_transaction"]),
        }
        if so_far["since"] is not None:
            yield BatchResult(), so_far
    findings = [] if so_far["amount"] == so_far["balance"] else [_checkpoint_finding(tenant_id, so_far)]
    yield BatchResult(findings=findings), str(_following(UUID(wallet_id)))


def _checkpoint_finding(tenant_id: str, summed: Mapping[str, Any]) -> Row:
    return {
        "tenant_id": tenant_id,
        "kind": "checkpoint",
        "wallet_id": summed["wallet_id"],
        "currency": summed["currency"],
        "expected": summed["amount"],
        "actual": summed["balance"],
    }


def _changes_since_cut(session: Session, tenants: set[str], since: int, cut: int) -> Iterator[BatchResult]:
    """Find suspects among the entries between two cut-offs and the wallets written to since, and check them."""
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
    for unsummed in _open_wallets(session, tenant_id, wallet_id, 1):
        if unsummed["wallet_id"] == str(wallet_id):
            yield from (result for result, _ in _summed(session, tenant_id, unsummed))
    row = session.one("select * from ledger.suspects_of_wallet(%s, %s)", (tenant_id, wallet_id))
    findings = _findings_of_each(session, "transactions", tenant_id, row["transactions"] or [])
    yield BatchResult(transactions=row["checked"], findings=findings, is_last=True)


def _single(tenants: Sequence[str], wanted: str) -> list[str]:
    """A list of the wanted tenant alone. Raises NotFound if it is not among the tenants."""
    if wanted not in tenants:
        raise errors.NotFound("There is no such tenant or wallet.")
    return [wanted]
