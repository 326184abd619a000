"""Prints the seed and the number of answers with each status."""

import os
from collections import Counter
from typing import cast

import pytest

_statuses: Counter[int] = Counter()


def pytest_report_header() -> str:
    return f"SEED={os.environ.get('SEED', '1')}"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    for name, value in report.user_properties:
        if name == "statuses" and report.when == "call":
            _statuses.update(cast("dict[int, int]", value))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _statuses:
        counts = ", ".join(f"{status}: {count}" for status, count in sorted(_statuses.items()))
        terminalreporter.write_line(f"{_statuses.total()} random requests; answers by status: {counts}")
