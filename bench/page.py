"""`python -m bench.page`: writes the figures of bench/results.json, with their plots, into docs/performance.md."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from bench import plots
from tests.support.kit import ROOT

RESULTS: Final = ROOT / "bench" / "results.json"
TARGET: Final = ROOT / "docs" / "performance.md"
IMAGES: Final = ROOT / "docs" / "images"
_BEGIN: Final = "<!-- figures: written by make bench REPORT=1 -->\n"
_END: Final = "<!-- end of figures -->"

type Result = Mapping[str, Any]
"""The results of one subject, as in the JSON: its conditions and its figures."""


def files(results: Mapping[str, Result]) -> dict[Path, str]:
    """The text of the page and of each plot. A subject without results has no section.

    Raises ValueError if a marker is missing in the page.
    """
    written = TARGET.read_text(encoding="utf-8")
    before, after = written.index(_BEGIN) + len(_BEGIN), written.index(_END)
    sections: dict[str, Callable[[Result], tuple[str, dict[str, str]]]] = {
        "clients": _clients,
        "imports": _imports,
        "growth": _growth,
    }
    made = [section(results[subject]) for subject, section in sections.items() if subject in results]
    text = "\n".join(["", *(section for section, _ in made)])
    images = {IMAGES / name: image for _, of_section in made for name, image in of_section.items()}
    return {TARGET: written[:before] + text + "\n" + written[after:], **images}


def _clients(result: Result) -> tuple[str, dict[str, str]]:
    throughput = {
        name.removeprefix("clients: "): {int(count): numbers for count, numbers in measured["by_clients"].items()}
        for name, measured in _named(result, "clients: ")
    }
    rates = {
        name: {clients: numbers["tps"] for clients, numbers in by_clients.items()}
        for name, by_clients in throughput.items()
    }
    uniform = next(iter(throughput.values()))
    percentiles = {
        f"{what}, ms": {clients: numbers[what] for clients, numbers in uniform.items()}
        for what in ("p50", "p95", "p99")
    }
    rows = [
        (name, str(clients), f"{numbers['tps']:,.0f}", *(f"{numbers[what]:,.1f}" for what in ("p50", "p95", "p99")))
        for name, by_clients in throughput.items()
        for clients, numbers in by_clients.items()
    ]
    operations = [
        (name.removeprefix("operation: "), *(f"{measured[what]:,.1f}" for what in ("p50", "p95", "p99")))
        for name, measured in _named(result, "operation: ")
    ]
    text = _lines(
        "### Throughput and latency against clients",
        "",
        conditions(result),
        "",
        "Each client of pgbench posts one transaction after the other, with an event, each with its commit.",
        "",
        "![Postings a second against clients](images/throughput.svg)",
        "![Latency against clients](images/latency.svg)",
        "",
        *_table(("Wallets", "Clients", "Postings a second", "p50, ms", "p95, ms", "p99, ms"), rows),
        "",
        "One caller, in one process: the handler with its JSON, its validation and its SQL, without API Gateway.",
        "",
        *_table(("Operation", "p50, ms", "p95, ms", "p99, ms"), operations),
    )
    first = next(iter(throughput))
    return text, {
        "throughput.svg": plots.lines("Postings a second", "clients", rates),
        "latency.svg": plots.lines(f"Latency of a posting: {first}", "clients", percentiles),
    }


def _imports(result: Result) -> tuple[str, dict[str, str]]:
    measured = {name.removeprefix("cold import: "): numbers for name, numbers in _named(result, "cold import: ")}
    rows = [(name, f"{numbers['cpu_ms']:,.0f}", f"{numbers['ms']:,.0f}") for name, numbers in measured.items()]
    text = _lines(
        "### Cold imports",
        "",
        conditions(result),
        "",
        "![Cold imports](images/imports.svg)",
        "",
        *_table(("Function", "CPU, ms", "Elapsed, ms"), rows),
    )
    values = {name: numbers["cpu_ms"] for name, numbers in measured.items()}
    return text, {"imports.svg": plots.bars("CPU time of the import in a new interpreter", values, " ms")}


def _growth(result: Result) -> tuple[str, dict[str, str]]:
    (sizes,) = (figure["measured"] for figure in result["figures"] if "bytes" in figure["measured"])
    compared = {name.removeprefix("growth: "): found for name, found in _named(result, "growth: ") if "ratio" in found}
    small, large = (f"{sizes[size]:,}" for size in ("small", "large"))
    rows = [
        (
            name,
            *(f"{found[size]:,.2f} {found['unit']}" for size in ("small", "large")),
            f"{found['ratio']:.2f}",
            _counted(found),
            f"{found['first']['large']:,.1f} ms" if "first" in found else "",
        )
        for name, found in compared.items()
    ]
    text = _lines(
        "### Growth",
        "",
        conditions(result),
        "",
        f"A ledger of {large} entries ({sizes['bytes']['large'] / 1e9:.1f} GB) and one of {small} on the same server,",
        "measured in turns. Customers have 100 entries each in both; one wallet has a twentieth of all transactions.",
        "The target of each ratio is 1.2 at most. Pages of tables and indexes that a call reads, and bytes of WAL that",
        "it writes, do not depend on other programs. A first read finds pages on disk only, and is not in the ratio.",
        "",
        "![Growth](images/growth.svg)",
        "",
        *_table(("What", small, large, "Ratio", "Counted", f"First read of {large}"), rows),
    )
    ratios = {name: found["ratio"] for name, found in compared.items()}
    return text, {"growth.svg": plots.bars(f"{large} entries, relative to {small}", ratios, "x", limit=1.2)}


def _counted(found: Mapping[str, Any]) -> str:
    """What a call needs in both ledgers, in a unit that other programs hardly change."""
    if "pages" in found:
        return f"{found['pages']['small']:,.0f} and {found['pages']['large']:,.0f} pages"
    if "wal_bytes" in found:
        return f"{found['wal_bytes']['small']:,.0f} and {found['wal_bytes']['large']:,.0f} bytes of WAL"
    return ""


def _named(result: Result, prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((figure["name"], figure["measured"]) for figure in result["figures"] if figure["name"].startswith(prefix))


def conditions(result: Result) -> str:
    """A sentence about the machine, which says so if other programs were running on it."""
    found = result["conditions"]
    postgres = " ".join(str(found["postgres"]).split()[:2])
    sentence = (
        f"Measured on {found['measured_on']}: {found['cores']} cores ({found['processor']}), "
        f"{found['memory_gib']} GiB, {postgres}, Python {found['python']}. Load at the start: {found['load_at_start']}"
    )
    if found["load_at_start"] > found["cores"] / 2:
        sentence += "; **other programs were running**, so that only ratios within one run are meaningful"
    return sentence + "."


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]


def _lines(*lines: str) -> str:
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for path, text in files(json.loads(RESULTS.read_text(encoding="utf-8"))).items():
        path.write_text(text, encoding="utf-8")
