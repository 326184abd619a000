"""Which tests the gate runs, which it repeats through a pooler, and which only a search runs."""

import os
import subprocess
import sys

import pytest

from tests.support.kit import ROOT

WITHOUT_DATABASE = "tests/unit/core/test_ids.py"
WITH_DATABASE = "tests/integration/cashier/test_people.py"
ABOUT_SESSIONS = "tests/integration/storage/test_wire.py"
MEASURED = (
    "tests/contract/test_hostile_input.py::test_a_longer_text_is_searched_for_card_numbers_in_no_more_than_its_share"
)
AROUND_THE_POOLER = "tests/interleavings/test_schedules.py"
EVERY_TEST = {WITHOUT_DATABASE, WITH_DATABASE, ABOUT_SESSIONS, MEASURED, AROUND_THE_POOLER}


def collected(**variables: str) -> set[str]:
    """Those of the tests that pytest would run."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "--quiet", *sorted(EVERY_TEST)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in {"POOLED", "SEARCH"}} | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = {line for line in done.stdout.splitlines() if "::" in line}
    return {test for test in EVERY_TEST if any(line.startswith(test) for line in lines)}


@pytest.mark.parametrize(
    ("variables", "tests"),
    [
        ({}, EVERY_TEST - {MEASURED}),
        ({"SEARCH": "1"}, EVERY_TEST),
        ({"POOLED": "1"}, {ABOUT_SESSIONS}),
        ({"POOLED": "1", "SEARCH": "1"}, {WITH_DATABASE, ABOUT_SESSIONS}),
    ],
    ids=["test", "search", "test-pooled", "search through a pooler"],
)
def test_a_run_leaves_out_the_tests_of_a_search_and_those_that_a_pooler_does_not_change(
    variables: dict[str, str], tests: set[str]
) -> None:
    assert collected(**variables) == tests
