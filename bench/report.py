"""Measured figures with their targets: a table for people, and JSON for comparison with later runs."""

import json
import os
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import TextIO

import psutil


@dataclass(frozen=True)
class Figure:
    """One row. met: None where a figure is only reported, or its target does not apply. measured: the numbers it was
    computed from, for the JSON."""

    name: str
    figure: str
    target: str = "reported"
    met: bool | None = None
    measured: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """The figures of one subject, and the machine, its load and the versions that they were measured with."""

    conditions: dict[str, object]
    figures: list[Figure]


def at_least(name: str, ratio: float, target: float, **measured: object) -> Figure:
    return Figure(name, f"{ratio:.2f}x", f">= {target:.2f}x", ratio >= target, {"ratio": ratio} | measured)


def at_most(name: str, value: float, target: float, unit: str, **measured: object) -> Figure:
    return Figure(name, f"{value:.2f}{unit}", f"<= {target:.2f}{unit}", value <= target, {"value": value} | measured)


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile, in milliseconds."""
    hundredths = quantiles(seconds, n=100)
    return {"p50": median(seconds) * 1000, "p95": hundredths[94] * 1000, "p99": hundredths[98] * 1000}


def machine(postgres: str) -> dict[str, object]:
    """The machine and versions that were measured. postgres: the server's version()."""
    packages = ("psycopg", "pydantic", "aws-lambda-powertools")
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "kernel": platform.release(),
        "measured_on": time.strftime("%Y-%m-%d", time.gmtime()),
        "load_at_start": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "postgres": postgres,
        **{package: version(package) for package in packages},
    }


def show(out: TextIO, results: Mapping[str, Results]) -> None:
    marks = {True: "yes", False: "NO", None: "-"}
    figures = [figure for result in results.values() for figure in result.figures]
    rows = [("what", "figure", "target", "met"), *((f.name, f.figure, f.target, marks[f.met]) for f in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    conditions = next(iter(results.values())).conditions
    heading = "\n".join(f"{name}: {value}" for name, value in conditions.items())
    out.write("\n".join([heading, "", *lines]) + "\n")


def save(path: Path, results: Mapping[str, Results]) -> None:
    """Replace the results of these subjects in the file. Those of other subjects stay, with their own conditions."""
    content = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    content |= {subject: asdict(result) for subject, result in results.items()}
    path.write_text(json.dumps(content, indent=2, default=str) + "\n", encoding="utf-8")
