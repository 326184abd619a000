"""`.ci/run` and `make gate`. `make` is replaced by a program that fails where a test says so."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.kit import ROOT

SCRIPT = ROOT / ".ci" / "run"
STEPS = dict(
    re.findall(
        r"^ *step (\S+) (?:'[^']*'|\S+) (?:'[^']*'|\"[^\"]*\") (?:env CI=1 )?make (.*)$",
        SCRIPT.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)
"""The arguments of make, by the name of the step."""
MAKE = """#!/bin/sh
echo "made $*"
[ "$*" != "$FAILING" ] || { echo "FAILED tests/test_a.py::test_b - reason"; exit 1; }
"""
NEEDED = {
    "build": ["test-containers"],
    "console": ["prove", "test-clients", "test-console", "test-e2e", "test-slow"],
}
"""The steps that are skipped if a step fails."""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with a replacement for `make`, and the programs that a run would install."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("make", "pgbouncer", "npm", "chromium-headless-shell"):
        (folder / name).write_text(MAKE if name == "make" else "#!/bin/sh\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


def run(script: Path, programs: Path, failing: str = "") -> subprocess.CompletedProcess[str]:
    """Run a script. failing: the arguments with which make fails."""
    return subprocess.run(
        [script],
        env=os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "FAILING": failing.replace("'", "")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / ".ci").mkdir()
    return Path(shutil.copy(SCRIPT, tmp_path / ".ci" / "run"))


def made(output: str) -> list[str]:
    return sorted(re.findall(r"(?m)^made (.*)$", output))


def last_lines(output: str, first: str) -> list[str]:
    """The lines from the last one that begins with `first`."""
    lines = output.splitlines()
    return lines[max(number for number, line in enumerate(lines) if line.startswith(first)) :]


def test_a_run_makes_every_step_once_and_shows_its_time(script: Path, programs: Path) -> None:
    done = run(script, programs)

    assert done.returncode == 0, done.stdout
    assert made(done.stdout) == sorted(arguments.replace("'", "") for arguments in STEPS.values())
    assert re.fullmatch(r"=== all steps passed \(\d+ min\) ===", done.stdout.splitlines()[-1])
    for name in STEPS:
        assert re.search(rf"(?m)^=== {name}: \w.* \(\d+ min\) ===$", done.stdout), name
        assert re.search(rf"(?m)^{name} \d+ s$", done.stdout), name


@pytest.mark.parametrize("name", STEPS)
def test_a_failed_step_fails_the_run_which_names_it_with_its_tests_and_makes_all_others_but_those_that_need_it(
    script: Path, programs: Path, name: str
) -> None:
    done = run(script, programs, failing=STEPS[name])

    assert done.returncode == 1
    summary, *failures = last_lines(done.stdout, "=== failed")
    assert re.fullmatch(rf"=== failed: {name} \(\d+ min\) ===", summary), done.stdout
    skipped = NEEDED.get(name, [])
    expected = [
        f"{name}: FAILED tests/test_a.py::test_b - reason",
        *([f"skipped: {', '.join(skipped)}"] * bool(skipped)),
    ]
    assert failures == expected
    wanted = [arguments.replace("'", "") for step, arguments in STEPS.items() if step not in skipped]
    assert made(done.stdout) == sorted(wanted)


def test_a_run_shows_the_last_lines_of_a_failed_step_that_has_no_failed_tests(script: Path, programs: Path) -> None:
    (programs / "make").write_text(
        '#!/bin/sh\n[ "$1" != audit ] || { seq 9; echo "make: *** [audit] Error 1"; exit 1; }\n'
    )

    _, *shown = last_lines(run(script, programs).stdout, "=== failed")

    assert shown == [f"audit: {line}" for line in ("7", "8", "9", "make: *** [audit] Error 1")]


def test_a_run_whose_second_lane_is_killed_fails_and_ends(script: Path, programs: Path) -> None:
    kill = "kill -9 -- -$(ps -o pgid= -p $$ | tr -d ' ')"
    (programs / "make").write_text(f'#!/bin/bash\n[ "$1" != audit ] || {kill}\n')

    done = run(script, programs)

    assert done.returncode == 1
    assert "second lane: it was killed" in last_lines(done.stdout, "=== failed")


def test_what_was_not_audited_is_repeated_at_the_end(script: Path, programs: Path) -> None:
    (programs / "make").write_text('#!/bin/sh\n[ "$1" != audit ] || echo "NOT AUDITED: the packages"\n')

    assert run(script, programs).stdout.splitlines()[-1] == "NOT AUDITED: the packages"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the script of the gate, whose own check fails if a file `wrong` is committed."""
    folder = tmp_path / "repository"
    (folder / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "gate", folder / ".ci" / "gate")
    (folder / ".ci" / "run").write_text('echo "CI=$CI in $PWD"; read -r line && echo "input"; [ ! -e wrong ]\n')
    git(folder, "init", "--quiet")
    commit(folder)
    return folder


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "a change")


def test_the_gate_records_the_commit_that_passed_in_a_clean_clone(repository: Path, programs: Path) -> None:
    (repository / "wrong").touch()  # not committed, so not tested

    done = run(repository / ".ci" / "gate", programs)

    assert done.returncode == 0, done.stdout
    assert "gate: what is not committed is not tested" in done.stdout
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("CI=")]
    folder = line.removeprefix("CI=true in ")
    assert folder not in {str(repository), line}
    assert not Path(folder).exists(), "the clone is removed"
    assert "input" not in done.stdout.splitlines()
    assert (repository / ".git" / "gate").read_text() == git(repository, "rev-parse", "HEAD") + "\n"


def test_a_gate_that_fails_leaves_no_record_of_an_earlier_one(repository: Path, programs: Path) -> None:
    assert run(repository / ".ci" / "gate", programs).returncode == 0
    (repository / "wrong").touch()
    commit(repository)

    assert run(repository / ".ci" / "gate", programs).returncode == 1

    assert not (repository / ".git" / "gate").exists()
