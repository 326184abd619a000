"""A mutant, and where its tests are."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_LEDGER: Final = "layers/ledger/ledger"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A plausible mistake: one replacement in one file.

    file: its path from the root. old: occurs there exactly once. effect: what goes wrong.
    tests: at least one of them must fail. Each is `file` or `file::function`, without the leading `test_`.
    equivalent: the reason for which it changes nothing that matters; such a mutant is not run and does not count.
    """

    file: str
    name: str
    old: str
    new: str
    effect: str
    tests: Sequence[str]
    equivalent: str = ""

    def applied_to(self, text: str) -> str:
        """The file's text with the mistake. Raises ValueError unless `old` occurs exactly once."""
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: its old text occurs {text.count(self.old)} times in {self.file}")
        return text.replace(self.old, self.new)

    @property
    def nodes(self) -> list[str]:
        """Its tests as pytest takes them. Raises KeyError for a test that does not exist."""
        return [_node(test) for test in self.tests]


def in_sql(path: str) -> partial[Mutant]:
    """Makes mutants of a file of SQL functions."""
    return partial(Mutant, f"{_LEDGER}/sql/functions/{path}")


def in_ledger(path: str) -> partial[Mutant]:
    """Makes mutants of a file of the ledger package."""
    return partial(Mutant, f"{_LEDGER}/{path}")


def in_template() -> partial[Mutant]:
    """Makes mutants of the template."""
    return partial(Mutant, "template.yaml")


def _node(test: str) -> str:
    file, _, function = test.partition("::")
    path, functions = _test_files()[file]
    if function and function not in functions:
        raise KeyError(test)
    return f"{path}::test_{function}" if function else path


@cache
def _test_files() -> dict[str, tuple[str, set[str]]]:
    """The path and the test functions of each test file, both named without the leading `test_`."""
    return {
        path.stem.removeprefix("test_"): (
            str(path.relative_to(ROOT)),
            {
                node.name.removeprefix("test_")
                for node in ast.parse(path.read_text(encoding="utf-8")).body
                if isinstance(node, ast.FunctionDef)
            },
        )
        for suite in ("unit", "integration", "contract")
        for path in (ROOT / "tests" / suite).rglob("test_*.py")
    }
