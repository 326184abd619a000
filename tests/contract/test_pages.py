"""The paths, links, tests and decisions that the READMEs, CONTRIBUTING and docs/ name exist."""

import ast
import re
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "client/README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
MAX_README_WORDS = 1_800
MAX_CONCEPTS_WORDS = 500
CONCEPTS = ("tenant", "owner", "customer", "wallet", "account", "float", "operator", "root")
LEDGER = ROOT / "layers" / "ledger" / "ledger"
# The folders in which a page's paths may begin.
BASES = (ROOT, LEDGER, LEDGER / "sql", ROOT / "functions" / "console" / "src")
PATH = re.compile(r"`([A-Za-z0-9_][\w.-]*(?:/[\w.*-]+)+/?)`")
WITH_A_SUFFIX = re.compile(r"\.(?:py|sql|md|json|toml|yaml|sh|ts|tsx|txt|png)$")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[\w-]+)?\)")
TEST = re.compile(r"`(\w+)::(\w+)`")
TEST_FILE = re.compile(r"`test_(\w+)(?:\.py)?`")
REFERENCE = re.compile(r"decisions/(\d{4})")
SECTIONS = ("**Context.**", "**Choice.**", "**What would change it.**")


@cache
def existing_tests() -> dict[str, set[str]]:
    """The test functions of each test file, both without the leading `test_`."""
    tests_by_file = defaultdict(set)
    for file in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                tests_by_file[file.stem.removeprefix("test_")].add(node.name.removeprefix("test_"))
    return tests_by_file


def decisions() -> list[Path]:
    return [page for page in sorted(DECISIONS.glob("*.md")) if page.name != "README.md"]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def is_path(text: str) -> bool:
    """Whether a text in code style is a path of this project, and not a route, a package or a media type."""
    return bool(WITH_A_SUFFIX.search(text)) or (ROOT / text.split("/", maxsplit=1)[0]).is_dir()


def test_the_readme_takes_ten_minutes_to_read() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").split()) <= MAX_README_WORDS


def test_the_concepts_are_explained_in_500_words_each_word_once() -> None:
    text = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8").partition("\n## ")[0]

    assert len(text.split()) <= MAX_CONCEPTS_WORDS
    assert sorted(re.findall(r"\*\*(\w+)\*\*", text.lower())) == sorted(CONCEPTS)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    named = [path for path in PATH.findall(page.read_text(encoding="utf-8")) if is_path(path)]

    assert [path for path in named if not any(list(base.glob(path.rstrip("/"))) for base in BASES)] == []


def test_the_search_finds_the_paths_of_the_pages() -> None:
    found = {path for page in PAGES for path in PATH.findall(page.read_text(encoding="utf-8")) if is_path(path)}

    assert len(found) > 40
    assert "functions/cashier_debit/app.py" in found


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_test_that_a_page_names_exists(page: Path) -> None:
    text, tests_by_file = page.read_text(encoding="utf-8"), existing_tests()

    known = tests_by_file.keys() | {test for tests in tests_by_file.values() for test in tests}

    assert [f"{file}::{test}" for file, test in TEST.findall(text) if test not in tests_by_file.get(file, set())] == []
    assert [test for test in TEST_FILE.findall(text) if test not in known] == []


@pytest.mark.parametrize("page", sorted({*PAGES} - {*decisions()}), ids=name)
def test_every_page_has_a_section_that_leads_to_other_pages(page: Path) -> None:
    (_, _, section) = page.read_text(encoding="utf-8").partition("\n## Where to go on\n")

    assert LINK.search(section.partition("\n## ")[0])


def test_the_site_s_navigation_has_every_page() -> None:
    navigation = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    pages = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}

    assert [page for page in pages if not page.startswith("decisions/0") and f'"{page}"' not in navigation] == []


def test_every_invariant_is_enforced_somewhere_and_has_its_test() -> None:
    page = (ROOT / "docs" / "invariants.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| Invariant ")]

    assert len(rows) > 60
    assert [row for row in rows if len(row.split(" | ")) != 3] == []
    assert [row for row in rows if not (TEST.search(row.split(" | ")[2]) or ".test.ts" in row)] == []


def test_every_reference_to_a_decision_leads_to_one() -> None:
    tracked = subprocess.run(
        ["git", "grep", "-I", "-n", "-E", r"decisions/[0-9]{4}"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    numbers = {page.name[:4] for page in decisions()}

    assert tracked
    assert [line for line in tracked if not set(REFERENCE.findall(line.split(":", 2)[2])) <= numbers] == []
    inside = [(name(page), number) for page in decisions() for number in re.findall(r"\((\d{4})\)", page.read_text())]
    assert [(page, number) for page, number in inside if number not in numbers] == []


@pytest.mark.parametrize("page", decisions(), ids=name)
def test_a_decision_has_a_title_a_date_and_its_parts_and_is_in_the_index(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    title = re.match(r"# (.+)\n", text)
    date = re.search(r"^Date: (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")

    assert title
    assert date
    assert [part for part in SECTIONS if part not in text] == []
    assert f"| [{page.name[:4]}]({page.name}) | {title[1]} | {date[1]} |" in index


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [page.name[:4] for page in decisions()]

    assert len(numbers) == len(set(numbers))
