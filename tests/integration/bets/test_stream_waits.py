"""How many stream requests may wait: neither an agent nor a tenant uses up the function's concurrency."""

from functools import partial

import pytest

from ledger.bets import cash_out_stream
from ledger.core import errors
from ledger.edge.http import call
from ledger.storage.sessions import Session
from tests.support import kit, live
from tests.support.kit import Answer, Database, Person

pytestmark = pytest.mark.session

HEARTBEAT = ": nothing new\nretry: 1000\n\n"
OF_AGENT = int(kit.DEPLOYED.functions["cash_out_stream"].environment["STREAMS_OF_AGENT"])
OF_TENANT = int(kit.DEPLOYED.functions["cash_out_stream"].environment["STREAMS_OF_TENANT"])
EXPIRES_S = 35


@pytest.fixture
def database_role() -> str:
    return "purser_stream"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that advances only by sleeping."""
    passed = [0.0]

    def sleep(seconds: float) -> None:
        passed[0] += seconds

    monkeypatch.setattr(cash_out_stream, "sleep", sleep)
    monkeypatch.setattr(cash_out_stream, "clock", lambda: passed[0])
    monkeypatch.setattr(call, "clock", lambda: passed[0])
    return passed


def waiting(session: Session, agent: str, request: str, seconds: int = EXPIRES_S) -> None:
    """A request of an agent of acme that waits."""
    session.rows("select begin_stream_wait('acme', %s, %s, %s, %s, %s)", (agent, request, seconds, OF_AGENT, OF_TENANT))


def wait(agent: str, requests: int, seconds: int = EXPIRES_S) -> None:
    for number in range(requests):
        kit.in_session(partial(waiting, agent=agent, request=f"{agent} {number}", seconds=seconds))


def assert_refused(answer: Answer, policy: str, quota: int) -> None:
    kit.assert_problem(answer, 429, "too_many_requests")
    seconds = int(answer.headers["retry-after"])
    assert 1 <= seconds <= EXPIRES_S
    assert answer.headers["ratelimit-policy"] == f'"{policy}";q={quota};qu="concurrent-requests"'
    assert answer.headers["ratelimit"] == f'"{policy}";r=0;t={seconds}'


def test_an_agent_s_next_waiting_request_is_a_429_and_other_agents_wait_on(
    agent: Person, other_agent: Person, database: Database
) -> None:
    wait(agent.sub, OF_AGENT)

    assert_refused(live.stream(agent, last=0, wait=20), "streams-of-agent", OF_AGENT)
    assert live.stream(other_agent, last=0, wait=20).text == HEARTBEAT


def test_a_tenant_s_next_waiting_request_is_a_429_and_other_tenants_wait_on(agent: Person, database: Database) -> None:
    for number in range(OF_TENANT):
        wait(f"agent-{number}", 1)

    assert_refused(live.stream(agent, last=0, wait=20), "streams-of-tenant", OF_TENANT)
    assert live.stream(kit.agent(tenant_id="globex"), last=0, wait=20).text == HEARTBEAT


def test_a_request_that_does_not_wait_is_never_refused(agent: Person, database: Database) -> None:
    wait(agent.sub, OF_AGENT)

    assert live.stream(agent, last=0).text == HEARTBEAT
    assert live.stream(agent, wait=20).text == "id: 0\nretry: 1000\n\n"


def test_a_wait_that_has_ended_is_not_counted(agent: Person, database: Database) -> None:
    for _ in range(OF_AGENT + 1):
        assert live.stream(agent, last=0, wait=1).text == HEARTBEAT

    assert database.value("select count(*) from stream_waits") == 0


def test_a_wait_is_counted_while_it_lasts(agent: Person, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []

    def sleep(_seconds: float) -> None:
        counted.append(database.value("select count(*) from stream_waits where agent_id = %s", agent.sub))
        raise errors.Unavailable

    monkeypatch.setattr(cash_out_stream, "sleep", sleep)

    assert live.stream(agent, last=0, wait=20).status == 503
    assert counted == [1]
    assert database.value("select count(*) from stream_waits") == 0, "a failure ends the wait, too"


def test_the_wait_of_a_killed_function_is_counted_until_it_expires(agent: Person, database: Database) -> None:
    wait(agent.sub, OF_AGENT)
    database.rows(
        "update stream_waits set expires_at = clock_timestamp() where request_id = %s returning 1", f"{agent.sub} 0"
    )

    assert live.stream(agent, last=0, wait=20).text == HEARTBEAT
    assert database.value("select count(*) from stream_waits") == OF_AGENT - 1


def test_a_retry_of_a_request_counts_once(agent: Person, database: Database) -> None:
    wait(agent.sub, OF_AGENT)
    wait(agent.sub, OF_AGENT)

    assert database.value("select count(*) from stream_waits") == OF_AGENT


def test_simultaneous_requests_do_not_exceed_the_limit(agent: Person, database: Database) -> None:
    def begin(number: int) -> None:
        kit.in_session(partial(waiting, agent=agent.sub, request=str(number)))

    outcomes = kit.simultaneously(*[partial(begin, number) for number in range(2 * OF_AGENT)])

    assert sum(isinstance(outcome, errors.TooManyRequests) for outcome in outcomes) == OF_AGENT
    assert database.value("select count(*) from stream_waits") == OF_AGENT


def test_the_limits_leave_concurrency_to_other_agents_and_tenants() -> None:
    parameters = kit.DEPLOYED.functions["cash_out_stream"]

    assert OF_AGENT < OF_TENANT
    assert parameters.reserved is not None
    assert parameters.reserved >= 2 * OF_TENANT
