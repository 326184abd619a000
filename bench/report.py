"""Measured figures with their targets: a table for people, and JSON for comparison with later runs."""

import json
import os
import platform
from collections.abc import Sequence
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


def at_least(name: str, ratio: float, target: float, **measured: object) -> Figure:
    return Figure(name, f"{ratio:.2f}x", f">= {target:.2f}x", ratio >= target, {"ratio": ratio} | measured)


def at_most(name: str, value: float, target: float, unit: str, **measured: object) -> Figure:
    return Figure(name, f"{value:.2f}{unit}", f"<= {target:.2f}{unit}", value <= target, {"value": value} | measured)


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile, in milliseconds."""
    return {"median": median(seconds) * 1000, "p95": quantiles(seconds, n=20)[-1] * 1000}


def machine(postgres: str) -> dict[str, object]:
    """The machine and versions that were measured. postgres: the server's version()."""
    packages = ("psycopg", "pydantic", "aws-lambda-powertools")
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "kernel": platform.release(),
        "load_at_start": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "postgres": postgres,
        **{package: version(package) for package in packages},
    }


def show(out: TextIO, conditions: dict[str, object], figures: Sequence[Figure]) -> None:
    marks = {True: "yes", False: "NO", None: "-"}
    rows = [("what", "figure", "target", "met"), *((f.name, f.figure, f.target, marks[f.met]) for f in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    heading = "\n".join(f"{name}: {value}" for name, value in conditions.items())
    out.write("\n".join([heading, "", *lines]) + "\n")


def save(path: Path, conditions: dict[str, object], figures: Sequence[Figure]) -> None:
    content = {"conditions": conditions, "figures": [asdict(figure) for figure in figures]}
    path.write_text(json.dumps(content, indent=2, default=str) + "\n", encoding="utf-8")
