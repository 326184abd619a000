"""The fixture that runs schedules."""

from collections.abc import Iterator

import pytest

from local.postgres import Server
from tests.interleavings import runs
from tests.support.kit import Database
from tests.support.live import Bus


@pytest.fixture
def runner(server: Server, database: Database, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> Iterator[runs.Runner]:
    with runs.running(server, database, bus, monkeypatch) as runner:
        yield runner
