"""Runs schedules and checks each of them.

A schedule must end with the same rows and answers as some serial order of its requests. Each published event must be
committed. After a lost connection, a repeated request must get the same answer again and change nothing.
"""

import difflib
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from ledger.reconciliation import lock
from ledger.storage import sessions
from local.postgres import SUPERUSER
from local.postgres import Server as Postgres
from tests.interleavings import gates, serial
from tests.interleavings.choices import Choices, Drawn, InOrder, Recording, Replay
from tests.interleavings.clients import Operation
from tests.interleavings.operations import BY_NAME, OPERATIONS, SUBJECTS
from tests.interleavings.scheduler import Schedule, Scheduler
from tests.interleavings.server import Server
from tests.interleavings.tenants import Tenant, Tenants
from tests.support import corpus, kit
from tests.support.corpus import Case, OutOfDate
from tests.support.kit import Answer, Database
from tests.support.live import Bus

_UNLIMITED: Final = {
    "lock_timeout": "0",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "deadlock_timeout": "1h",  # the scheduler detects a deadlock at once
}
_REPEATABLE: Final = frozenset({"relay", "reconcile", "record what has expired"})
"""Operations that a timed schedule starts. A repetition is a new run, which continues the work."""
_WAITS_FOR_NOTHING: Final = frozenset({"record what has expired"})
"""Operations that leave what is locked to their next run, after which a schedule ends."""


@dataclass(frozen=True)
class Call:
    """A request of a schedule. Two calls with one key are one request, which its client repeats without waiting.

    requested: the name that `calls` was given.
    """

    requested: str
    name: str
    operation: Operation
    key: str


def calls(*names: str) -> tuple[Call, ...]:
    """Returns a request for each name. The name `x, again` repeats the request `x` with the same key.

    Raises OutOfDate if there is no such operation.
    """
    found = []
    for number, name in enumerate(names, 1):
        first = name.removesuffix(", again")
        if first not in BY_NAME:
            raise OutOfDate(f"there is no operation {first!r}")
        key = f"key-{names.index(first) + 1 if name != first else number}"
        found.append(Call(name, f"{number} {name}", BY_NAME[first], key))
    return tuple(found)


class Runner:
    """Runs schedules in one database."""

    def __init__(self, tenants: Tenants, scheduler: Scheduler, bus: Bus) -> None:
        self._tenants = tenants
        self._scheduler = scheduler
        self._bus = bus
        self._serial: dict[tuple[Call, ...], list[str]] = {}

    def check(self, requested: Sequence[Call], choices: Choices) -> Schedule:
        """Run one schedule in a new tenant and check it. One that fails is a candidate for the corpus.

        Raises AssertionError, whose notes list the steps.
        """
        recording = Recording(choices)
        try:
            return self._check(requested, recording)
        except AssertionError as error:
            case: Case = {
                "calls": [call.requested for call in requested],
                "choices": recording.chosen,
                "gates": recording.gates,
                "losses": recording.losses,
                "pipeline": os.environ.get("PIPELINE", "on"),
            }
            corpus.add_candidate("schedules", case, error)
            raise

    def replay(self, case: Case) -> Schedule:
        """Check a case of the corpus in the pipeline mode of the environment. Raises the errors of `check`, and
        OutOfDate."""
        replay = Replay(case["choices"], case["gates"], case["losses"])
        schedule = self.check(calls(*case["calls"]), replay)
        replay.assert_used()
        return schedule

    def _check(self, requested: Sequence[Call], choices: Choices) -> Schedule:
        tenant = self._tenants.copy()
        self._bus.accepted.clear()
        requests = {call.name: partial(call.operation.request, tenant, call.key) for call in requested}
        schedule = self._scheduler.run(requests, choices)
        try:
            self._run_again(requested, tenant)
            rows = self._tenants.state(tenant)
            self._check_order(requested, schedule, self._outcome(tenant, rows, schedule.results))
            self._check_events(tenant, rows)
            if schedule.losses:
                self._check_repetitions(requested, tenant, rows, schedule)
        except AssertionError as error:
            error.add_note("\n".join(schedule.steps))
            raise
        finally:
            self._tenants.forget(tenant)
        return schedule

    def forget_serial_outcomes(self) -> None:
        """Forget the outcomes of serial orders. Call this after a change of the application."""
        self._serial.clear()

    def count_steps(self, name: str) -> int:
        """Returns the number of steps of an operation that runs alone and has an effect."""
        (call,) = calls(name)
        tenant = self._tenants.copy()
        request = {call.name: partial(call.operation.request, tenant, call.key)}
        steps = self._scheduler.run(request, InOrder()).steps
        self._tenants.forget(tenant)
        return len(steps)

    def draw(self, seed: int) -> Schedule:
        """Check the schedule of a seed. The same seed always gives the same schedule. Raises the errors of `check`."""
        source = random.Random(seed)  # noqa: S311  (a schedule is no secret)
        subject = source.choice(SUBJECTS)
        sharing = [operation.name for operation in OPERATIONS if subject in operation.subjects]
        names = source.choices(sharing, k=source.choice([2, 2, 2, 2, 3]))
        if source.random() < 0.25:
            names[-1] = f"{names[0]}, again"
        losses, stops = source.choice([0, 0, 1, 2]), source.choice([0, 1, 2])
        try:
            return self.check(calls(*names), Drawn(seed, losses, stops))
        except BaseException as error:
            error.add_note(f"The schedule of seed {seed}: make interleavings SEED={seed} SCHEDULES=1 ARGS='-k random'")
            raise

    def _check_order(self, requested: Sequence[Call], schedule: Schedule, outcome: list[str]) -> None:
        by_name = {call.name: call for call in requested}
        nearest: list[str] | None = None
        for order in serial.orders(schedule):
            expected = self._serial_outcome(tuple(by_name[name] for name in order))
            if expected == outcome:
                return
            title = ", then ".join(order)
            difference = list(difflib.unified_diff(expected, outcome, title, "interleaved", lineterm="", n=0))
            nearest = difference if nearest is None or len(difference) < len(nearest) else nearest
        raise AssertionError("\n".join(["no serial order ends like this:", *(nearest or [])]))

    def _check_events(self, tenant: Tenant, rows: Sequence[str]) -> None:
        """Check that every published event was committed."""
        for detail in self._bus.details:
            if detail["tenant_id"] == tenant.name:
                sources = [row for row in rows if row.startswith(("event ", "transactions "))]
                committed = any(detail["event_id"] in row for row in sources)
                assert committed, f"published, and never committed: {detail}"

    def _check_repetitions(
        self, requested: Sequence[Call], tenant: Tenant, rows: Sequence[str], schedule: Schedule
    ) -> None:
        """Check that a client that repeats its request gets the same answer again, and that nothing changes."""
        for call in requested:
            answer = schedule.results[call.name]
            assert isinstance(answer, Answer)
            if answer.status < 300 and call.operation.name not in _REPEATABLE:
                again = self._alone(call, tenant)
                assert (again.status, again.text) == (answer.status, answer.text), f"{call.name}: another answer"
        assert sorted(self._tenants.state(tenant)) == sorted(rows), "a repeated request had an effect"

    def _serial_outcome(self, order: tuple[Call, ...]) -> list[str]:
        if order not in self._serial:
            tenant = self._tenants.copy()
            answers = {call.name: self._alone(call, tenant) for call in order}
            self._run_again(order, tenant)
            self._serial[order] = self._outcome(tenant, self._tenants.state(tenant), answers)
            self._tenants.forget(tenant)
        return self._serial[order]

    def _run_again(self, requested: Sequence[Call], tenant: Tenant) -> None:
        for call in requested:
            if call.operation.name in _WAITS_FOR_NOTHING:
                self._alone(call, tenant)

    def _alone(self, call: Call, tenant: Tenant) -> Answer:
        """Run a request alone. Returns its answer."""
        request = {call.name: partial(call.operation.request, tenant, call.key)}
        answer = self._scheduler.run(request, InOrder()).results[call.name]
        assert isinstance(answer, Answer), answer
        return answer

    def _outcome(self, tenant: Tenant, rows: Sequence[str], results: Mapping[str, object]) -> list[str]:
        """Returns the tenant's rows and the answers in a form that can be compared."""
        answers = []
        for name, answer in results.items():
            assert isinstance(answer, Answer), f"{name}: {answer!r}"
            answers.append(f"answer to {name}: {answer.status} {answer.text}")
        today = datetime.now(UTC).date().isoformat()
        return serial.comparable([*rows, *answers], tenant.name, self._tenants.known, today)


@contextmanager
def running(server: Postgres, database: Database, bus: Bus, patch: pytest.MonkeyPatch) -> Iterator[Runner]:
    """A runner for the test's own database. The application connects to the runner's scheduler."""
    for module in (sessions, lock):
        patch.setattr(module, "sleep", lambda _: None)
    name = database.value("select current_database()")
    with psycopg.connect(server.url(SUPERUSER, name), autocommit=True, row_factory=dict_row) as admin:
        admin.execute("set search_path = ledger")
        admin.execute("set enable_seqscan = off")
        admin.execute("set purser.every_tenant = 'on'")
        for setting, value in _limits(server).items():
            for role in (*kit.APPLICATION_ROLES, "purser_reconcile"):
                admin.execute(f"alter role {role} in database \"{name}\" set {setting} = '{value}'".encode())
        sessions.disconnect()
        tenants = Tenants(database, admin, bus)
        sessions.disconnect()
        upstream = str(Path(server.socket_folder) / ".s.PGSQL.5432")
        scheduler = Scheduler(Server(admin, gates.install(admin)), upstream)
        patch.setenv("DATABASE_URL", _address(database.url, scheduler.port))
        patch.setenv("RECONCILE_DATABASE_URL", _address(server.url("purser_reconcile", name), scheduler.port))
        try:
            yield Runner(tenants, scheduler, bus)
        finally:
            scheduler.close()


def _limits(server: Postgres) -> dict[str, str]:
    return _UNLIMITED | ({"transaction_timeout": "0"} if server.major >= 17 else {})


def _address(url: str, port: int) -> str:
    return make_conninfo(url, host="127.0.0.1", port=port, sslmode="disable", gssencmode="disable")
