"""The reader of webhooks, pauses, and the clock of the reference library."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Self

import pytest

from ledger.webhooks import deliveries
from tests.support import webhooks
from tests.support.kit import Database


@pytest.fixture
def _nothing_is_left_to_read(database: Database) -> None:
    webhooks.write()


@pytest.fixture
def longest_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each pause is as long as it can be."""
    monkeypatch.setattr(deliveries._random, "random", lambda: 1.0)


@pytest.fixture
def library_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock of the reference library, which refuses what is more than five minutes away."""

    def set_time(at: datetime) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return cls.fromtimestamp(at.timestamp(), tz)

        monkeypatch.setattr("standardwebhooks.webhooks.datetime", Clock)

    return set_time
