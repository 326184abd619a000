"""A posting is refused if the database's clock runs ahead. test_reconciliation_times has the check of stored times."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest

from ledger.core.errors import ClockAhead
from ledger.posting import Entry, Owner, Transaction, post, transaction
from tests.support import kit
from tests.support.kit import Database, Person, assert_problem


def move(sender: str, receiver: str) -> None:
    entries = [
        Entry(Owner("person", sender, "COIN"), Decimal(-1)),
        Entry(Owner("person", receiver, "COIN"), Decimal(1)),
    ]
    kit.in_session(lambda session: post(session, [Transaction("p2p_transfer", entries)]))


def put_ahead(database: Database, owner_id: str, by: str = "1 hour") -> None:
    """Set a wallet's time as a posting does if the server's clock runs ahead."""
    database.rows(
        "update wallets set posted_at = clock_timestamp() + %s::interval where owner_id = %s returning 1", by, owner_id
    )


def test_a_posting_is_refused_if_the_database_s_clock_is_more_than_a_minute_ahead(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit.credit(service, "ann", "10")
    monkeypatch.setattr(transaction, "clock", lambda: datetime.now(UTC) - timedelta(seconds=61))
    body = {"amount": "1", "currency": "COIN", "reason": "manual_adjust"}

    refused = service.post("/api/v1/wallets/ann/credit", body, key="k")

    assert_problem(refused, 503, "unavailable")
    assert refused.headers["retry-after"] == "60"
    assert kit.balance_of(service, "ann") == "10"
    monkeypatch.undo()
    database.assert_consistent()


def test_a_key_can_be_used_again_after_its_posting_was_refused_because_of_the_clock(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"amount": "1", "currency": "COIN", "reason": "manual_adjust"}
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "clock", lambda: datetime.now(UTC) - timedelta(hours=1))
        assert service.post("/api/v1/wallets/ann/credit", body, key="k").status == 503

    assert service.post("/api/v1/wallets/ann/credit", body, key="k").status == 201


@pytest.mark.parametrize(("sender", "receiver"), [("ann", "zoe"), ("zoe", "ann")])
def test_a_transfer_with_a_wallet_whose_time_is_ahead_is_refused_and_changes_nothing(
    service: Person, database: Database, sender: str, receiver: str
) -> None:
    for owner_id in ("ann", "zoe"):
        kit.credit(service, owner_id, "10")
    put_ahead(database, "ann")
    state = "select owner_id, balance, version, posted_at::text from wallets order by wallet_id"
    before = database.rows(state)

    with pytest.raises(ClockAhead):
        move(sender, receiver)

    assert database.rows(state) == before


def test_a_posting_ahead_of_the_server_s_clock_is_refused_whatever_time_the_caller_sends(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for owner_id in ("ann", "zoe"):
        kit.credit(service, owner_id, "10")
    put_ahead(database, "ann")
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "clock", lambda: datetime.max.replace(tzinfo=UTC))
        with pytest.raises(ClockAhead):
            move("ann", "zoe")

    assert kit.balance_of(service, "zoe") == "10"
    kit.credit(service, "zoe", "1")


def test_a_posting_without_the_caller_s_time_is_refused(database: Database) -> None:
    with database.admin() as admin, pytest.raises(Exception, match="ahead of the clock"):
        admin.execute("""
            select post('acme', 'x', '[{"kind": "manual_adjust"}]', array[
                (1, 'person', 'ann', 'USD', 1, null, false), (1, 'treasury', '', 'USD', -1, null, false)
            ]::posting_entry[], null)
        """)


def test_a_clock_that_is_less_than_a_minute_ahead_is_accepted(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "10")
    put_ahead(database, "ann", "59 s")

    move("ann", "zoe")

    database.assert_consistent()


@pytest.mark.parametrize("method", ["carry", "zero"])
def test_a_settlement_that_posts_nothing_is_also_refused_if_the_clock_is_ahead(
    agent: Person, database: Database, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    customer = kit.new_customer(agent)
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "clock", lambda: datetime.now(UTC) - timedelta(hours=1))
        refused = agent.post("/api/v1/agent/settlements", {"customer_id": customer, "method": method})

    assert_problem(refused, 503, "unavailable")
    assert database.value("select last_settlement from customers") is None
    kit.cashier(agent, "credit", customer, "1.00")


@pytest.mark.parametrize("until", ["infinity", "1 hour"])
def test_a_settlement_ends_by_the_server_s_clock_whatever_time_the_caller_sends(
    agent: Person, database: Database, until: str
) -> None:
    customer = kit.new_customer(agent)
    close = """
        select close_settlement('acme', %s, %s, 'carry', null, 'USD', 0, 0, null, u, '{}', null, 'infinity')
        from (select case %s when 'infinity' then 'infinity' else clock_timestamp() + %s::interval end) as x (u)
    """
    with (
        closing(psycopg.connect(database.url_of("purser_desk"), autocommit=True)) as connection,
        pytest.raises(psycopg.Error) as refused,
        kit.announced(connection),
    ):
        connection.execute(close, (customer, agent.sub, until, "1 s" if until == "infinity" else until))

    assert refused.value.sqlstate == "PL012"
    assert database.value("select last_settlement from customers") is None
    kit.cashier(agent, "credit", customer, "1.00")
