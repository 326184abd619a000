"""Writes the tables of docs/reference.md, operations and functions without a route, each between its two markers."""

from collections.abc import Iterable
from typing import Final

from local.template import Template
from tools import operations, triggers
from tools.operations import ROOT

TARGET: Final = ROOT / "docs" / "reference.md"
MARKERS: Final = (
    ("<!-- operations: written by make openapi -->\n", "<!-- end of operations -->"),
    ("<!-- triggered: written by make openapi -->\n", "<!-- end of triggered -->"),
)


def text() -> str:
    """The page with its present tables. Raises ValueError if a marker is missing."""
    written = TARGET.read_text(encoding="utf-8")
    deployed = operations.deployed()
    for (begin, end), table in zip(MARKERS, (_operations(deployed), _triggered(deployed)), strict=True):
        before, after = written.index(begin) + len(begin), written.index(end)
        written = written[:before] + table + written[after:]
    return written


def _operations(deployed: Template) -> str:
    rows = [
        (one.route.method, f"`{one.route.path}`", ", ".join(one.roles) or "anybody", one.summary)
        for one in operations.read(deployed)
    ]
    return _table(("Method", "Path", "Roles", "What it does"), rows)


def _triggered(deployed: Template) -> str:
    by_itself = "the stack's deployment, or by hand"
    rows = [(f"`{one.name}`", "; ".join(one.by) or by_itself, one.summary) for one in triggers.read(deployed)]
    return _table(("Function", "Called by", "What it does"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in [head, ("---",) * len(head), *rows])


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
