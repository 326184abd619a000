"""Runs the tests of mutants on copies of the working tree. The working tree itself is never changed."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Final, Literal

import psutil
import pytest

from tests.mutants.mutant import ROOT, Mutant

_WORKERS: Final = os.process_cpu_count() or 1
_MAX_RUN_S: Final = 900
"""The time limit for the tests of a mutant, or of a file. A mutant whose tests take longer counts as found: it may make
the code wait for ever."""
_FAILED, _PASSED = 1, 0  # exit codes of pytest
_OPTIONS: Final = ("-q", "-n0", "-p", "xdist.plugin", "-p", "no:cacheprovider", "-rfE", "--tb=short")
# Each run is a fork of one process that has imported the packages below, since the imports take longer than most runs.
# That process has imported nothing of the tree. Plugin autoload is off, since pytest refuses plugins that were imported
# before.
_PROCESSES: Final = multiprocessing.get_context("forkserver")
_PACKAGES: Final = (
    *("aws_lambda_powertools.utilities.batch", "boto3", "hypothesis.stateful", "psycopg", "pydantic", "pytest"),
    *("samtranslator.translator.translator", "yaml"),
)


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a mutant's tests.

    outcome: `broken` means that the tests could not run, so the mutant proves nothing. detail: the first failed test.
    """

    mutant: Mutant
    outcome: Literal["found", "survived", "broken"]
    detail: str


class BaselineFailed(Exception):
    """A test fails on the unchanged code."""


def run(mutants: Sequence[Mutant]) -> Iterator[Result]:
    """Run the tests of several mutants at a time. Raises BaselineFailed if a test fails without any mutant."""
    _PROCESSES.set_forkserver_preload(list(_PACKAGES))
    with _copies(_WORKERS) as copies, ThreadPoolExecutor(_WORKERS) as workers:
        outputs = list(workers.map(lambda nodes: _run_without_mistake(nodes, copies), _by_file(mutants)))
        if failures := [output for output in outputs if output is not None]:
            raise BaselineFailed("\n".join(failures))
        yield from workers.map(lambda mutant: _run_one(mutant, copies), mutants)


def _by_file(mutants: Sequence[Mutant]) -> list[list[str]]:
    """Returns the tests that the mutants name, in one list for each file.

    If a mutant names a whole file, the list of this file has the file as its only node.
    """
    files: dict[str, set[str]] = {}
    for node in {node for mutant in mutants for node in mutant.nodes}:
        files.setdefault(node.partition("::")[0], set()).add(node)
    return [[file] if file in nodes else sorted(nodes) for file, nodes in sorted(files.items())]


def _run_without_mistake(nodes: Sequence[str], copies: "SimpleQueue[Path]") -> str | None:
    """Run tests on the unchanged code. Returns pytest's output if one of them fails."""
    copy = copies.get()
    code, output = _pytest(copy, nodes)
    copies.put(copy)
    if code is None:
        return f"{' '.join(nodes)}: the tests did not end within {_MAX_RUN_S} s"
    return None if code == _PASSED else output


def _run_one(mutant: Mutant, copies: "SimpleQueue[Path]") -> Result:
    copy = copies.get()
    file = copy / mutant.file
    original = file.read_bytes()
    try:
        file.write_text(mutant.applied_to(original.decode()), encoding="utf-8")
        code, output = _pytest(copy, [*mutant.nodes, "--exitfirst"])
    finally:
        file.write_bytes(original)
        copies.put(copy)
    failed = [line.removeprefix("FAILED ") for line in output.splitlines() if line.startswith("FAILED ")]
    if code is None:
        return Result(mutant, "found", f"the tests did not end within {_MAX_RUN_S} s")
    if code == _FAILED and failed:
        return Result(mutant, "found", failed[0].partition(" - ")[0].rpartition("/")[2])
    return Result(mutant, "survived", "") if code == _PASSED else Result(mutant, "broken", output)


def _pytest(copy: Path, arguments: Sequence[str]) -> tuple[int | None, str]:
    """Run pytest in a copy. Returns its exit code and its output. The code is None if pytest took too long."""
    log = copy.with_name(f"{copy.name}.log")
    log.touch()
    process = _PROCESSES.Process(target=_run_pytest, args=(copy, log, [*_OPTIONS, *arguments]))
    process.start()
    process.join(_MAX_RUN_S)
    if process.is_alive() and process.pid is not None:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
        process.kill()
        return None, ""
    return process.exitcode, log.read_text(encoding="utf-8", errors="replace")


def _run_pytest(copy: Path, log: Path, arguments: list[str]) -> None:
    """Run pytest in this process, which is a fork, and exit."""
    with log.open("wb") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    scratch = copy.with_name(f"{copy.name}-scratch")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    folders = [str(copy / "layers" / "ledger"), str(copy)]  # they come before the folders of the editable install
    sys.path[:0] = folders
    os.environ |= {
        "PYTHONPATH": os.pathsep.join(folders),  # for processes that tests start
        "PYTEST_DEBUG_TEMPROOT": str(scratch),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    os.chdir(copy)
    for module in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[module]  # pytest then imports the module of the copy
    sys.exit(pytest.main(arguments))


@contextmanager
def _copies(number: int) -> Iterator["SimpleQueue[Path]"]:
    """Yields copies of the tree's tracked and new files, and deletes the copies at the end."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    copies: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        for index in range(number):
            copy = Path(folder) / str(index)
            for name in filter(None, listed):
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
            (copy / ".venv").symlink_to(ROOT / ".venv")
            copies.put(copy)
        yield copies
