"""What the Makefile refuses before it builds anything."""

import shutil
import subprocess
from pathlib import Path

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


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with what the Makefile needs to decide about its environment."""
    for name in ("Makefile", "pyproject.toml", "requirements.txt", "requirements-uv.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("docs", "tools/documentation"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def test_an_environment_that_is_a_link_is_refused_and_not_emptied(tree: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / ".installed").write_text("/somewhere/else\n", encoding="utf-8")
    (tree / ".venv").symlink_to(other)

    done = made_check(tree)

    refusal = "setup: .venv is a link, and what it links to would be emptied; remove the link"
    assert (done.returncode, done.stdout, done.stderr.splitlines()[0]) == (2, "", refusal)
    assert (other / ".installed").exists()


def test_an_environment_that_another_tree_uses_is_refused_and_not_emptied(tree: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (tree / ".venv").mkdir()
    (tree / ".venv" / ".installed").write_text(f"{other}\n", encoding="utf-8")
    (other / ".venv").symlink_to(tree / ".venv")

    done = made_check(tree)

    refusal = f"setup: .venv is also that of {other}, and would be emptied; give this tree its own"
    assert (done.returncode, done.stdout, done.stderr.splitlines()[0]) == (2, "", refusal)
    assert (tree / ".venv" / ".installed").exists()


def made_check(tree: Path) -> subprocess.CompletedProcess[str]:
    command = ["make", "--no-print-directory", "check"]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
