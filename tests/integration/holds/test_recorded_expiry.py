"""What has expired is recorded: linear in the number of holds, and without waiting for anybody."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.posting import transaction
from tests.support import holds, kit
from tests.support.holds import record_expired
from tests.support.kit import Database, Person

FILL = """
    with made as (
        insert into holds (tenant_id, hold_id, wallet_id, owner_id, currency, amount, reason, expires_at, created_at,
                           created_by, request_id)
        select w.tenant_id, new_id(), w.wallet_id, w.owner_id, w.currency, 1, 'order',
               clock_timestamp() - (%s - n) * interval '1 ms', clock_timestamp() - interval '1 hour', 'tester',
               'request-1'
        from wallets w, generate_series(1, %s) n
        where w.owner_id = 'ann'
        returning wallet_id, expires_at
    )
    update wallets w set held = w.held + m.held, held_until = m.until
    from (select wallet_id, count(*) as held, min(expires_at) as until from made group by wallet_id) m
    where w.wallet_id = m.wallet_id
    returning w.wallet_id
"""
READ = """
    select pg_stat_get_xact_tuples_returned('holds_by_expiry'::regclass)
           + pg_stat_get_xact_tuples_returned('holds_of_wallet'::regclass) as entries
"""


def wallet(database: Database, owner_id: str = "ann") -> tuple[int, bool]:
    """What is recorded as held, and whether nothing of it expires ever."""
    (row,) = database.rows("select held, held_until = 'infinity' as is_free from wallets where owner_id = %s", owner_id)
    return row["held"], row["is_free"]


def test_what_has_expired_is_recorded_for_every_tenant(service: Person, ann: str, database: Database) -> None:
    other = kit.service("globex")
    kit.credit(other, "bob", "10", "USD")
    gone, pending = holds.hold(service, ann, "50"), holds.hold(service, ann, "20")
    holds.expire(database, gone, holds.hold(other, "bob", "10"))

    assert record_expired() == 2
    assert record_expired() == 0

    shown = service.get(f"/api/v1/holds/{gone['hold_id']}").json
    assert (holds.state(shown), shown["ended_at"]) == (("expired", "0.00", "0.00"), shown["expires_at"])
    assert (wallet(database), wallet(database, "bob")) == ((2000, False), (0, True))
    for answer in (holds.capture(service, gone), holds.release(service, gone)):
        kit.assert_problem(answer, 409, "hold_expired")
    listed = service.get("/api/v1/holds", {"status": "expired"}).json["items"]
    assert [one["hold_id"] for one in listed] == [gone["hold_id"]]
    assert holds.capture(service, pending).json["available_after"] == "80.00"
    database.assert_consistent()


def test_nothing_is_recorded_that_has_expired_by_the_server_s_clock_alone(
    service: Person, ann: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = holds.hold(service, ann, "50")
    holds.expire(database, gone, ago="5 s")
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "clock", lambda: datetime.now(UTC) - timedelta(hours=1))
        assert record_expired() == 0

    assert record_expired() == 1


def test_of_a_hold_that_was_captured_in_part_the_rest_is_no_longer_held(
    service: Person, ann: str, database: Database
) -> None:
    gone = holds.hold(service, ann, "50")
    holds.capture(service, gone, amount="20", final=False)
    holds.hold(service, ann, "5")
    holds.expire(database, gone)

    assert record_expired() == 1

    assert wallet(database) == (500, False)
    assert holds.state(service.get(f"/api/v1/holds/{gone['hold_id']}").json) == ("expired", "20.00", "0.00")
    database.assert_consistent()


def test_the_earliest_end_of_what_is_still_held_is_known_afterwards(
    service: Person, ann: str, database: Database
) -> None:
    pending = [holds.hold(service, ann, "5", expires_in=seconds) for seconds in (7200, 3600, 9000)]
    holds.expire(database, holds.hold(service, ann, "5"))

    record_expired()

    until = "select held_until = %s::timestamptz from wallets where owner_id = 'ann'"
    assert database.value(until, pending[1]["expires_at"])


def test_the_wallet_s_time_is_not_before_the_end_of_a_hold_that_was_recorded_as_expired(
    service: Person, ann: str, database: Database
) -> None:
    holds.expire(database, holds.hold(service, ann, "5"))

    record_expired()

    assert database.value("select w.posted_at >= h.expires_at from wallets w join holds h using (tenant_id, wallet_id)")


@pytest.mark.parametrize("part", [1, 2, 100])
def test_parts_of_any_size_record_all_that_has_expired(
    service: Person, ann: str, database: Database, part: int
) -> None:
    kit.credit(service, "bob", "10", "USD")
    at_one_moment = [holds.hold(service, owner, "1") for owner in (ann, "bob", ann, "bob")]
    holds.expire(database, *at_one_moment)
    holds.expire(database, holds.hold(service, ann, "1"), ago="1 s")

    assert record_expired(part) == 5
    database.assert_consistent()


@pytest.mark.parametrize("locked", ["wallets", "holds"])
def test_recording_waits_for_no_lock_and_the_next_run_records_what_was_locked(
    service: Person, ann: str, database: Database, locked: str
) -> None:
    kit.credit(service, "bob", "10", "USD")
    held = [holds.hold(service, owner, "1") for owner in (ann, "bob", ann)]
    holds.expire(database, *held)

    with database.admin() as busy:
        busy.execute("begin")
        busy.execute(f"select from {locked} where owner_id = 'ann' for no key update".encode())
        assert record_expired(1) == 1
        assert (wallet(database), wallet(database, "bob")) == ((200, False), (0, True))
        busy.execute("rollback")

    assert record_expired() == 2
    database.assert_consistent()


def test_no_part_reads_again_what_the_parts_before_it_have_recorded(ann: str, database: Database) -> None:
    """In one database transaction, so that the index entries of what was recorded stay, as they do during a dump."""
    parts, part = 10, 100
    database.rows(FILL, parts * part, parts * part)
    after = ("-infinity", "00000000-0000-0000-0000-000000000000")

    with database.admin() as relay:
        relay.execute("begin")
        relay.execute("set local enable_seqscan = off")
        for _ in range(parts):
            (row,) = relay.execute("select * from expire_holds(%s, %s, %s, 'infinity')", (*after, part)).fetchall()
            assert row["expired"] == part
            after = (row["last_expiry"], row["last_hold"])
        (read,) = relay.execute(READ).fetchall()
        relay.execute("commit")

    assert wallet(database) == (0, True)
    assert read["entries"] <= 3 * parts * part
