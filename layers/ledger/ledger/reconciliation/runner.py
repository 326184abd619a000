"""Carries out a run: stores its findings and corrects cached balances that drifted."""

import json
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import psycopg

from ledger.core import errors
from ledger.core.ids import new_id
from ledger.messaging.events import DriftDetected, ReconciliationRequested
from ledger.reconciliation import checks, lock, runs
from ledger.reconciliation.runs import Order, Run
from ledger.storage.failures import Transient
from ledger.storage.sessions import Budget, Origin, Row, Session

type Progress = Callable[[int, int], None]
"""Called after each batch with the number of checked rows and the estimated total."""

_SCHEDULE: Final = "reconcile"  # the principal of a scheduled run


@dataclass
class Figures:
    """Counts of a tenant. drifted: wallets. corrected: how many of these. findings: others that nobody acknowledged."""

    drifted: int = 0
    corrected: int = 0
    findings: int = 0


@dataclass
class Tally:
    """The counts of a run so far."""

    run_id: UUID
    wallets: int = 0
    transactions: int = 0
    findings: int = 0
    drifted: int = 0
    corrected: int = 0
    tenants: defaultdict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))

    def add(
        self, tenant_id: str, drifted: int = 0, corrected: int = 0, findings: int = 0, acknowledged: int = 0
    ) -> None:
        """Count findings of a tenant. findings: without drifted wallets. acknowledged: those of them already judged."""
        self.findings += drifted + findings
        self.drifted += drifted
        self.corrected += corrected
        figures = self.tenants[tenant_id]
        figures.drifted += drifted
        figures.corrected += corrected
        figures.findings += findings - acknowledged


def scheduled(budget: Budget, order: Order) -> Run:
    """Carry out a scheduled run and, unless it is a dry run, store new checkpoints of the open wallets afterwards.

    Raises errors.Unavailable, OutOfTime; psycopg.Error if the last cut-off is ahead of the database's current xid.
    """
    result = run(order, budget, by=_SCHEDULE)
    assert result is not None  # noqa: S101  (None is for a run that ended before, and this one is new)
    if not order.dry_run:
        with lock.held(Origin("", _SCHEDULE, "reconcile"), budget) as session:
            session.rows("select ledger.make_checkpoints()")
    return result


def requested(budget: Budget, event: ReconciliationRequested) -> Run | None:
    """Carry out a requested run. Returns None if it has ended already, as at a second delivery of the event."""
    order = Order(dry_run=event.dry_run, full=event.full)
    return run(order, budget, by=_SCHEDULE, run_id=event.run_id)


def run(
    order: Order,
    budget: Budget,
    *,
    by: str,
    run_id: UUID | None = None,
    url: str | None = None,
    progress: Progress = lambda _checked, _total: None,
    on_wait: Callable[[], None] = lambda: None,
) -> Run | None:
    """Carry out a run under the run lock. Returns None if the run `run_id` has ended already.

    by: the principal. run_id: of a requested run. url: of the database, instead of RECONCILE_DATABASE_URL.
    on_wait: called once if another run holds the lock.

    Raises OutOfTime, errors.Unavailable, and errors.NotFound for an unknown tenant or wallet. The run's status is then
    `error`.
    """
    origin = Origin(order.tenant_id or "", by, "reconcile")
    run_id = run_id or new_id()
    with lock.held(origin, budget, url, on_wait) as session:
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
    session: Session, order: Order, budget: Budget, run_id: UUID, url: str | None, progress: Progress
) -> Run | None:
    """Carry out a run. session: the one that holds the run lock."""
    _end_killed(session, run_id)
    started = session.row(
        "select * from ledger.begin_reconciliation(%s, %s, %s, %s, %s, %s)",
        (run_id, session.origin.principal, order.dry_run, order.full, order.tenant_id, order.wallet_id),
    )
    if started is None:
        return None
    tally = _tally_before_kill(session, run_id)
    total = started["wallets"] + started["transactions"]
    try:
        with (
            lock.open_session(session.origin, url) as second_session,
            # Closed also if the time is up, so that the check in another thread ends.
            closing(checks.run_all(session, second_session, order, started["since_cut"], started["cut"])) as results,
        ):
            for result in results:
                _record(session, order, result, tally)
                progress(tally.wallets + tally.transactions, total)
                if budget.remaining() <= 0:
                    raise OutOfTime
    except Exception:
        with suppress(psycopg.Error, Transient, errors.Refusal):
            _end(session, "error", tally, order.dry_run)
        raise
    _end(session, "finished", tally, order.dry_run)
    return runs.view(session, run_id)


def _record(session: Session, order: Order, result: checks.BatchResult, tally: Tally) -> None:
    """Count a batch's result. Correct balances that drifted, unless the run is dry, and store the other findings."""
    tally.wallets += result.wallets
    tally.transactions += result.transactions
    by_tenant: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in result.findings:
        if row["kind"] == "balance" and not order.dry_run and _correct(session, tally.run_id, row):
            tally.add(row["tenant_id"], drifted=1, corrected=1)
        else:
            by_tenant[row["tenant_id"]].append({**row, "corrected": False})
    for tenant_id, rows in by_tenant.items():
        (stored,) = session.rows(
            "select ledger.note_findings(%s, %s::jsonb) as acknowledged", (tally.run_id, json.dumps(rows, default=str))
        )
        drifted = sum(row["kind"] == "balance" for row in rows)
        tally.add(tenant_id, drifted, findings=len(rows) - drifted, acknowledged=stored["acknowledged"])


def _correct(session: Session, run_id: UUID, drifted: Row) -> bool:
    """Correct a cached balance under the wallet's lock. Returns False if it no longer differs from the entries."""
    correct = "select ledger.correct_balance(%s, %s, %s) as is_done"
    row = session.one(correct, (run_id, drifted["tenant_id"], drifted["wallet_id"]))
    return bool(row["is_done"])


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

    run_id: of the run that is about to start.
    """
    killed: dict[UUID, tuple[Tally, bool]] = {}
    for row in session.rows("select * from ledger.killed_reconciliations(%s)", (run_id,)):
        tally, _ = killed.setdefault(row["run_id"], (Tally(row["run_id"]), row["dry_run"]))
        if row["tenant_id"] is not None:
            tally.add(row["tenant_id"], row["drifted"], row["corrected"], row["findings"], row["judged"])
    for tally, was_dry in killed.values():
        _end(session, "error", tally, was_dry)


def _events(tally: Tally) -> list[DriftDetected]:
    now = datetime.now(UTC)
    return [
        DriftDetected(
            event_id=new_id(),
            tenant_id=tenant_id,
            run_id=tally.run_id,
            drifted=figures.drifted,
            corrected=figures.corrected,
            findings=figures.findings,
            detected_at=now,
        )
        for tenant_id, figures in tally.tenants.items()
        if figures.drifted or figures.findings
    ]


def _end(session: Session, state: str, tally: Tally, is_dry: bool) -> None:
    """End a run, and emit an event for each tenant with findings, unless the run is dry."""
    events = [] if is_dry else _events(tally)
    session.value(
        "select ledger.end_reconciliation(%s, %s, %s, %s, %s, %s, %s, %s::jsonb)",
        (
            tally.run_id,
            state,
            tally.wallets,
            tally.drifted,
            tally.corrected,
            tally.transactions,
            tally.findings,
            json.dumps([event.as_row() for event in events]),
        ),
    )
