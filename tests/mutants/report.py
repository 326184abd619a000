"""Writes the section of docs/reliability.md about mutants."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.runner import Result

PAGE: Final = ROOT / "docs" / "reliability.md"
OUTCOMES: Final = Path(__file__).with_name("outcomes.json")
MIN_SCORE: Final = 95.0
_BEGIN: Final = "<!-- Written by `make mutants REPORT=1`. -->"
_END: Final = "<!-- End of what `make mutants` writes. -->"


def score(results: Sequence[Result]) -> float:
    """Returns the percentage of the mutants that were found."""
    return 100 * sum(result.outcome == "found" for result in results) / len(results) if results else 100.0


def write(areas: Mapping[str, Sequence[Mutant]], results: Sequence[Result]) -> None:
    """Add the outcomes of a run to those of earlier runs, and replace the generated part of the page."""
    outcomes = json.loads(OUTCOMES.read_text(encoding="utf-8")) | {
        result.mutant.name: result.outcome for result in results
    }
    counted = {mutant.name for mutants in areas.values() for mutant in mutants if not mutant.equivalent}
    outcomes = {name: outcome for name, outcome in sorted(outcomes.items()) if name in counted}
    OUTCOMES.write_text(json.dumps(outcomes, indent=2) + "\n", encoding="utf-8")
    generated = f"{_BEGIN}\n{_generated(areas, outcomes)}\n{_END}"
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        re.sub(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", lambda _: generated, page, count=1, flags=re.DOTALL),
        encoding="utf-8",
    )


def _generated(areas: Mapping[str, Sequence[Mutant]], outcomes: Mapping[str, str]) -> str:
    """Returns the generated part of the page. outcomes: the last outcome of each mutant that was ever run."""
    everything = [mutant for mutants in areas.values() for mutant in mutants]
    counted = [mutant for mutant in everything if not mutant.equivalent]
    found = sum(outcome == "found" for outcome in outcomes.values())
    not_run = f"{len(counted) - len(outcomes)} of the {len(counted)} that count were not run."
    lines = [
        "",
        f"{found} of {len(outcomes)} found, {100 * found / max(len(outcomes), 1):.1f} %. {not_run}",
        f"Last run: {datetime.now(UTC):%Y-%m-%d}.",
        "",
        "| Area | Mutants | Found | Survived | Not run | Not counted |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for area, mutants in areas.items():
        of_area = Counter(_outcome(mutant, outcomes) for mutant in mutants)
        figures = [of_area[one] for one in ("found", "survived", "not run", "not counted")]
        lines.append(f"| {area} | {len(mutants)} | {' | '.join(map(str, figures))} |")
    lines += _listed(
        "Survivors, each to get a test:",
        [(mutant.name, mutant.effect) for mutant in counted if _outcome(mutant, outcomes) == "survived"],
    )
    lines += _listed(
        "Not counted, because nothing that matters changes:",
        [(mutant.name, mutant.equivalent) for mutant in everything if mutant.equivalent],
    )
    return "\n".join([*lines, ""])


def _outcome(mutant: Mutant, outcomes: Mapping[str, str]) -> str:
    if mutant.equivalent:
        return "not counted"
    outcome = outcomes.get(mutant.name, "not run")
    return "survived" if outcome == "broken" else outcome  # its tests could not run, so they did not find it


def _listed(title: str, items: Sequence[tuple[str, str]]) -> list[str]:
    return ["", title, "", *(f"- `{name}`: {text}" for name, text in items)] if items else []
