"""The documentation's site, built as `make site` builds it: complete, searchable, and without other hosts."""

import gzip
import json
import re
from pathlib import Path

import pytest

from tests.support.kit import ROOT
from tools import error_catalogue
from tools.site import FACTS, build, inline_scripts

LOADED = re.compile(r"<(?:script|img|link|iframe)\b[^>]*?(?:src|href)=\"?([^\"\s>]+)")
PAGES = ("index", "concepts", "errors", "events/index", "api", "guides/coins", "decisions/index", "CHANGELOG")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("documentation") / "site"
    build(target)
    return target


@pytest.mark.parametrize("name", PAGES)
def test_the_site_has_the_page(site: Path, name: str) -> None:
    assert "<title>" in (site / f"{name}.html").read_text(encoding="utf-8")


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    loaded = {address for page in pages for address in LOADED.findall(page.read_text(encoding="utf-8"))}

    assert len(pages) > 90
    assert len(loaded) > 10
    assert [address for address in loaded if "//" in address] == []


def test_no_page_has_an_event_handler_which_its_policy_forbids(site: Path) -> None:
    forbidden = re.compile(r"<[^>]+\son\w+=", re.IGNORECASE)

    assert [page for page in site.rglob("*.html") if forbidden.search(page.read_text(encoding="utf-8"))] == []


def test_the_policy_s_scripts_are_those_of_the_pages(site: Path) -> None:
    facts = json.loads((site / FACTS).read_text(encoding="utf-8"))
    pages = [page.read_text(encoding="utf-8") for page in site.rglob("*.html")]

    assert 0 < len(facts["scripts"]) < 20
    assert facts["scripts"] == inline_scripts(pages)
    assert inline_scripts(["<script>a</script><script type='application/json'>{}</script>"]) == [
        "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"
    ]


def test_every_code_of_the_api_has_its_section_on_the_page_of_errors(site: Path) -> None:
    facts = json.loads((site / FACTS).read_text(encoding="utf-8"))
    page = (site / "errors.html").read_text(encoding="utf-8")

    assert sorted(facts["problems"]) == sorted(error_catalogue.REMEDIES)
    assert [code for code in facts["problems"] if f'id="{code}"' not in page] == []


def test_the_search_finds_the_pages(site: Path) -> None:
    index = (site / "search.json").read_text(encoding="utf-8")

    assert "insufficient_funds" in index
    assert "concepts.html" in index


def test_a_compressed_file_has_the_content_of_the_file(site: Path) -> None:
    compressed = list(site.rglob("*.gz"))

    assert len(compressed) > 90
    assert [
        file for file in compressed if gzip.decompress(file.read_bytes()) != file.with_suffix("").read_bytes()
    ] == []
    assert sum(file.stat().st_size for file in compressed) < 3_000_000


def test_the_api_s_page_reads_the_document(site: Path) -> None:
    assert (site / "openapi.json").read_bytes() == (ROOT / "docs" / "openapi.json").read_bytes()
    assert 'url: "openapi.json"' in (site / "swagger-ui" / "page.js").read_text(encoding="utf-8")


def test_a_second_build_replaces_the_first_and_leaves_nothing_else(site: Path) -> None:
    (site / "left-over.html").write_text("old")

    build(site)

    assert not (site / "left-over.html").exists()
    assert [path.name for path in site.parent.iterdir()] == ["site"]
