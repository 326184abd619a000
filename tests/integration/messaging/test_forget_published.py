"""Old events are deleted some at a time, and two calls at the same time never wait for each other."""

from typing import Final

import pytest

from ledger.messaging import outbox
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
def test_a_call_leaves_out_what_another_call_is_deleting(database: Database) -> None:
    with database.admin() as first, first.transaction():
        first.execute("select from published where event_id = %s for update", (FIRST,))
        forget()

    assert [str(row["event_id"]) for row in database.rows("select event_id from published")] == [FIRST]


@pytest.mark.usefixtures("published")
def test_a_call_deletes_all_old_events_in_portions_while_there_is_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "FORGET_ROWS", 1)

    def remaining_s() -> float:
        return 9.0 if database.value("select count(*) from published") == 2 else 4.0

    outbox.backlog(Budget(remaining_s), reserve_s=5.0)
    assert database.value("select count(*) from published") == 1

    forget()
    assert database.value("select count(*) from published") == 0


@pytest.mark.usefixtures("published")
def test_old_events_are_deleted_and_newer_ones_stay(database: Database) -> None:
    database.rows("update published set published_at = clock_timestamp() where event_id = %s returning 1", FIRST)

    forget()

    assert [str(row["event_id"]) for row in database.rows("select event_id from published")] == [FIRST]
