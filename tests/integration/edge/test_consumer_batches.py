"""While the database is unavailable, a batch of messages is retried as a whole and not message by message."""

import pytest

from ledger.storage import sessions
from tests.support import live
from tests.support.kit import Person
from tests.support.live import Bus


def test_a_batch_is_not_split_while_the_database_is_unavailable(
    agent: Person, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = live.messages(*(live.recorded(agent.sub, live.UNKNOWN) for _ in range(5)))
    pauses: list[float] = []
    monkeypatch.setattr(sessions, "sleep", pauses.append)
    monkeypatch.setenv("DATABASE_URL", "postgresql:///purser?host=/nowhere")
    sessions.disconnect()

    failed = live.deliver(live.FEED, records)

    assert failed == [0, 1, 2, 3, 4]
    assert len(pauses) == sessions.MAX_ATTEMPTS - 1
