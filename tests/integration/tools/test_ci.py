"""`.ci/run`: every step counts, in both lanes. `make` is replaced by a program that fails where a test says so."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.kit import ROOT

SCRIPT = ROOT / ".ci" / "run"
COMMANDS = re.findall(r"\bmake ([a-z][^\n'>|;]*?)(?= >|$)", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
MAKE = """#!/bin/sh
echo "made $*"
[ "$*" != "$FAILING" ]
"""


def ci(folder: Path, failing: str = "", audited: str = "") -> subprocess.CompletedProcess[str]:
    """Run a copy of the script. failing: the arguments with which make fails. audited: printed by every make."""
    (folder / ".ci").mkdir()
    shutil.copy(SCRIPT, folder / ".ci" / "run")
    programs = folder / "programs"
    programs.mkdir()
    for name, text in {
        "make": MAKE + f"echo '{audited}'\n" * bool(audited),
        "pgbouncer": "",
        "npm": "",
        "chromium": "",
    }.items():
        (programs / name).write_text(text or "#!/bin/sh\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    return subprocess.run(
        [folder / ".ci" / "run"],
        env=os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "FAILING": failing},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def test_a_run_makes_every_step_once_and_prints_it(tmp_path: Path) -> None:
    done = ci(tmp_path)

    assert done.returncode == 0, done.stdout
    assert sorted(re.findall(r"(?m)^made (.*)$", done.stdout)) == sorted(COMMANDS)
    assert re.fullmatch(r"=== all steps passed \(\d+ min\) ===", done.stdout.splitlines()[-1])


@pytest.mark.parametrize("command", COMMANDS)
def test_a_failed_step_fails_the_run_which_names_it_at_the_end(tmp_path: Path, command: str) -> None:
    done = ci(tmp_path, failing=command)

    assert done.returncode != 0
    title = re.fullmatch(r"=== failed: (.*) \(\d+ min\) ===", done.stdout.splitlines()[-1])
    assert title, done.stdout
    assert f"=== {title[1]} (" in done.stdout
    assert command.split(maxsplit=1)[0].removeprefix("test-") in title[1]


def test_what_was_not_audited_is_repeated_at_the_end(tmp_path: Path) -> None:
    done = ci(tmp_path, audited="NOT AUDITED: the packages")

    assert done.stdout.splitlines()[-1] == "NOT AUDITED: the packages"
