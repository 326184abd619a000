"""Each deliberate fault turns the checker red within two minutes. The same run without the fault is green."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.faults import FAULTS, DeliberateFault, copy_tree

LIMIT_S = 120
SECONDS = 30
SEED = "a fault must be found"


def run(tree: Path, fault: DeliberateFault) -> tuple[int, dict[str, Any]]:
    """Run the tree's own chaos. Returns its exit status and result."""
    kinds = [option for kind in fault.kinds for option in ("--fault", kind)]
    command = [sys.executable, "-m", "tests.chaos", "--seconds", str(SECONDS), "--seed", SEED]
    done = subprocess.run(
        [*command, "--workload", fault.workload, *kinds],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": f"{tree / 'layers' / 'ledger'}{os.pathsep}{tree}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (tree / ".chaos" / "result.json").exists(), done.stdout + done.stderr
    return done.returncode, json.loads((tree / ".chaos" / "result.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_deliberate_fault_is_found(fault: DeliberateFault, tmp_path: Path) -> None:
    copy_tree(tmp_path / "tree", fault)
    began = time.monotonic()

    status, result = run(tmp_path / "tree", fault)

    assert status == 1
    assert fault.finds & {anomaly["kind"] for anomaly in result["anomalies"]}, result["anomalies"]
    assert time.monotonic() - began < LIMIT_S


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_same_run_without_the_fault_finds_nothing(fault: DeliberateFault, tmp_path: Path) -> None:
    copy_tree(tmp_path / "tree")

    status, result = run(tmp_path / "tree", fault)

    assert (status, result["anomalies"]) == (0, [])
