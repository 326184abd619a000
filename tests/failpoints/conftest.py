"""Collects the points from all pytest workers. With REPORT=1 it writes them into docs/reliability.md."""

from typing import Any, cast

import pytest

from tests.failpoints import page

_points: dict[str, list[str]] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    for name, value in report.user_properties:
        if name == "points" and report.when == "call":
            operation, points = cast("tuple[str, list[str]]", value)
            _points[operation] = points


def pytest_sessionfinish(session: pytest.Session) -> None:
    workers: Any = getattr(session.config, "workerinput", None)
    if page.is_being_written() and workers is None and not session.testsfailed:
        page.write(dict(sorted(_points.items())))
