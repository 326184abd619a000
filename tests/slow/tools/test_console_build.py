"""The build of the console by make: once, from the lock file, and optional for `make run`. A script that records its
arguments replaces npm, so that the tests need neither npm nor its registry."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.kit import ROOT

TOOLS = ("sh", "make", "find", "touch", "cp", "mkdir", "echo")
NPM = """#!/bin/sh
folder=${0%/*}
echo "$*" >> "$folder/commands"
[ -e "$folder/broken" ] && [ "$1" = run ] && { echo "It does not compile."; exit 1; }
case "$1" in
    ci) mkdir -p node_modules/package ;;
    run) mkdir -p dist/assets; echo page > dist/index.html; echo script > dist/assets/index-1.js ;;
esac
"""


@dataclass(frozen=True)
class Source:
    """A minimal copy of the console's folder. bin: the only programs on the path."""

    folder: Path
    bin: Path

    def make(self, target: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.bin / "make", "--no-print-directory", "--file", self.folder / "Makefile", target],
            cwd="/",  # SAM also uses another folder
            env={"PATH": str(self.bin), **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )

    def commands(self) -> list[str]:
        """The arguments of each npm call since commands() was last called."""
        file = self.bin / "commands"
        calls = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return calls

    def shift_time(self, name: str, seconds: int) -> None:
        """Move the modification time of a file by `seconds`."""
        path = self.folder / name
        moment = path.stat().st_mtime + seconds
        os.utime(path, (moment, moment))


@pytest.fixture
def source(tmp_path: Path) -> Source:
    folder, programs = tmp_path / "console", tmp_path / "bin"
    (folder / "src").mkdir(parents=True)
    programs.mkdir()
    for name in ("Makefile", "app.py"):
        shutil.copy(ROOT / "functions" / "console" / name, folder)
    (folder / "site").mkdir()
    (folder / "site" / "site.json").write_text("{}")
    for name in ("package.json", "package-lock.json", "src/main.tsx"):
        (folder / name).write_text("{}")
    for tool in TOOLS:
        (programs / tool).symlink_to(str(shutil.which(tool)))
    for name, script in {"npm": NPM, "node": "#!/bin/sh\n"}.items():
        (programs / name).write_text(script)
        (programs / name).chmod(0o755)
    source = Source(folder, programs)
    for file in folder.rglob("*"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    return source


def test_the_console_is_built_once_and_again_after_a_source_has_changed(source: Source) -> None:
    first, second = source.make("page"), source.make("page")

    assert (first.returncode, first.stdout.splitlines()) == (0, ["console: npm ci", "console: npm run build"])
    assert (second.returncode, source.commands()) == (0, ["ci", "run build"])
    source.shift_time("src/main.tsx", 10**9)
    assert source.make("page").returncode == 0
    assert source.commands() == ["run build"]


def test_a_changed_lock_file_reinstalls_its_packages(source: Source) -> None:
    source.make("page")
    source.commands()

    source.shift_time("package-lock.json", 10**9)
    source.make("page")

    assert source.commands() == ["ci", "run build"]


@pytest.mark.parametrize("missing", ["npm", "node", "a node that is new enough"])
def test_without_npm_a_deployment_fails_with_one_line_and_a_run_starts_without_the_console(
    source: Source, missing: str
) -> None:
    if missing.startswith("a"):
        (source.bin / "node").write_text("#!/bin/sh\nexit 1\n")
    else:
        (source.bin / missing).unlink()

    deployed, ran = (
        source.make("build-ConsoleFunction", ARTIFACTS_DIR=str(source.folder)),
        source.make("page-where-possible"),
    )

    lines = [line for line in deployed.stderr.splitlines() if not line.startswith("make")]
    assert deployed.returncode != 0
    assert lines == ["console: npm is required, with the version of Node.js that package.json names"]
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert source.commands() == []


def test_a_failed_build_reports_the_reason_keeps_the_previous_build_and_does_not_prevent_a_run(source: Source) -> None:
    source.make("page")
    (source.bin / "broken").touch()
    source.shift_time("src/main.tsx", 10**9)

    failed, ran = source.make("page"), source.make("page-where-possible")

    assert failed.returncode != 0
    assert "It does not compile." in failed.stderr
    assert "console: npm run build failed" in failed.stderr
    assert ran.returncode == 0
    assert ran.stderr.splitlines()[-1] == "console: not rebuilt"
    assert (source.folder / "dist" / "index.html").read_text() == "page\n"


def test_the_artefact_contains_the_handler_and_the_build_without_packages_or_sources(
    source: Source, tmp_path: Path
) -> None:
    artefact = tmp_path / "artefact"
    artefact.mkdir()

    built = source.make("build-ConsoleFunction", ARTIFACTS_DIR=str(artefact))

    assert built.returncode == 0, built.stderr
    files = {path.relative_to(artefact).as_posix() for path in artefact.rglob("*") if path.is_file()}
    assert files == {"app.py", "dist/index.html", "dist/assets/index-1.js", "site/site.json"}


def test_a_deployment_without_the_documentation_fails_with_one_line(source: Source, tmp_path: Path) -> None:
    (source.folder / "site" / "site.json").unlink()

    built = source.make("build-ConsoleFunction", ARTIFACTS_DIR=str(tmp_path))

    lines = [line for line in built.stderr.splitlines() if not line.startswith("make")]
    assert built.returncode != 0
    assert lines == ["console: the documentation is not built; run make site"]
