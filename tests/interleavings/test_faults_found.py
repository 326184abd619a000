"""The schedules find faults that were mended, once these are put back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ledger.edge import idempotency
from tests.interleavings.choices import Drawn, Stop
from tests.interleavings.runs import Runner, calls
from tests.support.kit import Database

LOSSES = 60
"""Schedules of a repeated cash-out with one broken connection each."""
_GUARDED_ONLY = "if p_owner_kinds[i] in ('person', 'tenant') then\n                v_floor_is_waived"


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
