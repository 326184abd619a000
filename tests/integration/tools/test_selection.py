"""`make test-pooled` repeats the tests that use the database, and no others."""

import os
import subprocess
import sys

import pytest

from tests.support.kit import ROOT

WITHOUT_DATABASE = "tests/unit/core/test_ids.py"
WITH_DATABASE = "tests/integration/storage/test_wire.py"


def collected(**variables: str) -> set[str]:
    """The files of which pytest would run tests."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "--quiet", WITHOUT_DATABASE, WITH_DATABASE],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "POOLED"} | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}


@pytest.mark.parametrize(
    ("variables", "files"),
    [({}, {WITHOUT_DATABASE, WITH_DATABASE}), ({"POOLED": "1"}, {WITH_DATABASE})],
    ids=["test", "test-pooled"],
)
def test_a_pooled_run_leaves_out_the_tests_that_use_no_database(variables: dict[str, str], files: set[str]) -> None:
    assert collected(**variables) == files
