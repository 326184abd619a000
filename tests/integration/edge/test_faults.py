"""If the database fails during a request, one transaction is posted, the answer is right, and no restart is needed."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ledger import posting
from ledger.storage import sessions
from ledger.storage.migration import migrate
from local import postgres
from tests.support import kit
from tests.support.faults import Fault
from tests.support.kit import Answer, Database, Person
from tests.support.wire import Tap

pytestmark = pytest.mark.session


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds for which the application would have slept between attempts."""
    slept: list[float] = []
    monkeypatch.setattr(sessions, "sleep", slept.append)
    return slept


def credit(agent: Person, customer_id: str, key: str | None = None) -> Answer:
    return agent.post(
        "/api/v1/cashier/credit", {"customer_id": customer_id, "amount": "10.00", "description": "Cash"}, key=key
    )


def balance(agent: Person, customer_id: str) -> str:
    return str(agent.get(f"/api/v1/agent/clients/{customer_id}").json["account_balance"])


def kill_connections(database: Database) -> None:
    """End all connections of the application, and wait until they have ended."""
    ended = database.rows(
        """
        select pg_terminate_backend(pid, 10000) as gone from pg_stat_activity
        where datname = current_database() and usename ~ '^purser_(?!admin|reconcile)'
        """
    )
    assert ended
    assert all(row["gone"] for row in ended)


def once(cause_fault: Callable[[], None]) -> Callable[[], None]:
    remaining = [cause_fault]
    return lambda: remaining.pop()() if remaining else None


def before_the_first_statement(monkeypatch: pytest.MonkeyPatch, cause_fault: Callable[[], None]) -> None:
    connect = sessions._connection

    def connected(budget: sessions.Budget) -> Any:
        connection = connect(budget)
        cause_fault()
        return connection

    monkeypatch.setattr(sessions, "_connection", connected)


def between_claim_and_posting(monkeypatch: pytest.MonkeyPatch, cause_fault: Callable[[], None]) -> None:
    post = posting.post

    def posted(*given: Any) -> Any:
        cause_fault()
        return post(*given)

    monkeypatch.setattr(posting, "post", posted)


def between_posting_and_answer(monkeypatch: pytest.MonkeyPatch, cause_fault: Callable[[], None]) -> None:
    post = posting.post

    def posted(*given: Any) -> Any:
        done = post(*given)
        cause_fault()
        return done

    monkeypatch.setattr(posting, "post", posted)


def right_before_commit(monkeypatch: pytest.MonkeyPatch, cause_fault: Callable[[], None]) -> None:
    commit = sessions._commit

    def committed(*given: Any) -> None:
        cause_fault()
        commit(*given)

    monkeypatch.setattr(sessions, "_commit", committed)


def while_idle(_monkeypatch: pytest.MonkeyPatch, cause_fault: Callable[[], None]) -> None:
    cause_fault()


@pytest.mark.parametrize("key", [None, "key-1"])
@pytest.mark.parametrize(
    "moment",
    [
        while_idle,
        before_the_first_statement,
        between_claim_and_posting,
        between_posting_and_answer,
        right_before_commit,
    ],
)
def test_a_request_is_retried_and_posts_once_if_its_connection_is_killed(
    agent: Person,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    moment: Callable[[pytest.MonkeyPatch, Callable[[], None]], None],
    key: str | None,
) -> None:
    ann = kit.new_customer(agent)
    moment(monkeypatch, once(lambda: kill_connections(database)))

    answer = credit(agent, ann, key)

    assert (answer.status, answer.json["balance_after"]) == (201, "10.00"), answer.text
    assert "idempotency-replayed" not in answer.headers
    assert balance(agent, ann) == "10.00"
    if key:
        again = credit(agent, ann, key)
        assert (again.status, again.text) == (201, answer.text)
        assert again.headers["idempotency-replayed"] == "true"
    database.assert_consistent()


@pytest.mark.parametrize("key", [None, "key-1"])
def test_a_request_is_retried_and_posts_once_if_the_answer_of_its_commit_is_lost(
    agent: Person, database: Database, monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    ann = kit.new_customer(agent)
    sessions.disconnect()
    tap = Tap(database.url)
    monkeypatch.setenv("DATABASE_URL", tap.url)
    try:
        assert balance(agent, ann) == "0.00"
        tap.cut_at = b"COMMIT\0"

        answer = credit(agent, ann, key)
    finally:
        sessions.disconnect()
        tap.close()

    assert not tap.cut_at, "the connection was cut"
    assert (answer.status, answer.json["balance_after"]) == (201, "10.00")
    assert answer.json["idempotency_key"] == key
    assert "idempotency-replayed" not in answer.headers, "the caller sent one request"
    assert database.value("select count(*) from transactions") == 1
    database.assert_consistent()


def test_a_read_succeeds_after_its_connection_was_killed(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, balance="10.00")
    kill_connections(database)

    assert balance(agent, ann) == "10.00"


def fail_next_postings(database: Database, sqlstate: str, times: int) -> None:
    """Make the next postings fail this many times. A sequence counts them, because a rollback does not reset it."""
    with database.admin() as admin:
        admin.execute("create sequence tries")
        admin.execute(
            f"""
            create function fail_posting() returns trigger language plpgsql security definer as $$
            begin
                if nextval('ledger.tries') <= {times} then
                    raise exception using errcode = '{sqlstate}';
                end if;
                return new;
            end
            $$
            """.encode()
        )
        admin.execute(
            "create trigger fail_posting before insert on transactions for each row execute function fail_posting()"
        )


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "55P03", "53200"])
@pytest.mark.parametrize("failures", [1, 2])
def test_a_transient_failure_is_retried_with_jitter_and_posts_once(
    agent: Person, database: Database, pauses: list[float], sqlstate: str, failures: int
) -> None:
    ann = kit.new_customer(agent)
    fail_next_postings(database, sqlstate, failures)

    answer = credit(agent, ann, "key-1")

    assert answer.status == 201
    assert database.value("select last_value from tries") == failures + 1
    assert len(pauses) == failures
    longest = [sessions.BACKOFF_S * 2**number for number in range(1, failures + 1)]
    assert all(0 <= pause <= at_most for pause, at_most in zip(pauses, longest, strict=True))
    assert pauses != longest, "requests that collided would collide again"
    assert balance(agent, ann) == "10.00"
    database.assert_consistent()


def test_a_request_is_unavailable_after_three_attempts_and_has_no_effect(
    agent: Person, database: Database, pauses: list[float]
) -> None:
    ann = kit.new_customer(agent)
    fail_next_postings(database, "40P01", 3)

    answer = credit(agent, ann, "key-1")

    assert (answer.status, answer.code) == (503, "unavailable")
    assert answer.headers["retry-after"].isdigit()
    assert (database.value("select last_value from tries"), len(pauses)) == (3, 2)
    assert balance(agent, ann) == "0.00"
    assert database.value("select count(*) from requests where key = 'key-1'") == 0
    assert credit(agent, ann, "key-1").status == 201, "the same key succeeds later"


def test_a_permanent_failure_is_never_retried(
    agent: Person, database: Database, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = kit.new_customer(agent)
    fail_next_postings(database, "23514", 1)

    answer = credit(agent, ann)

    assert (answer.status, answer.code) == (500, "internal_error")
    assert (database.value("select last_value from tries"), pauses) == (1, [])


def test_no_retry_begins_with_too_little_time_left(
    agent: Person, database: Database, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = kit.new_customer(agent)
    fail_next_postings(database, "40P01", 1)
    monkeypatch.setattr(kit.AmpleTimeContext, "get_remaining_time_in_millis", lambda _: 1_900)

    answer = credit(agent, ann)

    assert answer.status == 503
    assert (database.value("select last_value from tries"), pauses) == (1, [])


def test_a_request_for_a_locked_wallet_is_a_503_and_succeeds_later(
    agent: Person, database: Database, pauses: list[float]
) -> None:
    ann = kit.new_customer(agent)
    with database.admin() as admin:
        admin.execute(f"alter role purser_desk in database \"{admin.info.dbname}\" set lock_timeout = '20ms'".encode())
        kill_connections(database)
        with admin.transaction():
            admin.execute("select from wallets for update")

            answer = credit(agent, ann)

    assert (answer.status, answer.code) == (503, "unavailable"), answer.text
    assert answer.headers["retry-after"].isdigit()
    # If a proxy reuses the killed connection once, the request needs one more attempt.
    assert len(pauses) >= sessions.MAX_ATTEMPTS - 1
    assert credit(agent, ann).status == 201
    assert balance(agent, ann) == "10.00"


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/agent/clients"])
def test_a_request_is_a_503_if_the_database_refuses_the_connection(
    agent: Person, monkeypatch: pytest.MonkeyPatch, pauses: list[float], path: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://127.0.0.1:{unused_port()}/purser")

    answer = agent.get(path)

    assert (answer.status, answer.code) == (503, "unavailable")
    assert answer.headers["retry-after"].isdigit()
    assert len(pauses) == 2
    assert "127.0.0.1" not in answer.text


def test_a_request_is_a_503_if_the_server_has_too_many_connections_and_succeeds_when_one_is_free(
    agent: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.admin_url)
    with database.admin() as admin:
        admin.execute(f'alter database "{admin.info.dbname}" connection limit 0'.encode())
        refused = agent.get("/healthz")
        admin.execute(f'alter database "{admin.info.dbname}" connection limit -1'.encode())

    assert (refused.status, refused.code) == (503, "unavailable")
    assert agent.get("/healthz").json == {"status": "ok"}


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], postgres.Server]]:
    """A function that returns this test's own server. If the server has stopped, it is started with the same data."""
    running: list[postgres.Server] = []
    with postgres.temporary_folder() as folder:

        def start() -> postgres.Server:
            running.append(postgres.start(folder, settings={"fsync": "off"}))
            return running[-1]

        server = start()
        migrate(server.url())
        monkeypatch.setenv("DATABASE_URL", server.url("", "purser"))
        yield lambda: start() if running[-1]._process.poll() is not None else server
        sessions.disconnect()
        running[-1].stop()


def test_a_request_is_a_503_if_the_server_stops_and_the_function_recovers_without_a_restart(
    own_server: Callable[[], postgres.Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = kit.agent()
    ann = kit.new_customer(agent)
    with monkeypatch.context() as patch:
        between_claim_and_posting(patch, once(own_server().stop))
        stopped = credit(agent, ann, "key-1")
    health = agent.get("/healthz")
    own_server()

    recovered = credit(agent, ann, "key-1")

    assert (stopped.status, stopped.code, health.status) == (503, "unavailable", 503)
    assert stopped.headers["retry-after"].isdigit()
    assert (recovered.status, recovered.json["balance_after"]) == (201, "10.00")
    assert "idempotency-replayed" not in recovered.headers
    assert balance(agent, ann) == "10.00"


def test_a_refusal_after_a_lost_call_is_a_503_since_the_server_may_still_execute_the_call(
    agent: Person, database: Database, inject: Callable[[Fault], Fault]
) -> None:
    ann = kit.new_customer(agent, balance="5.00")
    debit = {"customer_id": ann, "amount": "10.00", "description": "Cash"}
    lost = inject(Fault(1, "lost before"))

    unknown = agent.post("/api/v1/cashier/debit", debit, key="k")
    refused = agent.post("/api/v1/cashier/debit", debit, key="k")

    assert "post_once" in lost.statements[0]
    kit.assert_problem(unknown, 503, "unavailable")
    assert unknown.headers["retry-after"] == "60"
    kit.assert_problem(refused, 400, "insufficient_funds")
    database.assert_consistent()
