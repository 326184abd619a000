"""The section of docs/reliability.md about mutants."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.runner import Result

PAGE: Final = ROOT / "docs" / "reliability.md"
MIN_SCORE: Final = 95.0
_BEGIN: Final = "<!-- Written by `make mutants REPORT=1`. -->"
_END: Final = "<!-- End of what `make mutants` writes. -->"


def score(results: Sequence[Result]) -> float:
    """Which percentage of the mutants was found."""
    return 100 * sum(result.outcome == "found" for result in results) / len(results) if results else 100.0


def write(areas: Mapping[str, Sequence[Mutant]], results: Sequence[Result]) -> None:
    """Replace the generated part of the page."""
    page = PAGE.read_text(encoding="utf-8")
    generated = f"{_BEGIN}\n{_generated(areas, results)}\n{_END}"
    Path(PAGE).write_text(
        re.sub(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", lambda _: generated, page, count=1, flags=re.DOTALL),
        encoding="utf-8",
    )


def _generated(areas: Mapping[str, Sequence[Mutant]], results: Sequence[Result]) -> str:
    outcomes = {result.mutant.name: result.outcome for result in results}
    found = sum(result.outcome == "found" for result in results)
    lines = [
        "",
        f"Last run: {datetime.now(UTC):%Y-%m-%d}, {found} of {len(results)} found, {score(results):.1f} %.",
        "",
        "| Area | Mutants | Found | Not counted |",
        "|---|---|---|---|",
    ]
    for area, mutants in areas.items():
        counts = Counter("equivalent" if mutant.equivalent else outcomes[mutant.name] for mutant in mutants)
        lines.append(f"| {area} | {len(mutants)} | {counts['found']} | {counts['equivalent'] or 0} |")
    survivors = [result.mutant for result in results if result.outcome != "found"]
    lines += ["", "No mutant survived." if not survivors else "Survivors, each to get a test:"]
    lines += ["", *(f"- `{mutant.name}`: {mutant.effect}" for mutant in survivors)] if survivors else []
    equivalents = [mutant for mutants in areas.values() for mutant in mutants if mutant.equivalent]
    if equivalents:
        lines += ["", "Not counted, because nothing that matters changes:", ""]
        lines += [f"- `{mutant.name}`: {mutant.equivalent}" for mutant in equivalents]
    return "\n".join([*lines, ""])
