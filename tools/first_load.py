"""Checks the size of the scripts that a browser loads for the console's first page, from Vite's manifest."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

DIST: Final = Path(__file__).resolve().parent.parent / "functions" / "console" / "dist"
LIMIT: Final = 250_000
"""Bytes of scripts, compressed as gzip, for browsers without Brotli."""


def scripts(manifest: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The files of the entries and of everything they import statically; files loaded later are left out."""
    found: set[str] = set()
    waiting = [name for name, chunk in manifest.items() if chunk.get("isEntry")]
    while waiting:
        chunk = manifest[waiting.pop()]
        if chunk["file"] not in found:
            found.add(chunk["file"])
            waiting += chunk.get("imports", [])
    return found


def main() -> int:
    manifest = json.loads((DIST / ".vite" / "manifest.json").read_text(encoding="utf-8"))
    first = scripts(manifest)
    gzip, brotli = (sum((DIST / f"{file}{end}").stat().st_size for file in first) for end in (".gz", ".br"))
    print(f"First load: {len(first)} scripts, {gzip:,} bytes as gzip, {brotli:,} as Brotli (limit {LIMIT:,})")
    return int(gzip > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
