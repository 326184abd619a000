"""Every pair of short operations that share a subject, in every order of their statements."""

import os
from itertools import combinations_with_replacement

import pytest

from tests.interleavings.choices import every_path
from tests.interleavings.operations import BY_NAME, OPERATIONS, SUBJECTS
from tests.interleavings.runs import Runner, calls

IS_SEARCH = bool(os.environ.get("SEARCH"))
MAX_STEPS = 9 if IS_SEARCH else 8
"""A pair is tested only if its two operations together have at most this many steps."""
BEGINNING = () if IS_SEARCH else (0, 1)
"""The choices that begin each schedule of a pair: the first step of the first session, then that of the second.

In the gate, only the later steps change places. The first of several steps is `claim()`, or tells the session who
calls. It neither reads nor writes what an operation with another key changes.
"""


def is_first_common(subject: str, *names: str) -> bool:
    """Whether no earlier subject has both operations, which are tested once."""
    return subject == next(one for one in SUBJECTS if all(one in BY_NAME[name].subjects for name in names))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_two_operations_with_a_common_subject_end_as_one_after_the_other(runner: Runner, subject: str) -> None:
    names = [operation.name for operation in OPERATIONS if subject in operation.subjects]
    steps = {name: runner.count_steps(name) for name in names}
    for first, second in combinations_with_replacement(names, 2):
        if steps[first] + steps[second] <= MAX_STEPS and is_first_common(subject, first, second):
            beginning = BEGINNING if min(steps[first], steps[second]) > 1 else ()
            for path in every_path(beginning=beginning):
                runner.check(calls(first, second), path)


def test_a_change_of_terms_and_a_settlement_do_not_wait_for_each_other(runner: Runner) -> None:
    """Together they have one step more than other pairs of the gate."""
    for path in every_path(beginning=(0, 1)):
        runner.check(calls("freeze", "carry"), path)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_request_that_is_repeated_before_its_answer_has_one_effect(runner: Runner, subject: str) -> None:
    names = [operation.name for operation in OPERATIONS if min(operation.subjects) == subject]
    for name in names:
        if 2 * runner.count_steps(name) <= MAX_STEPS:
            for path in every_path():
                runner.check(calls(name, f"{name}, again"), path)
