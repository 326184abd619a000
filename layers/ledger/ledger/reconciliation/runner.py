"""A run from its beginning to its end: what is found is kept, a cached balance that drifted is corrected."""

import json
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
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
from ledger.storage.sessions import Budget, Origin, Row, Session, Transient

type Progress = Callable[[int, int], None]
"""Told again and again how much was checked, and of about how much."""

_BY_SCHEDULE: Final = "reconcile"


@dataclass
class Figures:
    """Of a tenant: how many wallets drifted, how many of these were corrected, and what else nobody has judged yet."""

    drifted: int = 0
    corrected: int = 0
    findings: int = 0


@dataclass
class Tally:
    """What a run has come to so far."""

    run_id: UUID
    wallets: int = 0
    transactions: int = 0
    found: int = 0
    drifted: int = 0
    corrected: int = 0
    tenants: defaultdict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))

    def add(self, tenant_id: str, drifted: int = 0, corrected: int = 0, findings: int = 0, judged: int = 0) -> None:
        """Something was found in a tenant. findings: beside the drifted wallets; judged: of these."""
        self.found += drifted + findings
        self.drifted += drifted
        self.corrected += corrected
        figures = self.tenants[tenant_id]
        figures.drifted += drifted
        figures.corrected += corrected
        figures.findings += findings - judged


def scheduled(budget: Budget, order: Order) -> Run:
    """Check the ledger against itself now and, where it is no dry run, close the books of the open wallets after it.

    Raises errors.Unavailable, OutOfTime; psycopg.Error where the last cut is ahead of the present.
    """
    run = carry_out(order, budget, by=_BY_SCHEDULE)
    assert run is not None  # noqa: S101  (a new run has not ended before)
    if not order.dry_run:
        with lock.taken(Origin("", _BY_SCHEDULE, "reconcile"), budget) as session:
            session.rows("select ledger.make_checkpoints()")
    return run


def requested(budget: Budget, asked: ReconciliationRequested) -> Run | None:
    """The run that somebody asked for; none where it has ended already, as when its event comes again."""
    order = Order(dry_run=asked.dry_run, full=asked.full)
    return carry_out(order, budget, by=_BY_SCHEDULE, run_id=asked.run_id)


def carry_out(
    order: Order,
    budget: Budget,
    *,
    by: str,
    run_id: UUID | None = None,
    url: str | None = None,
    progress: Progress = lambda _done, _of: None,
    waits: Callable[[], None] = lambda: None,
) -> Run | None:
    """Look at what the order says, one run at a time.

    by: who asked. run_id: of a run that was asked for before. url: of the database, unless the environment says.
    waits: told where another run is under way.

    Raises OutOfTime, errors.NotFound for an unknown tenant or wallet, errors.Unavailable; the run is then an `error`.
    """
    origin = Origin(order.tenant_id or "", by, "reconcile")
    run_id = run_id or new_id()
    with lock.taken(origin, budget, url, waits) as session:
        try:
            return _in_turn(session, order, budget, run_id, url, progress)
        except KeyboardInterrupt:
            # What an interrupted statement has done the database knows, and nobody else.
            with suppress(psycopg.Error, Transient):
                session.cancel_running()
                _end_killed(session)
            raise


class OutOfTime(Exception):
    """The time was up before everything was looked at."""


def _in_turn(
    session: Session, order: Order, budget: Budget, run_id: UUID, url: str | None, progress: Progress
) -> Run | None:
    _end_killed(session, run_id)
    begun = session.row(
        "select * from ledger.begin_reconciliation(%s, %s, %s, %s, %s, %s)",
        (run_id, session.origin.principal, order.dry_run, order.full, order.tenant_id, order.wallet_id),
    )
    if begun is None:
        return None
    tally = _so_far(session, run_id)
    try:
        with lock.session(session.origin, url) as beside:
            found = checks.all_of(session, beside, order, begun["since_cut"], begun["cut"])
            _take_in(session, order, found, tally, _told(progress, begun), budget)
    except Exception:
        with suppress(psycopg.Error, Transient, errors.Refusal):
            _end(session, "error", tally, order.dry_run)
        raise
    _end(session, "finished", tally, order.dry_run)
    return runs.view(session, run_id)


def _told(progress: Progress, begun: Row) -> Callable[[Tally], None]:
    of = begun["wallets"] + begun["transactions"]
    return lambda tally: progress(tally.wallets + tally.transactions, of)


def _take_in(
    session: Session,
    order: Order,
    found: Generator[checks.Seen],
    tally: Tally,
    tell: Callable[[Tally], None],
    budget: Budget,
) -> None:
    with closing(found) as batches:  # also where the time is up: a pass in another thread has to end
        for seen in batches:
            tally.wallets += seen.wallets
            tally.transactions += seen.transactions
            if seen.found:
                _keep(session, order, seen.found, tally)
            tell(tally)
            if budget.remaining() <= 0:
                raise OutOfTime


def _keep(session: Session, order: Order, found: Sequence[Row], tally: Tally) -> None:
    by_tenant: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        if row["kind"] == "balance" and not order.dry_run and _corrected(session, tally.run_id, row):
            tally.add(row["tenant_id"], drifted=1, corrected=1)
        else:
            by_tenant[row["tenant_id"]].append({**row, "corrected": False})
    for tenant_id, rows in by_tenant.items():
        noted = session.row(
            "select ledger.note_findings(%s, %s::jsonb) as judged", (tally.run_id, json.dumps(rows, default=str))
        )
        drifted = sum(row["kind"] == "balance" for row in rows)
        tally.add(tenant_id, drifted, findings=len(rows) - drifted, judged=noted["judged"] if noted else 0)


def _corrected(session: Session, run_id: UUID, drifted: Row) -> bool:
    correct = "select ledger.correct_balance(%s, %s, %s) as is_done"
    row = session.one(correct, (run_id, drifted["tenant_id"], drifted["wallet_id"]))
    return bool(row["is_done"])


def _so_far(session: Session, run_id: UUID) -> Tally:
    """Of a run that was killed and whose order comes again: what it had corrected. Otherwise nothing."""
    tally = Tally(run_id)
    kept = """
        select tenant_id, count(*) as corrected from ledger.reconciliation_findings where run_id = %s group by tenant_id
    """
    for row in session.rows(kept, (run_id,)):
        tally.add(row["tenant_id"], row["corrected"], row["corrected"])
    return tally


def _end_killed(session: Session, run_id: UUID | None = None) -> None:
    """End what was killed, with what it had found: nobody else will tell of a drift that it has corrected.

    run_id: of the run that is about to begin.
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
    """However a run ends, what it found is told of, unless it was dry."""
    told = [] if is_dry else _events(tally)
    session.value(
        "select ledger.end_reconciliation(%s, %s, %s, %s, %s, %s, %s, %s::jsonb)",
        (
            tally.run_id,
            state,
            tally.wallets,
            tally.drifted,
            tally.corrected,
            tally.transactions,
            tally.found,
            json.dumps([event.as_row() for event in told]),
        ),
    )
