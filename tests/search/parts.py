"""The parts of the search, and how each is run."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SUITE: Final = ("tests/unit", "tests/integration", "tests/contract", "tests/slow")
SCHEDULES: Final = 2_000
"""Random schedules of one run. Five runs make the 10,000 of a round."""


@dataclass(frozen=True)
class Part:
    """One part of a round.

    runs: what it runs, for people. command: returns its command line for a seed, which a part without chance ignores,
    and the search's folder. environment: variables of the command. times: how often it runs in a round, each time with
    a new seed.
    """

    name: str
    runs: str
    command: Callable[[int, Path], Sequence[str]]
    environment: Mapping[str, str] = field(default_factory=dict)
    times: int = 1


def _make(*arguments: str) -> Callable[[int, Path], Sequence[str]]:
    """A target of the Makefile. `{folder}` in an argument is a new folder's path."""

    def command(seed: int, folder: Path) -> Sequence[str]:
        filled = [argument.replace("{folder}", str(folder / f"{arguments[0]}-{seed}")) for argument in arguments]
        return ["make", *filled, f"SEED={seed}"]

    return command


def _pytest(*arguments: str) -> Callable[[int, Path], Sequence[str]]:
    """Pytest in as many processes as `make test` uses. The seed is that of Hypothesis."""
    options = ("-m", "pytest", "--numprocesses=auto", "--dist=worksteal", "-q")
    return lambda seed, _folder: [sys.executable, *options, f"--hypothesis-seed={seed}", *arguments]


def _seeded(*arguments: str) -> Callable[[int, Path], Sequence[str]]:
    """As _pytest(), with the seed in SEED."""
    return lambda seed, folder: ["env", f"SEED={seed}", *_pytest(*arguments)(seed, folder)]


def _pooled(major: int, pipeline: str) -> Part:
    arguments = ("test-pooled", f"PG={major}", f"PIPELINE={pipeline}")
    runs = f"every test with a database, through PgBouncer: Postgres {major}, pipeline {pipeline}"
    return Part(f"pooled-{major}-{pipeline}", runs, _make(*arguments))


PARTS: Final = (
    Part("requests", "5,000 random requests by every role", _make("fuzz", "REQUESTS=5000")),
    Part(
        "histories",
        "10,000 random steps, compared with a model of the rules",
        _pytest("tests/slow/posting/test_state_machine.py"),
        {"STEPS": "10000"},
    ),
    Part(
        "chaos",
        "clients and faults on the real system, for 120 s",
        _make("chaos", "SECONDS=120", "ARGS=--folder {folder}"),
    ),
    Part(
        "schedules",
        f"{SCHEDULES:,} random schedules of two or three requests",
        _make("interleavings", f"SCHEDULES={SCHEDULES}", "ARGS=-k random"),
        times=5,
    ),
    Part("properties", "every property with random examples", _pytest("-m", "hypothesis", *SUITE)),
    Part(
        "batches",
        "100 random histories of batches, compared with their operations one after another",
        _seeded("tests/integration/batches/test_as_alone.py"),
        {"HISTORIES": "100"},
    ),
    Part("times", "measured times and ratios of times", _pytest("-n0", "-m", "search", *SUITE)),
    Part("pairs", "all pairs of operations in every order", _make("interleavings", "ARGS=-k pairs")),
    Part("looks", "the console in Chromium, in three widths and two schemes", _make("test-e2e"), {"CI": "1"}),
    Part("prove", "the whole proof of the deployment in the emulator", _make("prove")),
    Part("containers", "every function and guide in containers", _make("test-containers"), {"CI": "1"}),
    *(_pooled(major, pipeline) for major in (16, 18) for pipeline in ("on", "off")),
    Part("chaos-faults", "deliberate faults that the checker of chaos must find", _make("chaos-faults")),
    Part("bench", "the measurements with their bounds", _make("bench", "ARGS=--json {folder}.json")),
    Part(
        "coverage",
        "how much of the code the tests of the gate run",
        _make("coverage", "ALL=1"),
        {"SEARCH": ""},
    ),
    Part("mutants", "plausible mistakes that a test must find", _make("mutants"), {"SEARCH": ""}),
    Part("growth", "a ledger of 50,000,000 entries", _make("bench", "ARGS=growth --json {folder}.json")),
)
"""In the order of a round: short and random ones first. Coverage and mutants use only the tests of the gate."""
