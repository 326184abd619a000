"""`make search`: its parts, its rounds and what it writes."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import psutil
import pytest

from tests.search import __main__ as command
from tests.search import report, runner
from tests.search.parts import PARTS, Part
from tests.search.runner import Run, search
from tests.support import corpus
from tests.support.kit import ROOT
from tests.support.local_system import has_ended
from tests.support.waiting import HANG_S, eventually

FAILING = "import sys; print('FAILED tests/test_a.py::test_b - a reason'); print('FAILED x::y'); sys.exit(sys.argv[1:])"
NEVER = "import threading; threading.Event().wait()"


@pytest.fixture
def _not_in_the_background() -> Iterator[None]:
    """Restore SIGINT, which a program in the background ignores, with all that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def part(name: str, program: str, times: int = 1) -> Part:
    return Part(name, "", lambda seed, _folder: [sys.executable, "-c", program, str(seed)], times=times)


def test_a_search_runs_its_parts_in_rounds_each_with_a_new_seed_and_records_each_run(tmp_path: Path) -> None:
    parts = [part("passing", "print(1)"), part("failing", FAILING, times=2)]
    seeds = iter(range(100))

    ended = list(islice(search(parts, tmp_path, time.monotonic() + HANG_S, lambda: next(seeds)), 4))

    assert [(run.part, run.seed, run.outcome) for run in ended] == [
        ("passing", 0, "passed"),
        ("failing", 1, "failed"),
        ("failing", 2, "failed"),
        ("passing", 3, "passed"),
    ]
    assert ended[1].failures == ["tests/test_a.py::test_b", "x::y"]
    assert Path(ended[0].log).read_text() == "1\n"
    recorded = [json.loads(line) for line in (tmp_path / "runs.jsonl").read_text().splitlines()]
    assert [(run["part"], run["seed"], run["outcome"]) for run in recorded] == [
        (run.part, run.seed, run.outcome) for run in ended
    ]


@pytest.mark.usefixtures("_not_in_the_background")
def test_a_part_that_is_under_way_at_the_end_is_interrupted_and_is_no_failure(tmp_path: Path) -> None:
    run = runner._run(part("endless", NEVER), 7, tmp_path, ends_at=time.monotonic())

    assert (run.outcome, run.failures) == ("interrupted", [])


@pytest.mark.usefixtures("_not_in_the_background")
def test_a_server_in_a_session_of_its_own_ends_with_its_part() -> None:
    """The interrupt of the part does not reach it."""
    start = f"subprocess.Popen([sys.executable, '-c', {NEVER!r}], start_new_session=True)"
    program = f"import subprocess, sys; print({start}.pid, flush=True); {NEVER}"
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout
    server = psutil.Process(int(process.stdout.readline()))

    runner._end(process)

    assert process.poll() is not None
    assert eventually(lambda: has_ended(server))
    process.stdout.close()


def test_a_part_does_not_get_the_variables_of_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT", "1")
    monkeypatch.setenv("MAKEFLAGS", "-- REPORT=1")
    printing = "import os; print(os.environ.get('REPORT'), os.environ.get('MAKEFLAGS'), os.environ['SEARCH'])"

    (ended,) = islice(search([part("printing", printing)], tmp_path, time.monotonic() + HANG_S), 1)

    assert Path(ended.log).read_text() == "None None 1\n"


def test_the_command_of_every_part_names_a_target_or_a_folder_that_exists(tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for one in PARTS:
        program, *arguments = one.command(7, tmp_path)
        if program == "make":
            assert re.search(rf"^{arguments[0]}: .*## ", makefile, re.MULTILINE), arguments
        else:
            assert all((ROOT / path).exists() for path in arguments if path.startswith("tests/"))


def test_the_page_lists_every_part_with_what_it_runs() -> None:
    page = (ROOT / report.PAGE).read_text(encoding="utf-8")
    rows = [
        f"| `{one.name}` | {one.runs}{f' ({one.times} times in a round)' if one.times > 1 else ''} |" for one in PARTS
    ]

    assert "\n".join(rows) in page


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"ONLY": "schedules fly"}, "search: no such part: fly; the parts are requests histories "),
        ({"MINUTES": "soon"}, "search: MINUTES must be a number above 0\n"),
        ({"MINUTES": "0"}, "search: MINUTES must be a number above 0\n"),
    ],
)
def test_a_wrong_setting_is_one_line_and_starts_nothing(
    variables: dict[str, str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert command.main() == 2

    assert capsys.readouterr().err.startswith(message)
    assert list(tmp_path.iterdir()) == []


def test_the_row_of_a_search_says_when_it_ran_for_how_long_and_what_it_found(tmp_path: Path) -> None:
    began = datetime(2026, 1, 15, tzinfo=UTC)
    runs = [
        Run("schedules", 1, 60.0, "passed", [], ""),
        Run("schedules", 2, 60.0, "failed", ["a"], ""),
        Run("chaos", 3, 60.0, "interrupted", [], ""),
    ]
    page = tmp_path / "page.md"
    page.write_text("| Date |\n<!-- end of searches -->\nafter\n")

    report.write_page(report.row(began, 3.2, runs, 1), page)
    report.write_page(report.row(began, 1, runs[:1], 0), page)

    assert page.read_text().splitlines() == [
        "| Date |",
        "| 2026-01-15 | 3 min | schedules (2), chaos (0, another interrupted) | schedules failed; 1 candidates |",
        "| 2026-01-15 | 1 min | schedules (1) | nothing |",
        "<!-- end of searches -->",
        "after",
    ]


def test_a_failure_is_written_once_as_a_candidate_and_only_for_a_search(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CANDIDATES", raising=False)
    corpus.add_candidate("requests", {"path": "/"}, ValueError("no search"))
    monkeypatch.setenv("CANDIDATES", str(tmp_path))
    for message in ("a reason\nwith details", "another reason"):
        corpus.add_candidate("requests", {"path": "/"}, ValueError(message))

    (line,) = (tmp_path / "requests.jsonl").read_text().splitlines()
    candidate = json.loads(line)
    assert candidate["path"] == "/"
    assert candidate["found"].endswith(": a reason")
    assert candidate["versions"].keys() == {"commit", "postgres", "python"}
