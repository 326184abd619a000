"""A plugin for pytest: a test that fails while a day ends runs again.

Limits and totals are kept by day in UTC, so what a test did before midnight may not add up with what it does after it.
"""

from datetime import UTC, date, datetime

import pytest
from _pytest.runner import runtestprotocol


def today() -> date:
    return datetime.now(UTC).date()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    day = today()
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    if any(report.failed for report in reports) and today() != day:
        item._initrequest()  # type: ignore[attr-defined]  # its fixtures begin again
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
