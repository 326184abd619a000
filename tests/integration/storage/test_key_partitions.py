"""The partitions of idempotency keys: which ones a repeat searches, and when one is emptied."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.support import kit
from tests.support.aging import DAY, HOUR, let_pass, written_part
from tests.support.kit import Database

CLAIM = "select claim_answer(%s, %s, %s, '\\x00')"
STORE = "select store_answer(%s, %s, %s, '\\x00', 200::smallint, %s)"
ONCE = """
    select posting.post_once(
        row(%s, %s, null, %s, '\\x00', 200::smallint, %s, 'request', now()),
        row('manual_adjust', null, null, null, null, null, null, null,
            'person', 'ann', null, 'treasury', '', null, 'USD', 1.00, null))
"""
MOMENT = timedelta(minutes=1)


def expire_after(database: Database, time: timedelta) -> None:
    """Let a time pass, and then remove what has expired, once."""
    let_pass(database, time)
    database.rows("select expire('requests')")


def change_partition(database: Database) -> None:
    before = written_part(database, "requests")
    expire_after(database, 30 * DAY + HOUR + MOMENT)
    assert written_part(database, "requests") == (before + 1) % 3


@pytest.mark.parametrize("part", [0, 1, 2])
def test_each_principal_of_each_tenant_has_its_own_keys_in_every_partition(database: Database, part: int) -> None:
    """A key is searched for in the partition that is written and in the one before."""
    for _ in range(part):
        change_partition(database)
    assert database.value(CLAIM, "acme", "alice", "key") is None
    database.rows(STORE, "acme", "alice", "key", '"of alice"')

    for _ in ("in the partition that is written", "in the one before"):
        assert database.value(CLAIM, "acme", "alice", "key") == '"of alice"'
        assert database.value(CLAIM, "acme", "bob", "key") is None
        assert database.value(CLAIM, "globex", "alice", "key") is None
        assert database.value(CLAIM, "acme", "alice", "another key") is None
        change_partition(database)
    assert database.value(CLAIM, "acme", "alice", "key") is None


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_write_in_one_call_searches_the_keys_of_its_principal_and_tenant_in_the_same_partitions(
    database: Database, part: int
) -> None:
    for tenant_id in ("acme", "globex"):
        kit.credit(kit.service(tenant_id), "ann", "1.00", "USD")
    for _ in range(part):
        change_partition(database)
    key = ("acme", "alice", "key")
    assert database.value(ONCE, *key, "the answer") == ["the answer"]

    for _ in ("in the partition that is written", "in the one before"):
        assert database.value(ONCE, *key, "a second answer") == ["the answer", "200"]
        for other in (("acme", "bob", "key"), ("globex", "alice", "key"), ("acme", "alice", "another key")):
            with psycopg.connect(database.url, prepare_threshold=None) as connection:
                assert connection.execute(ONCE, (*other, "its own answer")).fetchone() == (["its own answer"],)
                connection.rollback()
        change_partition(database)
    assert database.value(ONCE, *key, "a later answer") == ["a later answer"]
    assert database.value(ONCE, *key, "a second answer") == ["a later answer", "200"]


def test_an_expired_partition_is_emptied_an_hour_later(database: Database) -> None:
    """Until then database transactions may read it that began before the partition changed."""
    database.rows(STORE, "acme", "alice", "key", '{"customer_id": "ann"}')
    kept = "select count(*) from requests join answer_subjects using (tenant_id, principal, key, part)"
    to_search = "select parts_to_search from lifetimes where table_name = 'requests'"
    database.rows("update lifetimes set parts_to_search = '{0,1}' where table_name = 'requests' returning part")
    for _ in range(2):
        change_partition(database)

    expire_after(database, HOUR - MOMENT)
    assert (database.value(kept), database.value(to_search)) == (1, [0, 1])

    expire_after(database, 2 * MOMENT)
    assert database.value("select (select count(*) from requests) + (select count(*) from answer_subjects)") == 0
    assert database.value(to_search) == [1]


def test_the_end_of_a_lifetime_changes_the_partition_of_its_own_table_only(database: Database) -> None:
    parts = "select table_name, part from lifetimes order by table_name"
    before = {row["table_name"]: row["part"] for row in database.rows(parts)}

    change_partition(database)

    assert {row["table_name"]: row["part"] for row in database.rows(parts)} == before | {"requests": 1}


def test_an_answer_that_is_committed_after_the_partition_changed_is_replayed_for_its_whole_lifetime(
    database: Database,
) -> None:
    """It is in the partition before the one that is written. A database transaction ends within a minute."""
    with psycopg.connect(database.url, prepare_threshold=None) as late:
        call: tuple[Any, ...] = ("acme", "alice", "key")
        late.execute("select announce('acme', 'alice')")
        late.execute(CLAIM, call)
        late.execute(STORE, (*call, '"the answer"'))
        change_partition(database)
        let_pass(database, MOMENT)

    expire_after(database, 30 * DAY)

    assert database.value(CLAIM, *call) == '"the answer"'
