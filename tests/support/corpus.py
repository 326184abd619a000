"""Cases that a search has found. Each is whole: its calls and choices, not a seed, whose meaning changes with the code.

A search writes each failure as a candidate into the folder that CANDIDATES names. The commit that mends the fault moves
the candidate's line into `tests/corpus/`, in the file of the same name, and the tests replay the corpus from then on.

schedules.jsonl: the calls, choices and gates of interleaved requests. histories.jsonl: the steps of the model of the
cashier's rules. requests.jsonl: one request to the API.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from tests.support.kit import ROOT

type Kind = Literal["schedules", "histories", "requests"]
type Case = dict[str, Any]

CORPUS = ROOT / "tests" / "corpus"


class OutOfDate(AssertionError):
    """A case of the corpus does not fit the code any more. Record it again, or delete it if its fault cannot return."""


def cases(kind: Kind) -> list[Case]:
    """The cases of a kind, from the oldest to the newest."""
    return [json.loads(line) for line in (CORPUS / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()]


def add_candidate(kind: Kind, case: Case, failure: BaseException) -> None:
    """Write a failed case as a candidate, once, with its failure and the versions of what it ran on. Without
    CANDIDATES, nothing is written."""
    if not (folder := os.environ.get("CANDIDATES")):
        return
    file = Path(folder) / f"{kind}.jsonl"
    written = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    plain = json.loads(json.dumps(case, default=str))
    if any(plain.items() <= other.items() for other in written):
        return
    found = {"found": f"{datetime.now(UTC):%Y-%m-%d}: {str(failure).partition('\n')[0]}", "versions": _versions()}
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{json.dumps(plain | found)}\n")


def _versions() -> dict[str, str]:
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    return {"commit": commit, "postgres": os.environ.get("PG", "18"), "python": sys.version.partition(" ")[0]}
