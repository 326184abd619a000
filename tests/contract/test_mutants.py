"""The list of mutants fits the tree: each mistake can be made, in one place, and its tests exist."""

from collections import Counter

from tests.mutants.catalogue import AREAS
from tests.mutants.mutant import ROOT, Mutant

MUTANTS = [mutant for mutants in AREAS.values() for mutant in mutants]


def has_one_place(mutant: Mutant) -> bool:
    text = (ROOT / mutant.file).read_text(encoding="utf-8")
    return text.count(mutant.old) == 1 and mutant.new != mutant.old


def test_every_mistake_can_be_made_in_exactly_one_place_of_its_file() -> None:
    assert [(mutant.name, mutant.file) for mutant in MUTANTS if not has_one_place(mutant)] == []


def test_the_tests_that_must_find_a_mistake_exist() -> None:
    """A test that does not exist raises KeyError."""
    assert [mutant.name for mutant in MUTANTS if not mutant.nodes] == []


def test_every_mutant_has_a_name_of_its_own() -> None:
    names = Counter(mutant.name for mutant in MUTANTS)

    assert [one for one, times in names.items() if times > 1] == []
    assert names.keys().isdisjoint(AREAS)


def test_sql_python_and_the_template_have_mutants() -> None:
    kinds = Counter(mutant.file.rpartition(".")[2] for mutant in MUTANTS if not mutant.equivalent)

    assert kinds.keys() == {"sql", "py", "yaml"}
    assert kinds.total() >= 120
