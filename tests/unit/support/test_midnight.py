"""A test that fails while a day ends runs again, once, with new fixtures. Any other failure counts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.kit import ROOT

CLOCK = """
from datetime import date
from tests.support import midnight
days = iter({days})
midnight.today = lambda: date(2026, 1, next(days))
"""
TEST = """
import pytest
runs = []
@pytest.fixture
def number():
    runs.append(len(runs))
    return runs[-1]
def test_fails_once(number):
    assert number == 1
"""


@pytest.mark.parametrize(
    ("days", "outcome"),
    [([1, 2], "1 passed"), ([1, 1], "1 failed")],
    ids=["the day ends", "the day is the same"],
)
def test_a_test_that_fails_runs_again_only_if_a_day_has_ended(tmp_path: Path, days: list[int], outcome: str) -> None:
    (tmp_path / "clock.py").write_text(CLOCK.format(days=days))
    (tmp_path / "test_it.py").write_text(TEST)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.support.midnight", "-p", "clock", "-p", "no:cacheprovider", "-q"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{tmp_path}", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines()[-1].startswith(outcome), done.stdout + done.stderr
