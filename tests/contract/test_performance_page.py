"""The figures and plots of docs/performance.md are those of bench/results.json."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from bench import page, plots, report
from bench.report import Figure, Results

RESULTS: dict[str, Any] = json.loads(page.RESULTS.read_text(encoding="utf-8"))


def test_the_page_and_its_plots_are_those_of_the_last_results() -> None:
    stale = [path.name for path, text in page.files(RESULTS).items() if path.read_text(encoding="utf-8") != text]

    assert stale == [], "run `make bench REPORT=1`"


def test_the_page_has_throughput_latencies_cold_imports_and_growth() -> None:
    written = page.TARGET.read_text(encoding="utf-8")

    assert [
        name for name in ("throughput", "latency", "imports", "growth") if f"(images/{name}.svg)" not in written
    ] == []


def test_figures_measured_while_other_programs_ran_are_marked() -> None:
    quiet, busy = (
        page.conditions({"conditions": RESULTS["growth"]["conditions"] | {"load_at_start": load, "cores": 2}})
        for load in (0.4, 6.5)
    )

    assert "other programs" not in quiet
    assert "**other programs were running**" in busy


def test_a_plot_labels_every_line_and_places_higher_values_higher() -> None:
    drawing = ET.fromstring(  # noqa: S314  (our own)
        plots.lines("Writes & reads", "clients", {"even": {1: 10.0, 64: 400.0}, "hot": {1: 10.0, 64: 90.0}})
    )

    name = "{http://www.w3.org/2000/svg}"
    assert {"Writes & reads", "even", "hot", "64", "400"} <= {text.text for text in drawing.iter(f"{name}text")}
    ends = [line.attrib["points"].split()[-1].split(",") for line in drawing.iter(f"{name}polyline")]
    assert [end[0] for end in ends] == [ends[0][0]] * 2
    assert float(ends[0][1]) < float(ends[1][1])


def test_a_bar_above_the_limit_has_another_colour() -> None:
    drawing = ET.fromstring(plots.bars("Growth", {"a": 1.1, "b": 1.3}, "x", limit=1.2))  # noqa: S314  (our own)

    below, above = drawing.iter("{http://www.w3.org/2000/svg}rect")
    assert below.attrib["fill"] != above.attrib["fill"]


def test_subjects_that_are_not_measured_again_keep_their_results(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    report.save(path, {"growth": Results({"cores": 2}, [Figure("a", "1.00x")])})
    report.save(path, {"clients": Results({"cores": 8}, [])})

    saved = json.loads(path.read_text(encoding="utf-8"))
    assert saved.keys() == {"growth", "clients"}
    assert saved["growth"]["conditions"] == {"cores": 2}
    assert saved["growth"]["figures"][0]["figure"] == "1.00x"
