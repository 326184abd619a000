"""Lifetimes: a row is stored at least for its lifetime, and is removed later with its whole partition."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg
import pytest

from ledger.core.ids import new_id
from local.postgres import SUPERUSER
from tests.support import aging, kit, live
from tests.support.aging import DAY, HOUR, let_pass, let_pass_with_relay, written_part
from tests.support.kit import Answer, Database, Person
from tests.support.live import Bus

HASH = b"\x00" * 32
BODY = {"amount": "5", "currency": "COIN", "reason": "manual_adjust"}


def credit(service: Person, key: str) -> Answer:
    answer = service.post("/api/v1/wallets/pat/credit", BODY, key=key)
    assert answer.status == 201, answer.text
    return answer


def is_replayed(answer: Answer) -> bool:
    return "idempotency-replayed" in answer.headers


@pytest.fixture
def connect(database: Database) -> Iterator[Callable[..., psycopg.Connection[Any]]]:
    """A function that opens sessions of a role. A test runs a request's statements there one by one."""
    opened: list[psycopg.Connection[Any]] = []

    def connected(role: str = kit.DEFAULT_ROLE) -> psycopg.Connection[Any]:
        url = database.admin_url if role == SUPERUSER else database.url_of(role)
        options = kit.EVERY_TENANT if role == "purser_relay" else ""
        opened.append(psycopg.connect(url, prepare_threshold=None, options=options))
        return opened[-1]

    yield connected
    for connection in opened:
        connection.close()


def claim(connection: psycopg.Connection[Any], key: str) -> str | None:
    connection.execute("select announce('acme', 'tester')")
    row = connection.execute("select claim_answer('acme', 'tester', %s, %s)", (key, HASH)).fetchone()
    assert row is not None
    answer: str | None = row[0]
    return answer


def store(connection: psycopg.Connection[Any], key: str, answer: str) -> None:
    connection.execute("select store_answer('acme', 'tester', %s, %s, 200::smallint, %s)", (key, HASH, answer))


# ---- idempotency keys ------------------------------------------------------------------------------------------------


def test_a_key_replays_its_answer_for_its_whole_lifetime_from_any_moment_of_a_partition(
    service: Person, database: Database
) -> None:
    for number, began in enumerate([timedelta(), 7 * DAY, 29.9 * DAY, 30 * DAY, 30 * DAY + HOUR]):
        let_pass_with_relay(database, began)
        first = credit(service, f"key-{number}")

        let_pass_with_relay(database, 29.9 * DAY)

        again = credit(service, f"key-{number}")
        assert (again.text, is_replayed(again)) == (first.text, True)


def test_a_key_whose_partition_has_expired_is_a_new_request(service: Person, database: Database) -> None:
    first = credit(service, "old")
    let_pass_with_relay(database, 61 * DAY)

    again = credit(service, "old")

    assert is_replayed(again) is False
    assert again.json["transaction_id"] != first.json["transaction_id"]
    assert credit(service, "old").text == again.text
    assert kit.balance_of(service, "pat") == "10"
    database.assert_consistent()


def test_an_expired_partition_is_emptied_as_a_whole(service: Person, database: Database) -> None:
    for number in range(3):
        credit(service, f"key-{number}")
    pages = "select pg_relation_size('requests_0')"
    assert database.value(pages) > 0

    let_pass_with_relay(database, 61 * DAY)

    assert database.value("select count(*) from requests") == 0
    assert database.value(pages) == 0, "TRUNCATE frees the disk space immediately"


def test_the_relay_removes_expired_keys(service: Person, database: Database, bus: Bus) -> None:
    credit(service, "old")
    for passed in (30 * DAY + 2 * HOUR, 30 * DAY + 2 * HOUR, 2 * HOUR):
        assert database.value("select count(*) from requests where key = 'old'") == 1
        let_pass(database, passed)
        live.relay()

    assert database.value("select count(*) from requests where key = 'old'") == 0


def test_the_newest_answer_is_replayed_if_a_key_is_used_again_before_the_old_answer_is_removed(
    service: Person, database: Database
) -> None:
    first = credit(service, "once")
    let_pass_with_relay(database, 30 * DAY + HOUR, step=30 * DAY + HOUR)
    let_pass_with_relay(database, 30 * DAY + 2 * HOUR, step=30 * DAY + 2 * HOUR)
    assert (written_part(database, "requests"), database.value("select count(*) from requests")) == (2, 1)

    second = credit(service, "once")

    assert second.json["transaction_id"] != first.json["transaction_id"]
    assert (credit(service, "once").text, database.value("select count(*) from requests")) == (second.text, 2)


def test_a_lifetime_that_the_operator_changes_applies_from_then_on(service: Person, database: Database) -> None:
    first = credit(service, "once")
    database.rows("select set_lifetimes(90, 60)")
    let_pass_with_relay(database, 89.9 * DAY)
    assert credit(service, "once").text == first.text

    database.rows("select set_lifetimes(1, 60)")
    let_pass_with_relay(database, 2 * DAY + 4 * HOUR)

    assert is_replayed(credit(service, "once")) is False
    let_pass_with_relay(database, 0.9 * DAY)
    assert is_replayed(credit(service, "once"))


@pytest.mark.parametrize("seed", range(3))
def test_no_key_is_removed_before_its_lifetime_ends_and_every_key_is_removed_later(
    service: Person, database: Database, connect: Callable[..., psycopg.Connection[Any]], seed: int
) -> None:
    """The relay runs, is down for days, or runs several times in a row, at random."""
    chooser = random.Random(seed)  # noqa: S311  (the same in every run)
    relay = connect("purser_relay")
    relay.autocommit = True
    used: dict[str, tuple[timedelta, str]] = {}
    now = timedelta()
    for number in range(60):
        used[f"key-{number}"] = (now, credit(service, f"key-{number}").text)
        passed = chooser.choice([HOUR, DAY, 3 * DAY, 10 * DAY, 29 * DAY])
        let_pass(database, passed)
        now += passed
        for _ in range(chooser.randrange(3)):
            aging.expire(relay)
        stored = {row["key"] for row in database.rows("select key from requests")}
        young = {key for key, (at, _) in used.items() if now - at <= 30 * DAY}
        assert young <= stored
        for key in young:
            assert credit(service, key).text == used[key][1]

    let_pass_with_relay(database, 61 * DAY)
    assert database.value("select count(*) from requests") == 0


# ---- the change of the partition -------------------------------------------------------------------------------------


def change_partition(database: Database) -> None:
    """End the time of the partition that is written, so that the next one is written."""
    before = written_part(database, "requests")
    with database.admin() as connection:
        connection.execute("update lifetimes set since = since - interval '31 days' where table_name = 'requests'")
    database.rows("select expire('requests')")
    assert written_part(database, "requests") == (before + 1) % 3


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize("moment", ["before its claim", "before its answer", "before its commit", "after its commit"])
def test_a_repeat_waits_for_the_first_request_even_if_the_partition_changes(
    database: Database, connect: Callable[..., psycopg.Connection[Any]], part: int, moment: str
) -> None:
    """The first request may write to the old partition or to the new one."""
    for _ in range(part):
        change_partition(database)
    first, second = connect(), connect()
    second.execute("select 1")  # the second request has begun before the partition changes

    def change_at(this: str) -> None:
        if this == moment:
            change_partition(database)

    change_at("before its claim")
    assert claim(first, "once") is None
    change_at("before its answer")
    store(first, "once", '"the answer"')
    change_at("before its commit")
    found = kit.simultaneously(
        lambda: claim(second, "once"), lambda: commit_when_another_session_waits(database, first)
    )
    change_at("after its commit")

    assert found[0] == '"the answer"'
    second.rollback()
    assert claim(second, "once") == '"the answer"'


def commit_when_another_session_waits(database: Database, connection: psycopg.Connection[Any]) -> None:
    """Commit as soon as another session waits."""
    while not database.rows("select from pg_locks where not granted"):
        pass
    connection.commit()


def test_simultaneous_requests_with_one_key_have_one_effect_while_the_partition_changes(
    service: Person, database: Database
) -> None:
    for number in range(12):
        kit.credit(service, "pat", "1")
        before = int(kit.balance_of(service, "pat"))
        key = f"key-{number}"
        calls: list[Callable[[], Answer | None]] = [partial(credit, service, key)] * 4
        chooser = random.Random(number)  # noqa: S311  (the same in every run)
        calls.insert(chooser.randrange(5), partial(change_partition, database))

        answers = kit.simultaneously(*calls)

        assert [answer for answer in answers if isinstance(answer, Exception)] == []
        replayed = [is_replayed(answer) for answer in answers if isinstance(answer, Answer)]
        assert sorted(replayed) == [False, True, True, True]
        assert int(kit.balance_of(service, "pat")) == before + 5
    database.assert_consistent()


# ---- writers are not blocked -----------------------------------------------------------------------------------------


def expire_partition(service: Person, database: Database) -> None:
    """Let partition 0 expire. It is not yet empty."""
    credit(service, "old")
    for _ in range(2):
        let_pass(database, 30 * DAY + 2 * HOUR)
        database.rows("select expire('requests')")
    assert (written_part(database, "requests"), database.value("select count(*) from requests_0")) == (2, 1)
    let_pass(database, 2 * HOUR)


def test_an_open_write_does_not_delay_the_removal_and_the_removal_does_not_delay_a_write(
    service: Person, database: Database, connect: Callable[..., psycopg.Connection[Any]]
) -> None:
    expire_partition(service, database)
    writing, next_write = connect(), connect()
    assert claim(writing, "a") is None
    store(writing, "a", '"an answer"')
    with database.admin() as removing, removing.transaction():
        removing.execute("set local lock_timeout = '1ms'")
        removing.execute("select expire('requests')")
        next_write.execute("set lock_timeout = '1ms'")

        assert claim(next_write, "b") is None
        store(next_write, "b", '"another answer"')
        next_write.commit()
    writing.commit()

    assert [row["key"] for row in database.rows("select key from requests order by key")] == ["a", "b"]


def test_a_session_that_reads_an_expired_partition_delays_only_its_removal(
    service: Person, database: Database, connect: Callable[..., psycopg.Connection[Any]]
) -> None:
    """A dump reads all tables and may take long."""
    expire_partition(service, database)
    dump = connect(SUPERUSER)
    dump.execute("select count(*) from ledger.requests_0")
    relay = connect("purser_relay")
    relay.autocommit = True
    relay.execute("set lock_timeout = '1ms'")

    relay.execute("select expire('requests')")

    assert database.value("select count(*) from requests_0") == 1
    assert is_replayed(credit(service, "new")) is False
    let_pass(database, DAY)
    with pytest.raises(psycopg.errors.LockNotAvailable):
        relay.execute("select expire('requests')")
    dump.rollback()
    relay.execute("select expire('requests')")
    assert database.value("select count(*) from requests_0") == 0


# ---- records of events -----------------------------------------------------------------------------------------------


def test_an_event_that_is_delivered_again_within_its_lifetime_changes_nothing(
    agent: Person, database: Database
) -> None:
    bets = live.past_cash_outs(database, live.bettor(agent), 3)
    records = live.messages(*(live.recorded(agent.sub, bet) for bet in bets))
    other_events_of_the_bets = live.messages(*(live.recorded(agent.sub, bet) for bet in bets))
    live.deliver(live.FEED, records)
    for _ in range(2):
        let_pass_with_relay(database, 29.9 * DAY)

        assert live.deliver(live.FEED, records) == []
        assert live.deliver(live.FEED, other_events_of_the_bets) == []

        assert database.value("select count(*) from feed") == 3
        assert database.value("select count(*) from inbox") == 6
    assert [int(frame.id) for frame in live.frames(live.stream(agent, last=0))] == [1, 2, 3]


def test_frames_older_than_the_feed_s_lifetime_are_removed_and_the_numbers_continue(
    agent: Person, database: Database
) -> None:
    old, late, new = live.past_cash_outs(database, live.bettor(agent), 3)
    live.deliver(live.FEED, live.messages(live.recorded(agent.sub, old)))
    let_pass_with_relay(database, 61 * DAY)
    live.deliver(live.FEED, live.messages(live.recorded(agent.sub, late)))
    let_pass_with_relay(database, 61 * DAY)
    live.deliver(live.FEED, live.messages(live.recorded(agent.sub, new)))

    frames = live.frames(live.stream(agent, last=0))

    assert [(frame.id, frame.data["bet_id"]) for frame in frames] == [("2", late), ("3", new)]
    assert live.stream(agent).text.startswith("id: 3\n")
    assert database.value("select count(*) from inbox") == 2


def test_two_deliveries_of_an_event_number_it_once_even_if_the_partitions_change_between_them(
    agent: Person, database: Database, connect: Callable[..., psycopg.Connection[Any]]
) -> None:
    bet, next_bet = live.past_cash_outs(database, live.bettor(agent), 2)
    event = live.recorded(agent.sub, bet)
    first = connect("purser_feed")
    events = f'[{{"event_id": "{event["event_id"]}", "agent_id": "{agent.sub}", "bet_id": "{bet}"}}]'
    first.execute("select announce('acme', 'cash_out_feed')")
    first.execute("select number_cash_outs('acme', %s, %s)", (live.FEED, events))
    for table in ("inbox", "feed"):
        let_pass(database, 61 * DAY)
        database.rows("select expire(%s)", table)
        assert written_part(database, table) == 1

    failed, _ = kit.simultaneously(
        lambda: live.deliver(live.FEED, live.messages(event)),
        lambda: commit_when_another_session_waits(database, first),
    )

    assert failed == []
    live.deliver(live.FEED, live.messages(live.recorded(agent.sub, next_bet)))
    assert [row["sequence"] for row in database.rows("select sequence from feed order by 1")] == [1, 2]


def test_two_deliveries_of_an_event_reserve_one_mail_even_if_the_partition_changes_between_them(
    database: Database, connect: Callable[..., psycopg.Connection[Any]]
) -> None:
    event = new_id()
    first, second = connect("purser_mail"), connect("purser_mail")

    def reserve(connection: psycopg.Connection[Any]) -> Any:
        connection.execute("select announce('acme', 'billing_mail')")
        query = "select reserve_mail('acme', %s, 'TopupInvoiced', null, %s, 600)"
        return connection.execute(query, (event, new_id())).fetchone()

    assert reserve(first) == ("mine",)
    let_pass(database, 61 * DAY)
    database.rows("select expire('mails')")
    assert written_part(database, "mails") == 1

    outcomes = kit.simultaneously(lambda: reserve(second), lambda: commit_when_another_session_waits(database, first))

    assert outcomes[0] == ("held",)
    assert database.value("select count(*) from mails") == 1
