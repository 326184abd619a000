"""Carries out a run, or the next part of one: stores its findings and corrects cached balances that drifted."""

import json
import math
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from typing import Any, Final
from uuid import UUID

import psycopg

from ledger import posting
from ledger.core import errors
from ledger.core.ids import new_id
from ledger.messaging.events import PLATFORM, Published, ReconciliationRequested
from ledger.reconciliation import checks, lock, runs
from ledger.reconciliation.lanes import BatchResult
from ledger.reconciliation.runs import Invocation, Order, ReconciliationRun
from ledger.reconciliation.tally import Tally
from ledger.storage.failures import Transient
from ledger.storage.sessions import Budget, Origin, Row, Session

type Progress = Callable[[int, int], None]
"""Called after each batch with the number of checked rows and the estimated total."""

PART_S: Final = 300.0
"""The length of a part. No other run of every tenant waits for longer, apart from the batch under way."""
_RESERVE_S: Final = 10.0
"""Time kept for the batches under way, which should take 4 s each, and for storing the result of a part."""
_SCHEDULE: Final = "reconcile"  # the principal of a scheduled run

clock: Callable[[], float] = time.monotonic


def scheduled(budget: Budget, invocation: Invocation) -> ReconciliationRun:
    """Carry out a scheduled run, or its next part. After the last one of a run of every tenant that is not dry, store
    new checkpoints of the open wallets, and add entries to the turnovers for at most PART_S.

    Raises errors.Unavailable, errors.RunNotFound, OutOfTime; psycopg.Error if the last cut-off is ahead of the
    database's current xid.
    """
    order: Order = invocation
    if invocation.run_id is not None:
        with lock.open_session(Origin("", _SCHEDULE, "reconcile")) as session:
            stored = runs.stored_order(session, invocation.run_id)
        if stored is None:
            raise errors.RunNotFound
        order, _ = stored
    result = run(order, budget, by=_SCHEDULE, run_id=invocation.run_id)
    if result.status != "running" and not order.dry_run and not order.scope:
        with lock.held(Origin("", _SCHEDULE, "reconcile"), budget) as session:
            session.rows("select ledger.make_checkpoints(%s)", (posting.transaction.clock(),))
            ends_at = clock() + min(PART_S, budget.remaining() - _RESERVE_S)
            while session.value("select ledger.add_turnovers()") and clock() < ends_at:
                pass
    return result


def requested(budget: Budget, event: ReconciliationRequested) -> ReconciliationRun | None:
    """Carry out a requested run, or the next part of any run. Returns None if it has ended already, as at a second
    delivery of the event."""
    with lock.open_session(Origin("", _SCHEDULE, "reconcile")) as session:
        stored = runs.stored_order(session, event.run_id)
    order, has_ended = stored or (Order(dry_run=event.dry_run, full=event.full), False)
    return None if has_ended else run(order, budget, by=_SCHEDULE, run_id=event.run_id)


def run_to_end(
    order: Order,
    *,
    by: str,
    url: str | None = None,
    progress: Progress = lambda _checked, _total: None,
    on_wait: Callable[[], None] = lambda: None,
) -> ReconciliationRun:
    """Carry out all parts of a run, and leave the run lock to others in between. Arguments and errors as of `run`."""
    budget = Budget(lambda: math.inf)
    part = run(order, budget, by=by, url=url, progress=progress, on_wait=on_wait)
    while part.status == "running":
        lock.sleep(lock.YIELD_S)
        part = run(order, budget, by=by, run_id=part.run_id, url=url, progress=progress, on_wait=on_wait)
    return part


def run(
    order: Order,
    budget: Budget,
    *,
    by: str,
    run_id: UUID | None = None,
    url: str | None = None,
    progress: Progress = lambda _checked, _total: None,
    on_wait: Callable[[], None] = lambda: None,
) -> ReconciliationRun:
    """Carry out a run, or a part of it, under the run lock of its scope.

    A run that checks everything of all tenants or of one stops after PART_S, or when the budget is nearly spent. Its
    status is still `running`, and an event requests its next part. The first call with its id, or with the same order,
    carries that part out.

    by: the principal. run_id: of a requested or paused run. If it has ended already, its result is returned.
    url: of the database, instead of RECONCILE_DATABASE_URL. on_wait: called once if another run holds the lock.

    Raises OutOfTime if another run could not finish within the budget; errors.Unavailable, and errors.NotFound for an
    unknown tenant or wallet. The run's status is then `error`.
    """
    origin = Origin("", by, "reconcile")
    with lock.held(origin, budget, url, on_wait, order.scope) as session:
        try:
            return _run_locked(session, order, budget, run_id, url, progress)
        except KeyboardInterrupt:
            # Only the database knows whether the interrupted statement was executed.
            with suppress(psycopg.Error, Transient):
                session.cancel_running()
                _end_killed(session)
            raise


class OutOfTime(Exception):
    """The time was up before everything was checked."""


def _run_locked(
    session: Session, order: Order, budget: Budget, run_id: UUID | None, url: str | None, progress: Progress
) -> ReconciliationRun:
    """Carry out a part of a run. session: the one that holds the run lock."""
    limits = (session.origin.principal, order.dry_run, order.full, order.tenant_id, order.wallet_id)
    run_id = run_id or session.value("select ledger.paused_reconciliation(%s, %s, %s, %s, %s)", limits) or new_id()
    _end_killed(session, run_id)
    started = session.row("select * from ledger.begin_reconciliation(%s, %s, %s, %s, %s, %s)", (run_id, *limits))
    if started is None:
        return runs.view(session, run_id)
    tally = Tally.resumed(run_id, started) if started["progress"] else _tally_before_kill(session, run_id)
    total = started["wallets"] + started["transactions"]
    try:
        with (
            lock.open_session(session.origin, url) as second_session,
            closing(_run_part(session, second_session, order, budget, started, tally)) as batches,
        ):
            for _ in batches:
                progress(tally.wallets + tally.transactions, total)
    except Exception:
        with suppress(psycopg.Error, Transient, errors.Refusal):
            _end(session, "error", tally, order.dry_run)
        raise
    if tally.is_complete:
        _end(session, "finished", tally, order.dry_run)
    else:
        _pause(session, order, tally)
    return runs.view(session, run_id)


def _run_part(
    session: Session, second_session: Session, order: Order, budget: Budget, started: Row, tally: Tally
) -> Generator[None]:
    """Run checks until all are done or the part is over. Yields after each batch. Raises OutOfTime."""
    may_pause = started["since_cut"] is None and order.wallet_id is None
    ends_at = clock() + PART_S
    stop = threading.Event()
    cuts = started["since_cut"], started["cut"]
    # Closed also after an error, so that the check in another thread ends.
    with closing(checks.run_all(session, second_session, order, *cuts, places=tally.places, stop=stop)) as results:
        for result in results:
            _record(session, order, result, tally)
            yield
            if may_pause and (clock() >= ends_at or budget.remaining() <= _RESERVE_S):
                stop.set()
            elif not may_pause and budget.remaining() <= 0:
                raise OutOfTime


def _record(session: Session, order: Order, result: BatchResult, tally: Tally) -> None:
    """Count a batch's result. Correct balances that drifted, unless the run is dry, and store the other findings."""
    tally.wallets += result.wallets
    tally.transactions += result.transactions
    by_tenant: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in result.findings:
        is_corrected = _correct(session, tally.run_id, row) if row["kind"] == "balance" and not order.dry_run else False
        if is_corrected:
            tally.add(row["tenant_id"], drifted=1, corrected=1)
        elif is_corrected is False:
            by_tenant[row["tenant_id"]].append({**row, "corrected": False})
    for tenant_id, rows in by_tenant.items():
        (stored,) = session.rows(
            "select ledger.note_findings(%s, %s::jsonb) as acknowledged", (tally.run_id, json.dumps(rows, default=str))
        )
        drifted = sum(row["kind"] == "balance" for row in rows)
        tally.add(tenant_id, drifted, findings=len(rows) - drifted, acknowledged=stored["acknowledged"])
    if result.lane is not None and result.place is not None:
        tally.places[result.lane] = result.place
    tally.is_complete = result.is_last


def _correct(session: Session, run_id: UUID, drifted: Row) -> bool | None:
    """Correct a cached balance under the wallet's lock. Returns whether it did; None if another run has done so."""
    correct = "select ledger.correct_balance(%s, %s, %s) as is_done"
    is_done: bool | None = session.value(correct, (run_id, drifted["tenant_id"], drifted["wallet_id"]))
    return is_done


def _tally_before_kill(session: Session, run_id: UUID) -> Tally:
    """The corrections of a run that was killed and whose event is delivered again. Of a new run, zero."""
    tally = Tally(run_id)
    corrections = """
        select tenant_id, count(*) as corrected from ledger.reconciliation_findings where run_id = %s group by tenant_id
    """
    for row in session.rows(corrections, (run_id,)):
        tally.add(row["tenant_id"], row["corrected"], row["corrected"])
    return tally


def _end_killed(session: Session, run_id: UUID | None = None) -> None:
    """End runs that were killed and emit their events, since no later run finds the drift that they corrected.

    run_id: of the run that is about to start. A run is under way if another session holds its lock. It may end before
    this function acquires the lock, so the runs are read again under the lock.
    """
    for scope in sorted({order.scope for _, order in _killed(session, run_id)}):
        with lock.held_if_free(session, scope) as is_free:
            for tally, order in _killed(session, run_id) if is_free else []:
                if order.scope == scope:
                    _end(session, "error", tally, order.dry_run)


def _killed(session: Session, run_id: UUID | None) -> list[tuple[Tally, Order]]:
    """Runs that did not end, with the counts of their stored findings. A run was killed if its lock is free."""
    killed: dict[UUID, tuple[Tally, Order]] = {}
    for row in session.rows("select * from ledger.killed_reconciliations(%s)", (run_id,)):
        order = Order(dry_run=row["dry_run"], tenant_id=row["only_tenant"], wallet_id=row["only_wallet"])
        tally, _ = killed.setdefault(row["run_id"], (Tally(row["run_id"]), order))
        if row["tenant_id"] is not None:
            tally.add(row["tenant_id"], row["drifted"], row["corrected"], row["findings"], row["judged"])
    return list(killed.values())


def _end(session: Session, state: str, tally: Tally, is_dry: bool) -> None:
    """End a run, and emit an event for each tenant with findings, unless the run is dry."""
    _store(session, state, tally, None, [] if is_dry else tally.events())


def _pause(session: Session, order: Order, tally: Tally) -> None:
    """Store where a run goes on, and request its next part."""
    following = ReconciliationRequested(
        event_id=new_id(), tenant_id=PLATFORM, run_id=tally.run_id, dry_run=order.dry_run, full=order.full
    )
    _store(session, "running", tally, json.dumps(tally.progress()), [following])


def _store(session: Session, state: str, tally: Tally, progress: str | None, events: Sequence[Published]) -> None:
    session.value(
        "select ledger.end_reconciliation_part(%s, %s, %s, %s, %s, %s, %s, %s::json, %s::jsonb)",
        (
            tally.run_id,
            state,
            tally.wallets,
            tally.drifted,
            tally.corrected,
            tally.transactions,
            tally.findings,
            progress,
            json.dumps([event.as_row() for event in events]),
        ),
    )
