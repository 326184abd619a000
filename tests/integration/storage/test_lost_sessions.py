"""Sessions that the server ends or makes read-only: the request is retried, and nothing is lost."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any

import psycopg
import pytest

from ledger import posting
from ledger.core import errors
from ledger.posting.plans import PlanningSession
from ledger.storage import sessions
from local.postgres import SUPERUSER, Server
from tests.integration.edge.test_faults import fail_next_postings
from tests.support import kit, pinning
from tests.support.kit import Answer, Database, Person
from tests.support.waiting import eventually

pytestmark = pytest.mark.session

# Each pair is the pipeline mode and the setting that ends a stalled database transaction. A session with an open
# pipeline is not idle, so only transaction_timeout applies. PostgreSQL has it from version 17 on.
ENDS = [("off", "idle_in_transaction_session_timeout")]
if int(os.environ.get("PG", "18")) >= 17:
    ENDS += [("off", "transaction_timeout"), ("on", "transaction_timeout")]


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds for which the application would have slept between attempts."""
    slept: list[float] = []
    monkeypatch.setattr(sessions, "sleep", slept.append)
    return slept


def credit(agent: Person, customer_id: str) -> Answer:
    return agent.post("/api/v1/cashier/credit", {"customer_id": customer_id, "amount": "10.00", "description": "Cash"})


def limit(connection: psycopg.Connection[Any], setting: str) -> None:
    """Let the server end this session when it stalls. Later sessions are not affected."""
    assert connection.execute("select set_config(%s, '20ms', false)", (setting,)).fetchone()
    pinning.pinned_in_this_test()  # ignored: this test pins its session on purpose


def count_application_sessions(database: Database) -> int:
    return int(
        database.value(
            "select count(*) from pg_stat_activity "
            "where datname = current_database() and usename ~ '^purser_(?!admin|reconcile)'"
        )
    )


def wait_until_the_sessions_have_ended(database: Database) -> None:
    assert eventually(lambda: count_application_sessions(database) == 0)


# ---- sessions that time out ----------------------------------------------------------------------------------------


@pytest.fixture
def direct(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database without a pooler, because a pooler would have its own sessions with the server."""
    monkeypatch.setenv("DATABASE_URL", database.admin_url)
    return database


def test_a_session_that_was_ended_while_idle_is_replaced_without_a_failure(
    direct: Database, pauses: list[float]
) -> None:
    agent = kit.agent()
    assert agent.get("/healthz").status == 200
    limit(kit.open_connection(), "idle_session_timeout")
    wait_until_the_sessions_have_ended(direct)

    answer = agent.get("/healthz")

    assert (answer.status, pauses) == (200, [])


def test_a_read_is_retried_if_its_idle_session_is_ended_between_two_statements(
    direct: Database, pauses: list[float]
) -> None:
    """The connection was checked before the server ended it with 57P05 (idle_session_timeout)."""
    budget = sessions.Budget(lambda: 20.0)
    attempts = []

    def work(session: sessions.Session) -> int:
        session.row("select 1")
        attempts.append(1)
        if len(attempts) == 1:
            limit(session._connection, "idle_session_timeout")
            wait_until_the_sessions_have_ended(direct)
        return int(session.value("select 2"))

    assert sessions.read(work, sessions.Origin("acme", "tester", "r"), budget) == 2
    assert (budget.transient, len(pauses), len(attempts)) == (["connection"], 1, 2)


# Connection failure; read-only node; the session ended in an idle or too long transaction; too many connections; the
# server stops; the session was idle for too long.
@pytest.mark.parametrize("sqlstate", ["08006", "25006", "25P03", "25P04", "53300", "57P01", "57P05"])
def test_a_request_is_retried_on_another_connection_after_each_state_of_a_lost_connection(
    agent: Person, database: Database, pauses: list[float], sqlstate: str
) -> None:
    """A pooler may report these states while its own connection to the application stays open."""
    ann = kit.new_customer(agent)
    before = kit.open_connection()
    fail_next_postings(database, sqlstate, 1)

    answer = credit(agent, ann)

    assert (answer.status, len(pauses)) == (201, 1), answer.text
    assert before.closed
    assert database.value("select count(*) from transactions") == 1


@pytest.mark.parametrize(("pipeline", "ends"), ENDS)
def test_the_server_ends_a_stalled_database_transaction_and_a_retry_posts_once(
    direct: Database, monkeypatch: pytest.MonkeyPatch, pauses: list[float], pipeline: str, ends: str
) -> None:
    """The server ends the database transaction with 25P03 or 25P04."""
    monkeypatch.setenv("PIPELINE", pipeline)
    if ends == "transaction_timeout":
        with direct.admin() as admin:
            # The transaction begins without a timeout: a timeout that is set later would not shorten an earlier one.
            admin.execute(
                f'alter role purser_desk in database "{admin.info.dbname}" set transaction_timeout = 0'.encode()
            )
    agent = kit.agent()
    ann = kit.new_customer(agent)
    post = posting.post
    attempts = []

    def posted(session: sessions.Session, *given: Any) -> Any:
        done = post(session, *given)
        if isinstance(session, PlanningSession):
            return done
        attempts.append(1)
        if len(attempts) == 1:
            limit(kit.open_connection(), ends)
            wait_until_the_sessions_have_ended(direct)
        return done

    monkeypatch.setattr(posting, "post", posted)

    answer = credit(agent, ann)  # the first of this agent takes several statements, since their float is missing

    assert (answer.status, len(pauses), len(attempts)) == (201, 1, 2), answer.text
    assert direct.value("select count(*) from transactions") == 1
    direct.assert_consistent()


@pytest.mark.parametrize(("pipeline", "ends"), ENDS)
def test_the_locks_of_a_stalled_function_are_released_by_the_server(
    agent: Person, database: Database, pipeline: str, ends: str
) -> None:
    ann = kit.new_customer(agent)
    lock = b"select from wallets where owner_id = %s for update"
    with database.admin() as stalled, database.admin() as second, ExitStack() as pipelined:
        if pipeline == "on":
            pipelined.enter_context(stalled.pipeline())
        stalled.execute("begin")
        assert len(stalled.execute(lock, (ann,)).fetchall()) == 1
        limit(stalled, ends)

        # Waits until the server has ended the stalled session.
        assert len(second.execute(lock, (ann,)).fetchall()) == 1
        with pytest.raises(psycopg.Error):
            stalled.execute("select 1").fetchall()
        with suppress(psycopg.Error):
            pipelined.close()
        assert stalled.closed


@pytest.mark.parametrize("role", sorted(kit.APPLICATION_ROLES))
def test_a_stalled_database_transaction_of_a_role_ends_after_15_s(
    database: Database, server: Server, role: str
) -> None:
    """docs/operations.md states this limit with OpenTransactionAlarm."""
    names = "idle_in_transaction_session_timeout", "transaction_timeout"
    with psycopg.connect(database.admin_url, user=role) as connection:
        rows = connection.execute(
            "select name, setting from pg_settings where name = any (%s)", (list(names),)
        ).fetchall()

    expected = names if server.major >= 17 else names[:1]
    assert sorted(rows) == [(name, "15000") for name in expected]


# ---- a failover ------------------------------------------------------------------------------------------------------


@pytest.fixture
def switch(server: Server) -> Iterator[Callable[[str], None]]:
    """A function that makes the server read-only or writable, also for open sessions, as a failover does."""
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as admin:

        def is_read_only() -> tuple[str] | None:
            return admin.execute("show default_transaction_read_only").fetchone()

        def switched(to: str) -> None:
            admin.execute(f"alter system set default_transaction_read_only = {to}".encode())
            admin.execute("select pg_reload_conf()")
            assert eventually(lambda: is_read_only() == (to,)), f"not {to}"

        yield switched
        admin.execute("alter system reset default_transaction_read_only")
        admin.execute("select pg_reload_conf()")
        assert eventually(lambda: is_read_only() == ("off",))


def test_a_write_on_a_node_that_became_read_only_is_a_503_and_succeeds_when_the_node_is_writable_again(
    agent: Person, database: Database, switch: Callable[[str], None]
) -> None:
    ann = kit.new_customer(agent)
    switch("on")

    refused = credit(agent, ann)
    again = credit(agent, ann)
    switch("off")
    written = credit(agent, ann)

    for answer in (refused, again):
        kit.assert_problem(answer, 503, "unavailable")
        assert answer.headers["retry-after"] == str(sessions.RETRY_UNREACHED_AFTER_S)
    assert (written.status, written.json["balance_after"]) == (201, "10.00")
    database.assert_consistent()


def test_a_request_is_retried_if_a_failover_ends_between_two_attempts(
    agent: Person, database: Database, switch: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = kit.new_customer(agent)
    slept: list[float] = []

    def sleep(pause_s: float) -> None:
        slept.append(pause_s)
        switch("off")

    monkeypatch.setattr(sessions, "sleep", sleep)
    switch("on")

    answer = credit(agent, ann)

    assert (answer.status, len(slept)) == (201, 1), answer.text
    assert database.value("select count(*) from transactions") == 1


def test_the_session_on_a_node_that_became_read_only_is_not_used_again(
    agent: Person, database: Database, switch: Callable[[str], None]
) -> None:
    """In a failover, the node stays read-only: only another connection leads to the new writer."""
    ann = kit.new_customer(agent)
    before = kit.open_connection()
    switch("on")
    assert credit(agent, ann).status == 503
    switch("off")

    assert credit(agent, ann).status == 201

    assert kit.open_connection() is not before
    assert before.closed


def test_no_session_is_opened_on_a_read_only_node(database: Database, switch: Callable[[str], None]) -> None:
    switch("on")

    with (
        pytest.raises(errors.Unavailable),
        sessions.direct_session(database.admin_url, sessions.Origin("acme", "tester", "r")),
    ):
        pytest.fail("the session was opened")
