"""Every pair of short operations that share a subject, in every order of their statements."""

from itertools import combinations_with_replacement

import pytest

from tests.interleavings.choices import every_path
from tests.interleavings.operations import OPERATIONS, SUBJECTS
from tests.interleavings.runs import Runner, calls

MAX_STEPS = 9
"""A pair is tested only if its two operations together have at most this many steps."""


@pytest.mark.parametrize("subject", SUBJECTS)
def test_two_operations_with_a_common_subject_end_as_one_after_the_other(runner: Runner, subject: str) -> None:
    names = [operation.name for operation in OPERATIONS if subject in operation.subjects]
    steps = {name: runner.count_steps(name) for name in names}
    for first, second in combinations_with_replacement(names, 2):
        if steps[first] + steps[second] <= MAX_STEPS:
            for path in every_path():
                runner.check(calls(first, second), path)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_request_that_is_repeated_before_its_answer_has_one_effect(runner: Runner, subject: str) -> None:
    names = [operation.name for operation in OPERATIONS if min(operation.subjects) == subject]
    for name in names:
        if 2 * runner.count_steps(name) <= MAX_STEPS:
            for path in every_path():
                runner.check(calls(name, f"{name}, again"), path)
