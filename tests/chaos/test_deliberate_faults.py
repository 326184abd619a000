"""The checker finds each deliberate fault within two minutes of load. Without the fault it finds nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.faults import FAULTS, DeliberateFault, copy_tree

RUNS = 4
SECONDS_OF_RUN = 30


def run(tree: Path, fault: DeliberateFault, number: int) -> tuple[int, list[dict[str, Any]]]:
    """Run `tests.chaos` of the copied repository. Returns the exit status and the anomalies."""
    kinds = [option for kind in fault.kinds for option in ("--fault", kind)]
    settings = ["--seconds", str(SECONDS_OF_RUN), "--seed", f"fault-{number}", "--workload", fault.workload, *kinds]
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos", *settings],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": f"{tree / 'layers' / 'ledger'}{os.pathsep}{tree}"},
        capture_output=True,
        text=True,
        check=False,
    )
    result = tree / ".chaos" / "result.json"
    assert result.exists(), done.stdout + done.stderr
    return done.returncode, json.loads(result.read_text(encoding="utf-8"))["anomalies"]


def first_red(tree: Path, fault: DeliberateFault) -> tuple[int, list[dict[str, Any]]]:
    """Return the status and the anomalies of the first run that has any, or of the last run."""
    for number in range(RUNS - 1):
        status, anomalies = run(tree, fault, number)
        if anomalies:
            return status, anomalies
    return run(tree, fault, RUNS - 1)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_deliberate_fault_is_found(fault: DeliberateFault, tmp_path: Path) -> None:
    copy_tree(tmp_path / "tree", fault)

    status, anomalies = first_red(tmp_path / "tree", fault)

    assert status == 1
    assert fault.finds & {anomaly["kind"] for anomaly in anomalies}, anomalies


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_same_load_without_the_fault_finds_nothing(fault: DeliberateFault, tmp_path: Path) -> None:
    copy_tree(tmp_path / "tree")

    assert run(tmp_path / "tree", fault, 0) == (0, [])
