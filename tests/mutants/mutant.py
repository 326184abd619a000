"""A mutant, and the files of its tests."""

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

    file: the path of the file from the root. old: the text to replace, which occurs there exactly once. new: its
    replacement. effect: what goes wrong.
    tests: the tests of which at least one must fail. Each is `file` or `file::function`, without the leading `test_`.
    equivalent: the reason if the mutant changes nothing that matters. Such a mutant is not run and does not count.
    """

    file: str
    name: str
    old: str
    new: str
    effect: str
    tests: Sequence[str]
    equivalent: str = ""

    def applied_to(self, text: str) -> str:
        """Returns the file's text with the mistake. Raises ValueError unless `old` occurs exactly once."""
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: its old text occurs {text.count(self.old)} times in {self.file}")
        return text.replace(self.old, self.new)

    @property
    def nodes(self) -> list[str]:
        """The ids of its tests for pytest. Raises KeyError for a test that does not exist."""
        return [_node(test) for test in self.tests]


def in_sql(path: str) -> partial[Mutant]:
    """Returns a function that creates mutants of a file of SQL functions."""
    return partial(Mutant, f"{_LEDGER}/sql/functions/{path}")


def in_ledger(path: str) -> partial[Mutant]:
    """Returns a function that creates mutants of a file of the ledger package."""
    return partial(Mutant, f"{_LEDGER}/{path}")


def in_template() -> partial[Mutant]:
    """Returns a function that creates mutants of the template."""
    return partial(Mutant, "template.yaml")


def _node(test: str) -> str:
    file, _, function = test.partition("::")
    path, functions = _test_files()[file]
    if function and function not in functions:
        raise KeyError(test)
    return f"{path}::test_{function}" if function else path


@cache
def _test_files() -> dict[str, tuple[str, set[str]]]:
    """Returns path and test functions of each test file. Files and functions are named without the leading `test_`."""
    return {
        path.stem.removeprefix("test_"): (
            str(path.relative_to(ROOT)),
            {
                node.name.removeprefix("test_")
                for node in ast.parse(path.read_text(encoding="utf-8")).body
                if isinstance(node, ast.FunctionDef)
            },
        )
        for suite in ("unit", "integration", "contract", "slow", "interleavings")
        for path in (ROOT / "tests" / suite).rglob("test_*.py")
    }
