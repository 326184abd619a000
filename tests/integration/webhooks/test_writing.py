"""Deliveries are written from what was committed: of each event one for each webhook that has its type, no more."""

import contextlib
from typing import Any
from uuid import UUID

import psycopg
import pytest

from ledger.storage import sessions
from tests.integration.approvals.test_approval_races import begun
from tests.integration.messaging import test_monitors
from tests.support import billing, faults, kit, live, webhooks
from tests.support.kit import Database, Person
from tests.support.live import Bus

pytestmark = pytest.mark.usefixtures("_nothing_is_left_to_read")


def credit(service: Person, owner_id: str = "bob", amount: int = 5, **more: object) -> str:
    """Credit a wallet. Returns the id of the transaction."""
    body = {"amount": amount, "currency": "COIN", "reason": "winner"} | more
    answer = service.post(f"/api/v1/wallets/{owner_id}/credit", body)
    assert answer.status == 201, answer.text
    return str(answer.json["transaction_id"])


def written(database: Database) -> list[tuple[str, str, str]]:
    """(tenant, webhook, event) of each delivery, in the order of their creation."""
    found = webhooks.rows(database)
    return [(row["tenant_id"], str(row["webhook_id"]), str(row["event_id"])) for row in found]


@pytest.mark.parametrize("batch", [1000, 1])
def test_each_transaction_is_delivered_once_to_each_webhook_of_its_tenant_that_has_the_type(
    service: Person, database: Database, batch: int
) -> None:
    first, second = (webhooks.create(service)["webhook_id"] for _ in range(2))
    webhooks.create(service, "LowBalance")
    globex = kit.service("globex")
    theirs = webhooks.create(globex)["webhook_id"]
    ours = [credit(service) for _ in range(3)]
    other = credit(globex)

    assert webhooks.write(batch=batch) == 7
    assert webhooks.write(batch=batch) == 0

    expected = [("acme", webhook, event) for event in ours for webhook in (first, second)]
    assert sorted(written(database)) == sorted([*expected, ("globex", theirs, other)])


def test_events_of_many_database_transactions_are_written_in_parts(
    service: Person, database: Database, bus: Bus
) -> None:
    """One database transaction of the relay may write hundreds."""
    webhooks.write()
    webhook = webhooks.create(service, "BalanceCrossed")["webhook_id"]
    for number in range(1, 6):
        database.rows(
            """
            select emit('acme', (
                select json_agg(json_build_object('event_id', new_id(), 'type', 'BalanceCrossed', 'detail', '{}'::json))
                from generate_series(1, %s)))
            """,
            number,
        )
    database.rows("select mark_published('acme', array(select event_id from outbox order by created_at limit 6))")

    parts = webhooks.write_parts(batch=4)

    assert sum(parts) == 15
    assert max(parts) == 5, "one database transaction has more than 4, and its events are written together"
    assert [sorted(parts)[-2] <= 4, len(webhooks.rows(database))] == [True, 15]
    assert {webhook_id for _, webhook_id, _ in written(database)} == {webhook}


def test_an_event_is_delivered_whether_the_bus_has_it_or_not(
    agent: Person, service: Person, database: Database, bus: Bus
) -> None:
    webhook = webhooks.create(service, "CashOutRecorded")["webhook_id"]
    person = live.bettor(agent)
    live.cashed_out(person, service, "12.00")
    bus.down = True
    live.cashed_out(person, service, "12.00")
    assert (database.value("select count(*) from outbox"), database.value("select count(*) from published")) == (1, 1)

    assert webhooks.write() == 2
    bus.down = False
    live.make_due(database)
    assert live.relay()["accepted"] == 1

    assert webhooks.write() == 0
    events = {detail["event_id"] for detail in bus.details_of("CashOutRecorded")}
    assert set(written(database)) == {("acme", webhook, event) for event in events}


def test_events_of_every_writer_of_the_outbox_are_delivered(service: Person, database: Database, bus: Bus) -> None:
    """Of a posting in one call, of one that is not, without a posting, and of the relay."""
    webhooks.create(service, "BalanceCrossed", "TopupCompleted", "TopupInvoiced")
    test_monitors.put(service, owner_id="bob", currency="COIN", above=3)
    credit(service)
    live.relay()
    billing.topped_up(billing.member(), billing.operator())

    webhooks.write()

    assert {row["type"] for row in webhooks.rows(database)} == {"BalanceCrossed", "TopupCompleted", "TopupInvoiced"}


def test_a_transaction_that_commits_after_later_ones_were_read_is_delivered(
    service: Person, database: Database
) -> None:
    credit(service)
    credit(service, "carol")
    webhooks.write()
    webhooks.create(service)
    with database.admin() as connection, connection.transaction():
        test_monitors.write(connection, 5)
        later = credit(service, "carol")
        assert webhooks.write() == 0

    assert webhooks.write() == 2
    assert later in {event for *_, event in written(database)}


def test_an_event_that_the_bus_refused_is_delivered_once(service: Person, database: Database, bus: Bus) -> None:
    webhooks.create(service)
    transaction = credit(service)
    bus.refuses = lambda _: "MalformedDetail"
    live.relay()
    assert database.value("select count(*) from outbox") == 1

    webhooks.write()

    assert [event for *_, event in written(database)] == [transaction]


def test_an_event_that_is_sent_to_the_bus_again_is_not_delivered_again(
    service: Person, agent: Person, database: Database, bus: Bus
) -> None:
    webhooks.create(service, "CashOutRecorded")
    live.cashed_out(live.bettor(agent), service, "12.00")
    assert webhooks.write() == 1
    database.rows("delete from deliveries returning 1")
    with database.admin() as connection:
        connection.execute("set search_path = ledger; select announce(null, 'tester')")
        connection.execute(f"{kit.READ_EVERY_ROW}; select send_again('-infinity')")

    assert webhooks.write() == 0


def test_only_transactions_of_tenants_with_a_webhook_for_them_are_read(service: Person, database: Database) -> None:
    webhooks.create(service, "LowBalance")
    credit(service)
    globex = kit.service("globex")
    webhooks.create(globex)
    credit(globex)

    with database.admin() as connection:
        connection.execute("set search_path = ledger; select announce(null, 'tester')")
        read = connection.execute(
            "select distinct tenant_id from transactions_between('webhooks', 0, '', %s, 1000000000)", (UUID(int=0),)
        ).fetchall()

    assert read == [{"tenant_id": "globex"}]


def test_transactions_of_a_tenant_without_their_events_are_not_delivered(service: Person, database: Database) -> None:
    webhooks.create(service)
    assert service.put("/api/v1/event-settings", {"transactions": False}).status == 200
    credit(service)

    assert webhooks.write() == 0


@pytest.mark.parametrize("how", ["error", "lost before", "lost after"])
def test_writing_that_fails_at_any_statement_loses_and_doubles_no_delivery(
    service: Person, database: Database, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhooks.create(service)
    events = {credit(service) for _ in range(3)}
    execute = psycopg.Connection.execute
    for at in range(1, 20):
        fault = faults.Fault(at=at, how=how)

        def faulty(connection: Any, query: Any, *rest: Any, _fault: faults.Fault = fault, **more: Any) -> Any:
            return _fault(execute, connection, query, *rest, **more)

        with monkeypatch.context() as patch:
            patch.setattr(psycopg.Connection, "execute", faulty)
            with contextlib.suppress(psycopg.errors.DivisionByZero):  # an error is repeated by the next run only
                webhooks.write()
        webhooks.write()
        assert {event for *_, event in written(database)} == events
        assert len(written(database)) == 3
        if not fault.happened:
            return
        database.rows("delete from deliveries returning 1")
        database.rows("update transaction_readers set next_xid = next_xid - 100 where reader = 'webhooks' returning 1")
    raise AssertionError("there are more statements")


@pytest.mark.session
def test_a_webhook_whose_row_is_removed_while_deliveries_are_written_gets_none(
    service: Person, database: Database
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    kept = webhooks.create(service)["webhook_id"]
    credit(service)
    with database.admin() as holder, holder.transaction():
        holder.execute("set search_path = ledger; select announce('acme', 'tester')")
        holder.execute("delete from webhook_secrets where webhook_id = %s", (webhook,))
        holder.execute("delete from webhooks where webhook_id = %s", (webhook,))
        count = begun(database, holder, webhooks.write)

    assert count() == 1
    assert [id_ for _, id_, _ in written(database)] == [kept]


def test_an_event_that_a_function_of_the_former_release_writes_is_delivered(
    service: Person, database: Database
) -> None:
    """Its functions do not know the column xid."""
    webhooks.create(service, "LowBalance")
    of_event = (
        "(tenant_id, event_id, detail_type, detail, created_at) values ('acme', new_id(), 'LowBalance', '{}', now())"
    )
    for table in ("outbox", "published"):
        database.rows(f"insert into {table} {of_event} returning 1")

    assert webhooks.write() == 2


def test_after_a_restore_events_that_were_not_read_are_delivered(service: Person, database: Database) -> None:
    """The dump has an event with an xid above that of every entry and reader."""
    webhooks.create(service, "BalanceCrossed")
    with database.admin() as admin:
        admin.execute("set search_path = ledger; select announce(null, 'tester')")
        admin.execute(
            """
            insert into outbox (tenant_id, event_id, detail_type, detail, xid)
            select 'acme', new_id(), 'BalanceCrossed', '{}', stored_xid() + 100000
            """
        )
        admin.execute("update xid_epochs set written_by = written_by + 1")
        admin.execute("set purser.every_tenant = on; select begin_epoch()")
    sessions.disconnect()

    assert webhooks.write(batch=1000) == 1


@pytest.mark.parametrize(
    ("login", "statement"),
    [
        ("purser_webhooks", "select * from lease_transactions('bus', 1000, 60)"),
        ("purser_relay", "select * from lease_transactions('webhooks', 1000, 60)"),
        ("purser_webhooks", "select advance_reader('bus', now(), 9, '', '00000000-0000-0000-0000-000000000000', '[]')"),
        (
            "purser_webhooks",
            "select advance_reader('webhooks', now(), 9, '', '00000000-0000-0000-0000-000000000000', '[{}]')",
        ),
    ],
)
def test_a_login_moves_its_own_reader_only_and_that_of_webhooks_publishes_nothing(
    database: Database, login: str, statement: str
) -> None:
    with psycopg.connect(database.url_of(login)) as connection:
        connection.execute("select announce(null, 'tester')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"this (login|reader)"):
            connection.execute(statement.encode())
