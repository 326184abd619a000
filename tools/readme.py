"""Writes the README's table of operations, between its two markers."""

from typing import Final

from tools import operations
from tools.operations import ROOT, Described

TARGET: Final = ROOT / "README.md"
BEGIN: Final = "<!-- operations: written by make openapi -->\n"
END: Final = "<!-- end of operations -->"


def text() -> str:
    """The README with the table as it has to be. Raises ValueError where a marker is missing."""
    written = TARGET.read_text(encoding="utf-8")
    begin, end = written.index(BEGIN) + len(BEGIN), written.index(END)
    return written[:begin] + table() + written[end:]


def table() -> str:
    rows = [("Method", "Path", "Roles", "What it does"), ("---",) * 4, *map(_row, operations.read())]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(one: Described) -> tuple[str, ...]:
    return one.route.method, f"`{one.route.path}`", ", ".join(one.roles) or "anybody", one.summary


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
