"""Old events are deleted in the order of their keys, so that two calls at the same time never deadlock."""

import threading
from typing import Final

import pytest

from ledger.messaging import outbox
from ledger.storage import sessions
from ledger.storage.sessions import Budget
from tests.support.kit import Database

FIRST: Final = "00000000-0000-7000-8000-000000000001"
SECOND: Final = "00000000-0000-7000-8000-000000000002"
OLD: Final = "clock_timestamp() - interval '8 days'"


@pytest.fixture
def database_role() -> str:
    return "purser_relay"


@pytest.fixture
def published(database: Database) -> None:
    """Two events that were published eight days ago. In the table, the second key is before the first."""
    for event_id in (SECOND, FIRST):
        database.rows(
            "insert into published (tenant_id, event_id, detail_type, detail, created_at, published_at) "
            f"values ('acme', %s, 'Any', '{{}}', {OLD}, {OLD}) returning 1",
            event_id,
        )


def forget() -> None:
    outbox.backlog(Budget(lambda: 20.0))


@pytest.mark.usefixtures("published")
def test_a_call_that_waits_for_the_first_key_has_not_locked_the_second(database: Database) -> None:
    def forget_on_another_connection() -> None:
        forget()
        sessions.disconnect()

    other = threading.Thread(target=forget_on_another_connection)
    with database.admin() as first:
        with first.transaction():
            first.execute("select from published where event_id = %s for update", (FIRST,))
            other.start()
            while other.is_alive() and not database.rows("select from pg_locks where not granted"):
                other.join(0.01)
            assert other.is_alive(), "the call waits for the first key"

            first.execute("select from published where event_id = %s for update nowait", (SECOND,))
        other.join()


@pytest.mark.usefixtures("published")
def test_old_events_are_deleted_and_newer_ones_stay(database: Database) -> None:
    database.rows("update published set published_at = clock_timestamp() where event_id = %s returning 1", FIRST)

    forget()

    assert [str(row["event_id"]) for row in database.rows("select event_id from published")] == [FIRST]
