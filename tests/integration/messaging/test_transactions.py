"""Every transaction is an event: the relay makes it of the entries, in the order of commits, without a loss."""

import json
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
import pytest

from ledger.messaging import transactions
from ledger.storage import sessions
from ledger.storage.sessions import Budget
from tests.support import kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus, Detail

pytestmark = pytest.mark.session


@pytest.fixture
def database_role() -> str:
    return "purser_relay"


def posted(bus: Bus) -> list[Detail]:
    return bus.details_of("TransactionPosted")


def ids(bus: Bus) -> list[str]:
    return [detail["transaction_id"] for detail in posted(bus)]


def stored(database: Database) -> list[str]:
    """The ids of all transactions, in the order in which they were made."""
    return [str(row["transaction_id"]) for row in database.rows("select transaction_id from transactions order by 1")]


def write(connection: psycopg.Connection[Any], number: int = 1, amount: int = 1, tenant_id: str = "acme") -> None:
    """Post transactions in the database transaction of a connection."""
    connection.execute("set search_path = ledger")
    connection.execute("select announce(%s, 'tester')", (tenant_id,))
    connection.execute(
        """
        select post(%(tenant)s, 'request-1', jsonb_agg(json_build_object('kind', 'manual_adjust')),
                    array_agg((n, 'person', 'ann', 'COIN', %(amount)s, null, false)::posting_entry)
                    || array_agg((n, 'treasury', '', 'COIN', -%(amount)s, null, false)::posting_entry),
                    clock_timestamp())
        from generate_series(1, %(count)s) n
        """,
        {"tenant": tenant_id, "amount": amount, "count": number},
    )


def post(database: Database, number: int = 1, amount: int = 1, tenant_id: str = "acme") -> None:
    """Post transactions in one database transaction."""
    with psycopg.connect(database.admin_url) as connection:
        write(connection, number, amount, tenant_id)


def budget() -> Budget:
    """It ends after two hundred looks at it, so that no test goes on for ever."""
    looks = count()
    return Budget(lambda: 20.0 - next(looks) / 10)


def relay_all(batch: int) -> None:
    for _ in range(20):
        transactions.relay(budget(), batch)


def test_the_event_has_what_the_transaction_has(agent: Person, service: Person, bus: Bus, database: Database) -> None:
    ann = kit.new_customer(agent, balance="100.00")
    answer = kit.cashier(agent, "debit", ann, "20.50")
    kit.credit(service, "bob", "7")

    assert live.relay()["transactions"] == 3

    _, debit, credit = posted(bus)
    (person, other) = debit.pop("entries")
    assert debit == {
        "event_id": debit["transaction_id"],
        "version": 1,
        "tenant_id": "acme",
        "transaction_id": answer["transaction_id"],
        "kind": "debit",
        "reason": "debit",
        "meta": None,
        "posted_at": agent.get(f"/api/v1/transactions/{answer['transaction_id']}").json["created_at"],
    }
    assert person.pop("wallet_id") != other.pop("wallet_id")
    assert person == {"owner_id": ann, "account": None, "currency": "USD", "amount": "-20.50", "balance_after": "79.50"}
    assert other == {
        "owner_id": None,
        "account": "agent:agent-1",
        "currency": "USD",
        "amount": "20.50",
        "balance_after": None,
    }
    assert [(entry["owner_id"], entry["account"], entry["amount"]) for entry in credit["entries"]] == [
        ("bob", None, "7"),
        (None, "treasury", "-7"),
    ]


@pytest.mark.parametrize("is_refused", [False, True])
def test_the_event_has_the_meta_of_the_request(service: Person, bus: Bus, is_refused: bool) -> None:
    """In its order and with its numbers, also if the event waited in the outbox."""
    meta = {"order": "A-1", "rate": 1e22, "items": [1, None, {"ü": True}]}
    body = {"amount": 7, "currency": "COIN", "reason": "manual_adjust", "meta": meta}
    assert service.post("/api/v1/wallets/bob/credit", body).status == 201
    if is_refused:
        bus.refuses = lambda _: "Throttled"
        transactions.relay(budget())
        bus.refuses = lambda _: None

    live.relay()

    assert [json.dumps(detail["meta"]) for detail in posted(bus)] == [json.dumps(meta)]


def test_amounts_have_no_limit_below_that_of_a_balance(database: Database, bus: Bus) -> None:
    most = 9_007_199_254_740_991
    post(database, amount=most)

    live.relay()

    assert [(entry["amount"], entry["balance_after"]) for entry in posted(bus)[0]["entries"]] == [
        (str(most), str(most)),
        (str(-most), None),
    ]


def test_every_transaction_of_every_tenant_is_published_once(database: Database, bus: Bus) -> None:
    for tenant in ("acme", "globex", "acme"):
        kit.credit(kit.service(tenant), "bob", "7")
    live.bettor(kit.agent())
    post(database, 3)

    live.relay()
    kit.credit(kit.service("globex"), "bob", "7")
    live.relay()
    live.relay()

    assert sorted(ids(bus)) == sorted(stored(database))
    assert len({detail["event_id"] for detail in posted(bus)}) == 8
    assert {detail["tenant_id"] for detail in posted(bus)} == {"acme", "globex"}


@pytest.mark.parametrize("batch", [1, 2, 3, 8])
def test_transactions_of_one_database_transaction_are_read_together(database: Database, bus: Bus, batch: int) -> None:
    for number in (1, 3, 1, 1, 4):
        post(database, number)

    relay_all(batch)

    assert sorted(ids(bus)) == sorted(stored(database))
    assert len(ids(bus)) == 10


def test_a_transaction_that_commits_late_is_not_skipped(database: Database, bus: Bus) -> None:
    """It has a lower id and an earlier time than those that were committed before it."""
    with psycopg.connect(database.admin_url) as late:
        write(late, tenant_id="globex")
        post(database, 2)

        assert live.relay()["transactions"] == 0
        late.commit()

    assert live.relay()["transactions"] == 3
    assert sorted(ids(bus)) == sorted(stored(database))


def test_transactions_after_many_other_database_transactions_are_found(database: Database, bus: Bus) -> None:
    post(database, 1)
    database.rows("update transaction_readers set next_xid = next_xid - 5001 returning 1")

    assert live.relay()["transactions"] == 1
    assert ids(bus) == stored(database)


def test_while_the_bus_is_down_nothing_is_stored_and_nothing_is_lost(database: Database, bus: Bus) -> None:
    post(database, 2)
    bus.down = True

    answer = live.relay()

    assert (answer["transactions"], answer["refused"], answer["waiting"]) == (0, 0, 2)
    assert database.value("select count(*) from outbox") == 0
    bus.down = False
    assert live.relay()["transactions"] == 2
    assert ids(bus) == stored(database)


def test_the_age_of_the_oldest_transaction_counts_as_that_of_an_event(database: Database, bus: Bus) -> None:
    post(database, 1)
    with database.admin() as admin:
        admin.execute("alter table entries disable trigger immutable")
        admin.execute("update entries set posted_at = posted_at - interval '10 minutes'")
        admin.execute("alter table entries enable always trigger immutable")
    bus.down = True

    assert 600 <= live.relay()["oldest_seconds"] < 700


def test_a_refused_event_waits_in_the_outbox_and_the_others_are_published(database: Database, bus: Bus) -> None:
    for _ in range(12):
        post(database, 1)
    refused = stored(database)[::5]
    bus.refuses = lambda entry: "Throttled" if json.loads(entry["Detail"])["event_id"] in refused else None

    transactions.relay(budget())

    assert sorted(ids(bus)) == sorted(set(stored(database)) - set(refused))
    rows = database.rows("select event_id, tenant_id, detail_type, attempts, last_error from outbox order by event_id")
    assert rows == [
        {
            "event_id": UUID(event_id),
            "tenant_id": "acme",
            "detail_type": "TransactionPosted",
            "attempts": 1,
            "last_error": "Throttled",
        }
        for event_id in refused
    ]
    bus.refuses = lambda _: None
    answer = live.relay()
    assert (answer["accepted"], answer["transactions"]) == (3, 0)
    assert sorted(ids(bus)) == sorted(stored(database))


@pytest.mark.parametrize(("calls", "published"), [(0, 0), (1, 10), (2, 20), (3, 24)])
def test_a_relay_that_stops_goes_on_where_it_stopped(database: Database, bus: Bus, calls: int, published: int) -> None:
    """Also between two transactions of one database transaction, which may have more than one relay can publish."""
    live.relay()  # reads what earlier tests of this server left behind, of which an age looks at 10,000 xids only
    with psycopg.connect(database.admin_url) as connection:
        for tenant in ("globex", "acme"):  # whose ids are not in the order of their tenants
            write(connection, 6, tenant_id=tenant)
    post(database, 12)
    first = stored(database)[0]
    bus.refuses = lambda entry: "Throttled" if json.loads(entry["Detail"])["event_id"] == first else None

    assert transactions.relay(Budget(lambda: float(len(bus.calls) < calls))) == published
    assert len(bus.calls) == calls
    assert database.value("select count(*) from outbox") == (1 if calls else 0)
    assert database.value("select waiting from transactions_age('bus')") == 24 - published

    bus.refuses = lambda _: None
    live.relay()
    assert sorted(ids(bus)) == sorted(stored(database))


def test_the_transactions_of_a_killed_relay_pass_to_the_next_relay_when_the_lease_ends(
    database: Database, bus: Bus
) -> None:
    post(database, 2)

    def die() -> None:
        raise SystemExit

    bus.during = die
    with pytest.raises(SystemExit):
        live.relay()
    bus.during = lambda: None
    sessions.disconnect()

    assert live.relay()["transactions"] == 0, "they are still leased"
    (left,) = database.rows(
        "select leased_until - clock_timestamp() as time from transaction_readers where reader = 'bus'"
    )
    seconds = left["time"].total_seconds()
    assert 30 < seconds <= 60
    database.rows("update transaction_readers set leased_until = clock_timestamp() returning 1")
    assert live.relay()["transactions"] == 2
    assert ids(bus) == stored(database)


def test_a_second_relay_does_not_read_what_the_first_is_publishing(database: Database, bus: Bus) -> None:
    post(database, 2)
    answers: list[Any] = []

    def relay_again() -> None:
        bus.during = lambda: None
        (answer,) = kit.simultaneously(live.relay)
        answers.append(answer)

    bus.during = relay_again

    assert live.relay()["transactions"] == 2
    assert [answer["transactions"] for answer in answers] == [0]
    assert ids(bus) == stored(database)


def test_a_relay_whose_lease_has_ended_does_not_set_back_the_next_one(database: Database, bus: Bus) -> None:
    """The first is slow, and the bus refuses its event in the end. By then a second one has read on."""
    post(database, 1)

    def pass_the_lease_on() -> None:
        bus.during = lambda: None
        database.rows("update transaction_readers set leased_until = clock_timestamp() returning 1")
        kit.simultaneously(live.relay)
        post(database, 1)
        kit.simultaneously(live.relay)
        bus.refuses = lambda _: "Throttled"

    bus.during = pass_the_lease_on
    transactions.relay(budget())
    bus.refuses = lambda _: None

    assert live.relay()["transactions"] == 0
    assert database.value("select count(*) from outbox") == 0
    assert ids(bus) == stored(database)


def test_no_database_transaction_is_open_while_events_of_transactions_are_published(
    database: Database, bus: Bus
) -> None:
    post(database, 1)
    seen: list[Any] = []
    bus.during = lambda: seen.append(
        database.value(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and usename = 'purser_relay' and xact_start is not null
            """
        )
    )

    live.relay()

    assert seen == [0]


def test_a_copied_position_in_the_future_is_refused_until_a_migration_begins_an_epoch(
    database: Database, bus: Bus
) -> None:
    """As after a restore of a dump into a cluster whose transaction ids are lower."""
    post(database, 1)
    live.relay()
    database.rows("update transaction_readers set next_xid = next_xid + 1000000000 returning 1")
    with pytest.raises(psycopg.errors.RaiseException, match="from another cluster"):
        live.relay()

    with database.admin() as admin:
        admin.execute("set role purser_owner")
        admin.execute("set purser.every_tenant = 'on'")
        admin.execute("select begin_epoch()")
    sessions.disconnect()
    post(database, 1)

    assert live.relay()["transactions"] == 1
    assert ids(bus) == stored(database)
