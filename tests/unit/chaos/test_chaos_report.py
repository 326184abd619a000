"""The table of a chaos run."""

from pathlib import Path

from tests.chaos import report
from tests.chaos.anomaly import Anomaly
from tests.chaos.history import Attempt, Caller, History, Request
from tests.chaos.listeners import STREAM
from tests.chaos.report import Row
from tests.chaos.runner import Result, Settings

PAGE = """before
<!-- chaos: written by make chaos REPORT=1 -->
old
<!-- end of chaos -->
after
"""


def result() -> Result:
    """Two phases. The first has a retried operation. The second has a refused operation, one without an answer, and a
    poll of a stream."""
    phase = "quiet"
    history = History(lambda: phase)
    request = Request(Caller("agent-1", ("agent",)), "POST", "/")
    retried = history.begin("client", "credit", request)
    retried.attempts += [Attempt(1, 2, 0, 503), Attempt(3, 4, 0, 201)]
    phase = "all at once"
    for name, status in (("credit", 409), ("credit", None), (STREAM, 200)):
        history.begin("client", name, request).attempts.append(Attempt(5, 6, 0, status))
    anomalies = [Anomaly("lost", "one operation", 1), Anomaly("stuck", "everything")]
    return Result(Settings(seed="5eed", seconds=10), history, anomalies)


def test_each_fault_has_a_row_with_the_outcomes_of_its_operations() -> None:
    assert report.rows(result()) == [
        Row("quiet", ok=1, fail=0, unknown=0, retries=1, anomalies=0),
        Row("all at once", ok=0, fail=1, unknown=1, retries=0, anomalies=1),
        Row("no single operation", ok=0, fail=0, unknown=0, retries=0, anomalies=1),
    ]


def test_the_page_gets_the_table_and_the_seed_between_its_markers(tmp_path: Path) -> None:
    page = tmp_path / "reliability.md"
    page.write_text(PAGE, encoding="utf-8")

    report.write_page(result(), page)
    written = page.read_text(encoding="utf-8")
    report.write_page(result(), page)

    assert page.read_text(encoding="utf-8") == written
    assert "| quiet | 1 | 0 | 0 | 1 | 0 |" in written
    assert "seed `5eed`" in written
    assert "old" not in written
    assert written.startswith("before\n<!-- chaos")
    assert written.endswith("<!-- end of chaos -->\nafter\n")
