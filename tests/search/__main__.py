"""The command of `make search`. Exits with 1 if anything failed, with 2 if a part is unknown."""

import math
import os
import signal
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tests.search import report
from tests.search.parts import PARTS
from tests.search.runner import Run, search


def main() -> int:
    names = [part.name for part in PARTS]
    only = os.environ.get("ONLY", "").replace(",", " ").split()
    try:
        minutes = float(os.environ.get("MINUTES") or "inf")
    except ValueError:
        minutes = math.nan
    if unknown := sorted(set(only) - set(names)):
        print(f"search: no such part: {' '.join(unknown)}; the parts are {' '.join(names)}", file=sys.stderr)
        return 2
    if not minutes > 0:
        print("search: MINUTES must be a number above 0", file=sys.stderr)
        return 2
    # Both raise KeyboardInterrupt, so that the part is ended. A program that was started in the background ignores
    # SIGINT, and so would its parts, which end by an interrupt.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)
    began, clock = datetime.now(UTC), time.monotonic()
    folder = Path(".search").resolve() / f"{began:%Y%m%dT%H%M%S}"
    folder.mkdir(parents=True)
    print(f"search: logs and candidates in {folder.relative_to(Path.cwd())}; Control-C ends it", flush=True)
    runs: list[Run] = []
    with suppress(KeyboardInterrupt):
        for run in search([part for part in PARTS if part.name in (only or names)], folder, clock + 60 * minutes):
            runs.append(run)
            print(*report.show(run), sep="\n", flush=True)
    found = [file for file in sorted(folder.glob("*.jsonl")) if file.name != "runs.jsonl"]
    candidates = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in found)
    failed = sum(run.outcome == "failed" for run in runs)
    print(f"search: {len(runs)} runs, {failed} failed, {candidates} candidates for the corpus")
    if os.environ.get("REPORT") == "1" and runs:
        report.write_page(report.row(began, (time.monotonic() - clock) / 60, runs, candidates))
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
