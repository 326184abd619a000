"""The relay publishes the events that an invocation emitted and could not publish: oldest first, without loss."""

import json
import threading
from datetime import timedelta
from typing import Any

import pytest

from ledger.messaging import outbox
from ledger.storage import sessions
from tests.support import kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus

pytestmark = pytest.mark.session

DAY = timedelta(days=1)


@pytest.fixture
def database_role() -> str:
    return "purser_relay"


def write(database: Database, count: int, *, size: int = 0, tenant_id: str = "acme") -> list[str]:
    """Insert this many due rows, oldest first. Returns their names."""
    names = [f"{tenant_id}-{number}" for number in range(count)]
    with database.admin() as admin:
        for age, name in enumerate(reversed(names), 1):
            admin.execute(
                """
                insert into outbox (tenant_id, event_id, detail_type, detail, created_at, due_at)
                values (%s, new_id(), 'Any', json_build_object('name', %s::text, 'pad', repeat('x', %s)),
                        clock_timestamp() - make_interval(mins => %s), clock_timestamp())
                """,
                (tenant_id, name, size, age),
            )
    return names


def names(entries: list[live.Entry]) -> list[str]:
    return [json.loads(entry["Detail"])["name"] for entry in entries]


def waiting(database: Database) -> list[str]:
    return [row["name"] for row in database.rows("select detail->>'name' as name from outbox order by created_at")]


def test_the_relay_publishes_the_oldest_events_first_with_at_most_ten_in_a_call(database: Database, bus: Bus) -> None:
    written = write(database, 23)

    answer = live.relay()

    assert [len(call) for call in bus.calls] == [10, 10, 3]
    assert names(bus.accepted) == written
    assert answer == {
        "accepted": 23,
        "refused": 0,
        "transactions": 0,
        "hold_changes": 0,
        "crossed": 0,
        "waiting": 0,
        "oldest_seconds": 0.0,
        "xmin_lag": 0,
    }
    assert database.value("select count(*) from published") == 23


def test_a_call_stays_below_256_kilobytes(database: Database, bus: Bus) -> None:
    written = write(database, 5, size=100_000)

    live.relay()

    assert [len(call) for call in bus.calls] == [2, 2, 1]
    assert all(sum(len(json.dumps(entry)) for entry in call) <= 256 * 1024 for call in bus.calls)
    assert names(bus.accepted) == written


def test_events_of_every_tenant_are_relayed(database: Database, bus: Bus) -> None:
    written = write(database, 2) + write(database, 2, tenant_id="globex")

    assert live.relay()["accepted"] == 4
    assert sorted(names(bus.accepted)) == sorted(written)
    assert database.rows("select tenant_id, count(*) from published group by 1 order by 1") == [
        {"tenant_id": "acme", "count": 2},
        {"tenant_id": "globex", "count": 2},
    ]


def test_for_ten_seconds_only_the_invocation_that_emitted_an_event_may_publish_it(
    agent: Person, service: Person, bus: Bus, database: Database
) -> None:
    ann = live.bettor(agent)
    bus.down = True
    live.cashed_out(ann, service)
    bus.down = False

    assert live.relay()["accepted"] == 0
    delay = database.value("select due_at - created_at from outbox")
    assert timedelta(seconds=9.9) < delay < timedelta(seconds=10.1)
    live.make_due(database)
    assert live.relay()["accepted"] == 1
    assert [detail["user_id"] for detail in bus.details_of("CashOutRecorded")] == [live.owner(ann)]
    assert live.relay()["accepted"] == 0


def test_a_refused_event_stays_in_the_outbox_with_its_reason_and_the_rest_is_published(
    database: Database, bus: Bus
) -> None:
    written = write(database, 12)
    bus.refuses = lambda entry: "InternalFailure" if names([entry])[0] in written[::3] else None

    answer = live.relay()

    assert (answer["accepted"], answer["refused"], answer["waiting"]) == (8, 4, 4)
    assert 11 * 60 < answer["oldest_seconds"] < 13 * 60
    assert waiting(database) == written[::3]
    rows = database.rows("select attempts, last_error, due_at > clock_timestamp() as later from outbox")
    assert rows == [{"attempts": 1, "last_error": "InternalFailure", "later": True}] * 4


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (9, 512), (10, 900), (40, 900)])
def test_a_refused_row_is_retried_with_growing_delays_of_at_most_fifteen_minutes(
    database: Database, attempts: int, seconds: int
) -> None:
    write(database, 1)
    database.rows("update outbox set attempts = %s returning 1", attempts)

    remaining_s = database.value(
        """
        with noted as materialized (select note_failure('acme', event_id, attempts, 'down') from outbox)
        select count(*) from noted
        """
    ) and database.value("select extract(epoch from due_at - clock_timestamp()) from outbox")

    assert seconds - 2 < remaining_s <= seconds


def test_a_relay_whose_lease_has_ended_does_not_end_the_lease_of_the_next_one(database: Database) -> None:
    write(database, 1)
    (late,) = database.rows("select * from lease_outbox(1, 0)")
    (current,) = database.rows("select * from lease_outbox(1, 60)")

    for lease in (late, current):
        database.rows("select note_failure('acme', %s, %s, 'down')", lease["event_id"], lease["attempts"])
        remaining_s = database.value("select extract(epoch from due_at - clock_timestamp()) from outbox")
        assert (remaining_s > 30) == (lease is late)


def test_no_event_is_lost_if_the_bus_is_down_and_then_partly_available(database: Database, bus: Bus) -> None:
    written = write(database, 15)
    bus.down = True
    assert live.relay() | {"oldest_seconds": 0} == {
        "accepted": 0,
        "refused": 15,
        "transactions": 0,
        "hold_changes": 0,
        "crossed": 0,
        "waiting": 15,
        "oldest_seconds": 0,
        "xmin_lag": 0,
    }
    assert database.rows("select distinct last_error from outbox") == [{"last_error": "EndpointConnectionError"}]
    bus.down, tries = False, iter(range(100))
    bus.refuses = lambda _entry: "ThrottlingException" if next(tries) % 2 else None

    for _ in range(6):
        if waiting(database):
            live.make_due(database)
            live.relay()

    assert waiting(database) == []
    assert sorted(names(bus.accepted)) == sorted(written)


def test_two_relays_and_an_invocation_with_the_same_rows_lose_no_event(
    agent: Person, service: Person, bus: Bus, database: Database
) -> None:
    ann = live.bettor(agent)
    bet_id = live.place(ann)
    written = write(database, 60)
    at_the_bus = threading.Event()

    def hang() -> None:
        """The first call hangs until the relays publish its row too."""
        if not at_the_bus.is_set():
            at_the_bus.set()
            live.make_due(database)
            kit.simultaneously(live.relay, live.relay)

    bus.during = hang

    answer = live.cash_out(service, bet_id, "12.50")

    assert answer.status == 200
    published = [detail["event_id"] for detail in bus.details_of("CashOutRecorded")]
    assert published == published[:1] * 2, "once by a relay and once by the invocation"
    assert sorted(names([entry for entry in bus.accepted if "name" in json.loads(entry["Detail"])])) == sorted(written)
    assert database.value("select count(*) from outbox") == 0
    assert database.value("select count(*) from published") == 61


def test_no_database_transaction_is_open_while_the_relay_publishes(database: Database, bus: Bus) -> None:
    write(database, 3)
    seen: list[Any] = []
    bus.during = lambda: seen.append(
        database.value(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and usename ~ '^purser_(?!admin|reconcile)' and xact_start is not null
            """
        )
    )

    live.relay()

    assert seen == [0]


def test_the_rows_of_a_killed_relay_pass_to_the_next_relay_when_the_lease_ends(database: Database, bus: Bus) -> None:
    written = write(database, 3)

    def die() -> None:
        raise SystemExit

    bus.during = die
    with pytest.raises(SystemExit):
        live.relay()
    bus.during = lambda: None
    sessions.disconnect()

    assert live.relay()["accepted"] == 0, "the rows are still leased"
    remaining = database.value("select max(due_at) - clock_timestamp() from outbox")
    assert timedelta(seconds=30) < remaining <= timedelta(seconds=60)
    live.make_due(database)
    assert live.relay()["accepted"] == 3
    assert names(bus.accepted) == written


@pytest.mark.parametrize(("calls", "accepted"), [(0, 0), (1, 10), (2, 20)])
def test_a_relay_stops_when_its_time_is_up(database: Database, bus: Bus, calls: int, accepted: int) -> None:
    """It also stops between two calls to a slow bus. The rows that it leased are published later."""
    written = write(database, 25)

    assert outbox.relay(sessions.Budget(lambda: float(len(bus.calls) < calls))) == (accepted, 0)
    assert len(bus.calls) == calls
    live.make_due(database)
    live.relay()
    assert names(bus.accepted) == written


def test_a_published_event_is_deleted_after_seven_days(database: Database, bus: Bus) -> None:
    write(database, 3)
    live.relay()
    ages = [7 * DAY + timedelta(minutes=1), 7 * DAY - timedelta(minutes=1), timedelta()]
    for number, age in enumerate(ages):
        database.rows(
            "update published set published_at = clock_timestamp() - %s where detail->>'name' = %s returning 1",
            age,
            f"acme-{number}",
        )

    live.relay()

    stored = database.rows("select detail->>'name' as name from published order by 1")
    assert [row["name"] for row in stored] == ["acme-1", "acme-2"]


def test_events_that_a_lost_bus_had_accepted_can_be_published_again_and_are_counted_once(
    agent: Person, service: Person, bus: Bus, database: Database
) -> None:
    ann = live.bettor(agent)
    bets = [live.cashed_out(ann, service) for _ in range(3)]
    live.deliver(live.FEED, live.messages(*bus.details_of("CashOutRecorded")[:2]))

    assert database.value("select send_again(clock_timestamp() - interval '1 hour')") == 3
    assert live.relay()["accepted"] == 3
    live.deliver(live.FEED, live.messages(*bus.details_of("CashOutRecorded")))

    assert [frame.data["bet_id"] for frame in live.frames(live.stream(agent, last=0))] == bets
    assert database.value("select count(*) from published") == 3
