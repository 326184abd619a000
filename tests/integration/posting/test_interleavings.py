"""Requests interleaved statement by statement: each schedule ends as some serial order of its requests.

`make interleavings` runs all pairs of operations and many more schedules.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from ledger.edge import idempotency
from local.postgres import Server
from tests.interleavings import runs
from tests.interleavings.choices import Drawn, Stop, every_path
from tests.interleavings.runs import Runner, calls
from tests.support.kit import Database
from tests.support.live import Bus

SCHEDULES = 100
PAIRS = [
    ("debit", "debit"),
    ("debit", "debit, again"),
    ("debit", "freeze"),
    ("debit of credit", "change limit"),
    ("first credit", "other first credit"),
    ("transfer", "transfer back"),
    ("charge", "charge"),
]
LOSSES = 20
"""Schedules of a repeated cash-out with one broken connection each."""
_GUARDED_ONLY = "if p_owner_kinds[i] in ('person', 'tenant') then\n                v_floor_is_waived"


@pytest.fixture
def runner(server: Server, database: Database, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runner]:
    with runs.running(server, database, bus, monkeypatch) as runner:
        yield runner


def test_two_requests_end_as_one_after_the_other_in_every_order_of_their_statements(runner: Runner) -> None:
    for pair in PAIRS:
        count = 0
        for path in every_path():
            runner.check(calls(*pair), path)
            count += 1
        assert count > 1, pair


def test_random_schedules_with_lost_connections_end_as_some_serial_order(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(SCHEDULES):
        monkeypatch.setenv("PIPELINE", "on" if seed % 2 else "off")
        runner.draw(seed)


def test_a_seed_replays_the_same_steps(runner: Runner) -> None:
    for seed in range(10):
        assert runner.draw(seed).steps == runner.draw(seed).steps


def repeat_a_cash_out(runner: Runner) -> None:
    for seed in range(LOSSES):
        runner.check(calls("cash out", "cash out, again"), Drawn(seed, losses=1, stops=0))


def credit_from_a_new_float(runner: Runner) -> None:
    number = 0
    has_stopped = True
    while has_stopped:
        number += 1
        names = calls("first credit", "other first credit")
        stop = Stop(names[0].name, number)
        runner.check(names, stop)
        has_stopped = stop.has_stopped
    assert number > 10


def publish_what_was_rolled_back(_database: Database, patch: pytest.MonkeyPatch) -> None:
    """An attempt counts as committed if its COMMIT was lost and the key has an answer, whoever stored it."""
    once = idempotency.once

    def with_fault(*given: Any) -> idempotency.Outcome:
        outcome = once(*given)
        return replace(outcome, is_committed=not outcome.is_replayed)

    patch.setattr(idempotency, "once", with_fault)


def apply_the_floor_to_open_wallets(database: Database, _patch: pytest.MonkeyPatch) -> None:
    definition = database.value("select pg_get_functiondef(oid) from pg_proc where proname = 'post'")
    assert definition.count(_GUARDED_ONLY) == 1
    with database.admin() as admin:
        admin.execute(definition.replace(_GUARDED_ONLY, f"if true then{_GUARDED_ONLY.partition('then')[2]}").encode())


@pytest.mark.parametrize(
    ("schedules", "fault", "message"),
    [
        (repeat_a_cash_out, publish_what_was_rolled_back, "published, and never committed"),
        (credit_from_a_new_float, apply_the_floor_to_open_wallets, "insufficient_funds"),
    ],
)
def test_the_schedules_fail_with_the_fault_and_pass_without_it(
    runner: Runner,
    database: Database,
    schedules: Callable[[Runner], None],
    fault: Callable[[Database, pytest.MonkeyPatch], None],
    message: str,
) -> None:
    schedules(runner)

    with pytest.MonkeyPatch.context() as patch:
        fault(database, patch)
        with pytest.raises(AssertionError, match=message):
            schedules(runner)
