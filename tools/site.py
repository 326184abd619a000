"""Builds the documentation's site, which the console's function serves at /docs (`make site`).

Zensical renders the READMEs, CONTRIBUTING, CHANGELOG and docs/ as zensical.toml says. Added are the API's page, which
is Swagger UI over docs/openapi.json, a compressed copy of each file, and site.json for the function.
"""

import gzip
import json
import re
import shutil
import subprocess  # nosec B404 (a program from this project's lock files, without a shell)
import sys
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tools import error_catalogue

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = ROOT / "functions" / "console" / "site"
FACTS: Final = "site.json"
"""What the function must know: `scripts`, the sources of the inline scripts for the pages' policy, and `problems`, the
codes that have a section on the page of errors."""
_STATIC: Final = ROOT / "tools" / "documentation"
_API_DOCUMENT: Final = re.compile(r"\]\(((?:\.\./)*)openapi\.json\)")
"""A link to the API's document. The page that shows it links it too."""
_WHERE_TO_GO_ON: Final = "\n## Where to go on"
"""The heading of a section of links, which a search does not find."""
_DECISION: Final = "---\nsearch:\n  exclude: true\n---\n\n{text}\n[All decisions](README.md)\n"
"""A decision in the site. A search finds the index of decisions, so that they do not hide what a guide says."""
_SWAGGER: Final = ("css/swagger-ui.css", "js/swagger-ui-bundle.js")
_SAMPLES: Final = "examples"
"""The folder of docs/ that is input for the API document and no page."""
_TEXTS: Final = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt"})
_PAGES: Final = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "client/README.md": "client/README.md",
}
"""The pages outside of docs/, and their places in the site."""
_LINKS: Final = {
    "](docs/": "](",
    "](LICENSE)": "](LICENSE.txt)",
    "](../README.md)": "](../index.md)",
    "](../docs/": "](../",
}
"""Where the links of the pages outside of docs/ lead in the site."""
_LINK_OUT: Final = re.compile(r"\]\(\.\./((?:\.\./)*(?:CONTRIBUTING|client/README)\.md)")
"""A link of a page in docs/ to one outside of it, which is inside of the site."""
_SCRIPT: Final = re.compile(r"<script(?P<attributes>[^>]*)>(?P<source>.+?)</script>", re.DOTALL)


def build(target: Path = TARGET) -> None:
    """Build the site in a folder next to the target, and put it in the target's place.

    Raises CalledProcessError with Zensical's output, as for a link that leads nowhere.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="site.", dir=target.parent) as folder:
        project = Path(folder)
        _write_source(project / "docs")
        shutil.copy(ROOT / "zensical.toml", project)
        command = [sys.executable, "-m", "zensical", "build", "--strict"]
        subprocess.run(command, cwd=project, check=True, capture_output=True, text=True)  # noqa: S603  (our own words)
        site = project / "site"
        pages = [page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html"))]
        facts = {"scripts": inline_scripts(pages), "problems": [*error_catalogue.codes(), error_catalogue.INTERNAL]}
        (site / FACTS).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        _compress(site)
        if target.exists():
            target.rename(project / "old")
        site.rename(target)


def _write_source(folder: Path) -> None:
    """Everything that Zensical renders or copies. The README is the first page."""
    shutil.copytree(ROOT / "docs", folder, ignore=shutil.ignore_patterns(_SAMPLES))
    for name, target in _PAGES.items():
        page = folder / target
        page.parent.mkdir(exist_ok=True)
        text = (ROOT / name).read_text(encoding="utf-8")
        for link, in_the_site in _LINKS.items():
            text = text.replace(link, in_the_site)
        page.write_text(text, encoding="utf-8")
    for page in folder.rglob("*.md"):
        text = _LINK_OUT.sub(r"](\1", page.read_text(encoding="utf-8"))
        text = _API_DOCUMENT.sub(r"](\1api.html)", text)
        page.write_text(text.replace(_WHERE_TO_GO_ON, f"{_WHERE_TO_GO_ON} {{ data-search-exclude }}"), encoding="utf-8")
    for decision in (folder / "decisions").glob("[0-9]*.md"):
        decision.write_text(_DECISION.format(text=decision.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
    shutil.copy(_STATIC / "site.css", folder)
    shutil.copy(_STATIC / "api.html", folder)
    swagger = folder / "swagger-ui"
    swagger.mkdir()
    for name in ("page.css", "page.js"):
        shutil.copy(_STATIC / name, swagger)
    # Swagger UI's files come from a Python package, so the page loads nothing from another host.
    for name in _SWAGGER:
        shutil.copy(str(files("flask_openapi3_swagger") / "templates" / "swagger" / name), swagger)


def inline_scripts(pages: Iterable[str]) -> list[str]:
    """The distinct inline scripts of the pages, as sources of a Content-Security-Policy: `'sha256-…'`."""
    scripts = [found for page in pages for found in _SCRIPT.finditer(page) if "json" not in found["attributes"]]
    digests = {sha256(found["source"].encode()).digest() for found in scripts}
    return sorted(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)


def _compress(site: Path) -> None:
    """Write a .gz next to each text file. Without a time in it, the same file has the same bytes."""
    for file in [*site.rglob("*")]:
        if file.suffix in _TEXTS and file.name != FACTS:
            content = gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)
            file.with_name(f"{file.name}.gz").write_bytes(content)


def main() -> int:
    try:
        build()
    except subprocess.CalledProcessError as error:
        print(f"{error.stdout}{error.stderr}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
