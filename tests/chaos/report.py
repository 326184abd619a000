"""The report of a run has one row for each kind of fault. It is printed, written as JSON and put into a page."""

import json
import platform
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.chaos.history import Operation
from tests.chaos.listeners import STREAM
from tests.chaos.runner import Result

PAGE = Path("docs/reliability.md")
_BEGIN = "<!-- chaos: written by make chaos REPORT=1 -->"
_END = "<!-- end of chaos -->"


@dataclass(frozen=True)
class Row:
    """The operations that began while one kind of fault was active, by outcome."""

    fault: str
    ok: int
    fail: int
    unknown: int
    retries: int
    anomalies: int


def rows(result: Result) -> list[Row]:
    """Return one row for each phase, in order. A last row counts the anomalies that belong to no single operation."""
    phases: dict[str, list[Operation]] = {}
    for operation in result.history.operations:
        if operation.name == STREAM:
            continue  # a client reads its stream several times a second
        phases.setdefault(operation.phase, []).append(operation)
    found = Counter(
        None if anomaly.operation is None else result.history.operations[anomaly.operation].phase
        for anomaly in result.anomalies
    )
    table = [_row(phase, operations, found[phase]) for phase, operations in phases.items()]
    return [*table, Row("no single operation", 0, 0, 0, 0, found[None])] if found[None] else table


def _row(phase: str, operations: Sequence[Operation], anomalies: int) -> Row:
    outcomes = Counter(operation.outcome for operation in operations)
    retries = sum(operation.retries for operation in operations)
    return Row(phase, outcomes["ok"], outcomes["fail"], outcomes["unknown"], retries, anomalies)


def show(result: Result) -> Iterator[str]:
    """Return the lines for a terminal."""
    table = rows(result)
    yield f"{'':34}{'ok':>7}{'fail':>7}{'unknown':>9}{'retries':>9}{'anomalies':>11}"
    for row in table:
        yield f"{row.fault:34}{row.ok:7}{row.fail:7}{row.unknown:9}{row.retries:9}{row.anomalies:11}"
    yield f"{len(result.history.arrivals)} events and {len(result.history.frames)} frames of streams arrived"
    for failure in result.failures:
        yield f"The nemesis could not act: {failure}"
    for anomaly in result.anomalies[:50]:
        where = "" if anomaly.operation is None else f" (operation {anomaly.operation})"
        yield f"ANOMALY {anomaly.kind}: {anomaly.text}{where}"
    yield f"{len(result.anomalies)} anomalies. Seed {result.settings.seed}"


def as_json(result: Result) -> Mapping[str, object]:
    settings = {name: value for name, value in asdict(result.settings).items() if name != "folder"}
    return {
        "settings": settings,
        "rows": [asdict(row) for row in rows(result)],
        "events": len(result.history.arrivals),
        "frames": len(result.history.frames),
        "anomalies": [asdict(anomaly) for anomaly in result.anomalies],
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
    }


def write(result: Result, path: Path) -> None:
    path.write_text(json.dumps(as_json(result), indent=1, default=list) + "\n", encoding="utf-8")


def write_page(result: Result, page: Path = PAGE) -> None:
    """Replace the table between the markers of the page."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(_BEGIN)
    _, after = rest.split(_END)
    lines = ["| Fault | ok | fail | unknown | retries | anomalies |", "| --- | --: | --: | --: | --: | --: |"]
    lines += [
        f"| {row.fault} | {row.ok} | {row.fail} | {row.unknown} | {row.retries} | {row.anomalies} |"
        for row in rows(result)
    ]
    settings = result.settings
    lines += ["", f"A run of {settings.seconds:.0f} s with seed `{settings.seed}`, Postgres {settings.major}."]
    page.write_text(f"{before}{_BEGIN}\n" + "\n".join(lines) + f"\n{_END}{after}", encoding="utf-8")
