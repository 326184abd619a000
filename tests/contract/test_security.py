"""docs/security.md: every named test exists, and every threat has one."""

import ast
import re
from collections import defaultdict

from tests.support.kit import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(\w+)::(\w+)`")
STRIDE = (
    "Spoofing",
    "Tampering",
    "Repudiation",
    "Information disclosure",
    "Denial of service",
    "Elevation of privilege",
)


def test_every_test_that_the_page_names_exists() -> None:
    existing = defaultdict(set)
    for file in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                existing[file.stem.removeprefix("test_")].add(node.name.removeprefix("test_"))

    named = NAMED.findall(PAGE)
    assert len(named) > 50
    assert [f"{file}::{name}" for file, name in named if name not in existing[file]] == []


def test_every_threat_has_a_test_and_every_category_of_stride_has_threats() -> None:
    (_, *sections, last) = PAGE.split("\n## ")
    assert tuple(section.partition("\n")[0] for section in sections) == STRIDE
    assert last.startswith("Where to go on\n")
    for section in sections:
        threats = [line for line in section.splitlines() if line.startswith("| ") and not line.startswith("| Threat ")]
        assert len(threats) >= 3
        assert [threat for threat in threats if not NAMED.search(threat.split(" | ")[-1])] == []
