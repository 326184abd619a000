"""The check for pinned sessions detects statements that pin, ignores others, and covers every operation."""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from ledger.storage import sessions
from ledger.storage.sessions import Budget, Connection
from tests.support import kit, pinning, samples
from tests.support.kit import Database
from tests.support.live import Bus
from tests.support.samples import BY_ROUTE, EVENTS, UNROUTED

pytestmark = pytest.mark.session

# Functions without a database, or with a session that does not go through the proxy.
WITHOUT_A_PROXIED_SESSION = {
    "pre_token",
    "pre_traffic",
    "console",
    "not_found",
    "migrate",
    "reconcile",
    "reconciliation_requested",
    "webhooks_send",
}
SESSION_STATE = """
    select 'a setting' as what, name as detail from pg_settings where source = 'session'
    union all select 'a prepared statement', name from pg_prepared_statements
    union all select 'a cursor', name from pg_cursors where name <> ''
    union all select 'a channel', channel from pg_listening_channels() channel
    union all select 'a lock', objid::text from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
    union all select 'temporary tables', '' where pg_my_temp_schema() <> 0
"""


@pytest.fixture
def session(database: Database) -> Iterator[Connection]:
    """The session of the application, as the functions use it."""
    connection = sessions._connection(Budget(lambda: 20.0))
    yield connection
    pinning.pinned_in_this_test()  # forget what this test pinned on purpose
    sessions.disconnect()


def reasons() -> list[str]:
    return [why for sent in pinning.sent_messages() if (why := sent.pins)]


@pytest.mark.parametrize(
    "statement",
    [
        "set lock_timeout = 1",
        "SET LOCAL lock_timeout = 1",
        "reset lock_timeout",
        "discard all",
        "listen news",
        "unlisten news",
        "prepare one as select 1",
        "deallocate all",
        "declare one cursor with hold for select 1",
        "create temporary table t (i int)",
        "create temp view v as select 1",
        "load 'plpgsql'",
        "select set_config('lock_timeout', '1', false)",
        "select /* at the end of a comment */ pg_advisory_lock(1)",
        "select pg_try_advisory_lock_shared(1)",
        "select pg_advisory_unlock_all()",
        "select 1 as one into temporary t",
        "select nextval('none')",
        "with one as (select currval('none')) select * from one",
        "select 1; set lock_timeout = 1",
        "select 1 -- " + "x" * pinning.MAX_STATEMENT_BYTES,
    ],
    ids=lambda statement: statement[:40],
)
@pytest.mark.parametrize("pipelined", [False, True])
def test_a_statement_that_pins_is_detected(session: Connection, statement: str, pipelined: bool) -> None:
    assert reasons() == []

    send(session, statement, pipelined)

    assert len(reasons()) == 1


def test_a_named_statement_is_detected(session: Connection) -> None:
    session.prepare_threshold = 0  # psycopg prepares a statement at its sixth use, unless this is disabled

    session.execute("select 1")

    assert reasons()[:2] == ["Parse names a statement", "Bind names a statement"]


def test_a_declared_cursor_is_detected(session: Connection) -> None:
    with session.transaction(), session.cursor("one") as cursor:
        cursor.execute("select 1")

    assert "a statement that begins with 'declare'" in reasons()


@pytest.mark.parametrize(
    "statement",
    [
        "select pg_advisory_xact_lock(1)",
        "select 'set; listen', 1 as nextval",
        "select 1 -- discard all; reset",
        "with one as (select 1) select * from one",
        "BEGIN",
        "Rollback",
    ],
)
@pytest.mark.parametrize("pipelined", [False, True])
def test_a_statement_that_does_not_pin_is_not_reported(session: Connection, statement: str, pipelined: bool) -> None:
    before = len(pinning.sent_messages())

    send(session, statement, pipelined)

    assert len(pinning.sent_messages()) > before
    assert reasons() == []


def test_parameters_do_not_count_as_text_of_the_statement(session: Connection) -> None:
    session.execute("select length(%s)", ("x" * 2 * pinning.MAX_STATEMENT_BYTES + '\nF\t9\tQuery\t "set x"\n',))

    assert [message.kind for message in pinning.sent_messages() if message.text] == ["Parse"]
    assert reasons() == []


def send(session: Connection, statement: str, pipelined: bool) -> None:
    """Send the statement. The server may refuse it, but a proxy would have seen it."""
    with contextlib.suppress(psycopg.Error), contextlib.ExitStack() as mode:
        if pipelined:
            mode.enter_context(session.pipeline())
        session.execute(statement.encode())


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in sorted(EVENTS)
        if (name if name in UNROUTED else BY_ROUTE[samples.event(name)["routeKey"]]) not in WITHOUT_A_PROXIED_SESSION
    ],
)
@pytest.mark.usefixtures("sampled_billed", "mailer", "queues", "fast_clock")
def test_each_operation_is_checked_and_leaves_its_session_unchanged(name: str, bus: Bus) -> None:
    function = name if name in UNROUTED else BY_ROUTE[samples.event(name)["routeKey"]]

    kit.handler(function)(samples.event(name), kit.context(function))

    assert [message for message in pinning.sent_messages() if message.text]
    assert reasons() == []
    session: Any = sessions._connection(Budget(lambda: 20.0))
    assert session.execute(SESSION_STATE).fetchall() == []
    assert "options" not in session.info.get_parameters(), "RDS Proxy refuses options"
    session.close()
    pinning.pinned_in_this_test()  # forget what this test pinned by its own query
