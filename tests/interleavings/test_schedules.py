"""Schedules can be replayed, those of the corpus among them, and find deliberate faults."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ledger import posting
from ledger.edge import idempotency
from ledger.posting import plans, transaction
from tests.interleavings.choices import Stop
from tests.interleavings.runs import Runner, calls
from tests.support import corpus
from tests.support.kit import Database

_GUARDED_ONLY = "                    and v_is_guarded then\n                v_overdraft := waive"


def test_a_seed_replays_the_same_steps(runner: Runner) -> None:
    for seed in range(10):
        assert runner.draw(seed).steps == runner.draw(seed).steps


def replay_the_corpus(runner: Runner) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for case in corpus.cases("schedules"):
            patch.setenv("PIPELINE", case["pipeline"])
            runner.replay(case)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"calls": ["cash out", "no such operation"]}, "there is no operation 'no such operation'"),
        ({"choices": [["run", "2 cash out"]]}, "'run' of '2 cash out' is not possible"),
        (
            {"calls": ["cash out"], "losses": 0, "choices": [["run", "1 cash out"]] * 99},
            "ended before 9. of its choices",
        ),
    ],
)
def test_a_case_of_the_corpus_that_does_not_fit_the_code_any_more_fails(
    runner: Runner, change: corpus.Case, message: str
) -> None:
    case = corpus.cases("schedules")[0] | change

    with pytest.raises(corpus.OutOfDate, match=message):
        runner.replay(case)


def test_a_schedule_that_fails_is_a_candidate_that_fails_in_the_same_way(
    runner: Runner, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock_wallets_in_the_order_of_the_request(database, monkeypatch)
    monkeypatch.setenv("CANDIDATES", str(tmp_path))
    with pytest.raises(AssertionError, match="the sessions wait for each other") as raised:
        transfer_to_and_fro(runner)

    (line,) = (tmp_path / "schedules.jsonl").read_text(encoding="utf-8").splitlines()
    case = json.loads(line)
    assert case["calls"] == ["transfer", "transfer back"]
    assert case["found"].endswith(": the sessions wait for each other")
    assert case["versions"].keys() == {"commit", "postgres", "python"}
    assert all(f"{session}  " in "\n".join(raised.value.__notes__) for _, session in case["choices"])


def stop_at_each_gate(runner: Runner, *names: str) -> None:
    """Let the first request stop at each of its gates in turn, while the second runs as far as it can."""
    requested = calls(*names)
    number = 0
    has_stopped = True
    while has_stopped:
        number += 1
        stop = Stop(requested[0].name, number)
        runner.check(requested, stop)
        has_stopped = stop.has_stopped
    assert number > 10


def credit_from_a_new_float(runner: Runner) -> None:
    stop_at_each_gate(runner, "first credit", "other first credit")


def transfer_to_and_fro(runner: Runner) -> None:
    stop_at_each_gate(runner, "transfer", "transfer back")


def publish_what_was_rolled_back(_database: Database, patch: pytest.MonkeyPatch) -> None:
    """An attempt counts as committed if its COMMIT was lost and the key has an answer, whoever stored it."""
    once = idempotency.once

    def with_fault(*given: Any) -> idempotency.Outcome:
        outcome = once(*given)
        return replace(outcome, is_committed=not outcome.is_replayed)

    patch.setattr(idempotency, "once", with_fault)


def apply_the_floor_to_open_wallets(database: Database, _patch: pytest.MonkeyPatch) -> None:
    definition = database.value("select pg_get_functiondef(oid) from pg_proc where proname = 'post' and pronargs = 6")
    assert definition.count(_GUARDED_ONLY) == 1
    with database.admin() as admin:
        admin.execute(definition.replace(_GUARDED_ONLY, _GUARDED_ONLY.replace("v_is_guarded", "true")).encode())


def lock_wallets_in_the_order_of_the_request(_database: Database, patch: pytest.MonkeyPatch) -> None:
    numbers = count()
    for module in (transaction, plans):
        patch.setattr(module, "lock_key", lambda owner: (owner.kind not in posting.GUARDED, next(numbers)))


@pytest.mark.parametrize(
    ("schedules", "fault", "message"),
    [
        (replay_the_corpus, publish_what_was_rolled_back, "published, and never committed"),
        (credit_from_a_new_float, apply_the_floor_to_open_wallets, "insufficient_funds"),
        (transfer_to_and_fro, lock_wallets_in_the_order_of_the_request, "the sessions wait for each other"),
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
        runner.forget_serial_outcomes()
        with pytest.raises(AssertionError, match=message):
            schedules(runner)
