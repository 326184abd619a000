"""The table of failpoints in docs/reliability.md."""

import os
import re
from typing import Any

from tests.support.kit import ROOT

PAGE = ROOT / "docs" / "reliability.md"
_BEGIN, _END = "<!-- failpoints: begin (make failpoints REPORT=1) -->\n", "<!-- failpoints: end -->"


def is_being_written() -> bool:
    return os.environ.get("REPORT") == "1"


def label(statement: str) -> str:
    """Return a short name: the SQL function that the statement calls, or else its first word and its table."""
    text = " ".join(statement.split())
    if text.isupper():
        return text
    if called := re.match(r"select (?:[\w, ']+ from |\* from )?(?:\w+\.)?(\w+)\(", text):
        return called[1]
    table = re.search(r"\b(?:from|into|update) (\w+)", text)
    return f"{text.split()[0]} {table[1]}" if table else text.split()[0]


def operations() -> list[str]:
    return list(_rows())


def points_of(name: str) -> list[str]:
    return _rows().get(name, [])


def write(rows: dict[str, list[str]]) -> None:
    """Replace the table on the page. rows: the points of each operation."""
    lines = ["| Operation | Points | In order |\n", "|---|---|---|\n"]
    lines += [f"| `{name}` | {len(points)} | {' → '.join(points)} |\n" for name, points in rows.items()]
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    PAGE.write_text(before + _BEGIN + "".join(lines) + _END + after, encoding="utf-8")


def _rows() -> dict[str, list[str]]:
    _, _, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    table: Any = rest.partition(_END)[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return {name.strip("`"): points.split(" → ") for name, _, points in cells}
