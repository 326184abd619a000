"""Targets of the Makefile that report missing arguments before they build anything."""

import subprocess

import pytest

from tests.support.kit import ROOT


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "invoke: set F to the folder of a function, as in F=cashier_debit"),
        (["F=nope"], 'invoke: functions/ has no folder "nope"'),
        (["F=cashier_debit", "E=none.json"], "invoke: the event file none.json does not exist"),
    ],
)
def test_invoke_reports_missing_arguments_before_it_builds(arguments: list[str], message: str) -> None:
    done = subprocess.run(
        ["make", "--no-print-directory", "invoke", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == message
