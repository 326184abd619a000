"""Runs parts one after the other, in rounds, and records what each found."""

import json
import os
import re
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

import psutil

from tests.search.parts import Part
from tests.support.kit import ROOT

_OF_THE_SEARCH: Final = {"REPORT", "MINUTES", "ONLY", "MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES"}
"""Variables that are meant for the search. Make would pass them on, and with REPORT=1 some parts write figures into the
docs instead of checking them."""
GRACE_S: Final = 60
"""How long a part has to end after an interrupt, before it is killed."""
_FAILED: Final = re.compile(r"^(?:FAILED|ERROR) (\S.*?)(?: - .*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """One run of a part.

    outcome: `interrupted` if the search ended before it did. failures: the failed tests. log: its output.
    """

    part: str
    seed: int
    seconds: float
    outcome: Literal["passed", "failed", "interrupted"]
    failures: Sequence[str]
    log: str


def search(
    parts: Sequence[Part],
    folder: Path,
    ends_at: float,
    new_seed: Callable[[], int] = lambda: secrets.randbelow(2**31),
) -> Iterator[Run]:
    """Run the parts in rounds until the time `ends_at`, of time.monotonic(). Yields each run when it has ended.

    folder: for logs, candidates of the corpus, and `runs.jsonl`, which has a line for each run.
    """
    while time.monotonic() < ends_at:
        for part in [one for one in parts for _ in range(one.times)]:
            if time.monotonic() >= ends_at:
                return
            run = _run(part, new_seed(), folder, ends_at)
            with (folder / "runs.jsonl").open("a", encoding="utf-8") as lines:
                lines.write(f"{json.dumps(asdict(run))}\n")
            yield run


def _run(part: Part, seed: int, folder: Path, ends_at: float) -> Run:
    log = folder / f"{part.name}-{seed}.log"
    began = time.monotonic()
    # A folder of its own: a part that is killed leaves files behind, and two runs of pytest cannot share one.
    with (
        tempfile.TemporaryDirectory(prefix="search-", ignore_cleanup_errors=True) as temporary,
        log.open("wb") as output,
    ):
        inherited = {name: value for name, value in os.environ.items() if name not in _OF_THE_SEARCH}
        variables = {"SEARCH": "1", "CANDIDATES": str(folder), "TMPDIR": temporary}
        process = subprocess.Popen(
            part.command(seed, folder),
            cwd=ROOT,
            env={**inherited, **variables, **part.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that an interrupt of the search reaches it once, from here
        )
        try:
            code = process.wait(max(0.0, ends_at - began))
        except subprocess.TimeoutExpired:
            code = None
            _end(process)
        except BaseException:
            _end(process)
            raise
    text = log.read_text(encoding="utf-8", errors="replace")
    outcome: Literal["passed", "failed", "interrupted"] = (
        "interrupted" if code is None else "passed" if code == 0 else "failed"
    )
    failures = list(dict.fromkeys(_FAILED.findall(text))) if outcome == "failed" else []
    return Run(part.name, seed, round(time.monotonic() - began, 1), outcome, failures, str(log))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a part and everything that it started, such as servers in sessions of their own."""
    started = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE_S)
    _, remaining = psutil.wait_procs(started, timeout=0)
    for one in remaining:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    if process.poll() is None:
        process.kill()
        process.wait()
