"""The result of a search: a table for the terminal, and a row for each search in docs/reliability.md."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from tests.search.runner import Run

PAGE: Final = Path("docs/reliability.md")
_END: Final = "<!-- end of searches -->"


def show(run: Run) -> Iterator[str]:
    """The lines of one run."""
    yield f"{run.outcome:12}{run.part:16}{run.seconds:8.0f} s  SEED={run.seed}"
    yield from (f"{'':12}{failure}" for failure in run.failures)
    if run.outcome == "failed":
        yield f"{'':12}{run.log}"


def row(began: datetime, minutes: float, runs: Sequence[Run], candidates: int) -> str:
    """The row of a search: its date, how long it ran, its parts with their numbers of runs, and what it found."""
    parts = ", ".join(f"{name} {_count(runs, name)}" for name in dict.fromkeys(run.part for run in runs))
    failed = dict.fromkeys(run.part for run in runs if run.outcome == "failed")
    found = f"{', '.join(failed)} failed; {candidates} candidates" if failed else "nothing"
    return f"| {began:%Y-%m-%d} | {minutes:.0f} min | {parts} | {found} |"


def write_page(line: str, page: Path = PAGE) -> None:
    """Append a row to the table of searches."""
    text = page.read_text(encoding="utf-8")
    assert text.count(_END) == 1, f"{page} has no end of the table of searches"
    page.write_text(text.replace(_END, f"{line}\n{_END}"), encoding="utf-8")


def _count(runs: Iterable[Run], part: str) -> str:
    ended = [run for run in runs if run.part == part and run.outcome != "interrupted"]
    interrupted = any(run.part == part and run.outcome == "interrupted" for run in runs)
    return f"({len(ended)}{', another interrupted' if interrupted else ''})"
