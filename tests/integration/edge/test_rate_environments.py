"""Rate limits over several execution environments, when they cannot be read, and what they leave in the database."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from ledger.core.errors import TooManyRequests
from ledger.core.principal import Principal
from ledger.edge.http import rates
from ledger.storage import sessions
from ledger.storage.sessions import Budget, Session
from tests.support import kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus
from tests.support.rates import BURST, COST_S, RATE, Limits, send

pytestmark = pytest.mark.session


@pytest.fixture
def limits(database: Database, monkeypatch: pytest.MonkeyPatch) -> Limits:
    return Limits(database, monkeypatch)


def admit_anywhere(sub: str) -> None:
    """Send a request of an agent of acme to a new environment."""
    rates.forget()
    rates.admit(Principal(sub, "acme", frozenset({"agent"}), sub, None, False), "request-1", Budget(lambda: 20.0))


def test_an_environment_reports_after_a_fiftieth_of_the_burst(agent: Person, limits: Limits) -> None:
    limits.limit("principal", RATE, 8 * rates.REPORTS_OF_BURST)

    send(agent, 7)
    assert limits.buckets() == set()
    send(agent, 1)
    assert limits.buckets() == {agent.sub}


def test_many_principals_of_one_environment_are_reported_as_their_tenant_s(limits: Limits) -> None:
    limits.limit("principal", RATE, 8 * rates.REPORTS_OF_BURST)
    limits.limit("tenant", RATE, 8 * rates.REPORTS_OF_BURST)

    for number in range(8):
        send(kit.agent(f"agent-{number}"), 1)

    assert limits.buckets() == {"", "agent-7"}


@pytest.mark.parametrize("environments", [1, 4])
def test_environments_admit_together_at_most_a_fiftieth_each_above_the_burst(
    environments: int, agent: Person, limits: Limits
) -> None:
    """Every environment keeps a count, sends its requests in turn with the others, and the burst is one for all."""
    burst = 2 * rates.REPORTS_OF_BURST
    limits.limit("principal", RATE, burst)
    counts: list[Any] = [type(rates._counts())() for _ in range(environments)]
    statuses = []
    for number in range(burst + 4 * environments):
        rates._environment.counts = counts[number % environments]
        statuses += send(agent, 1)

    assert burst <= statuses.count(200) <= burst + environments
    assert set(statuses[-environments:]) == {429}


def test_the_last_request_of_a_bucket_is_admitted_in_one_of_two_sessions(
    agent: Person, limits: Limits, database: Database
) -> None:
    limits.limit("principal", RATE, BURST)
    limits.limit("tenant", RATE, 100)
    send(agent, BURST - 1)

    outcomes = kit.simultaneously(*[partial(admit_anywhere, agent.sub)] * 2)

    assert sorted(map(type, outcomes), key=str) == [type(None), TooManyRequests]


def test_simultaneous_sessions_of_many_principals_never_exceed_the_tenant_s_burst(
    limits: Limits, database: Database
) -> None:
    limits.limit("principal", RATE, BURST)
    limits.limit("tenant", RATE, BURST)

    outcomes = kit.simultaneously(*[partial(admit_anywhere, f"agent-{number}") for number in range(8)])

    assert sorted(map(type, outcomes), key=str) == [type(None)] * BURST + [TooManyRequests] * (8 - BURST)


def test_an_environment_forgets_the_bucket_that_was_used_least_recently(
    limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits.limit("principal", RATE, 8 * rates.REPORTS_OF_BURST)
    monkeypatch.setattr(rates, "MAX_COUNTS", 2)

    for sub in ("ann", "bob", "ann", "eve"):
        send(kit.agent(sub), 1)

    assert list(rates._counts()) == [("acme", "ann"), ("acme", "eve")]


# ---- failures, and what is left --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param("drop function take_request", id="a missing function"),
        pytest.param("revoke execute on function take_request from purser_read", id="a missing privilege"),
        pytest.param("drop table rate_buckets", id="a missing table"),
    ],
)
def test_a_limit_that_cannot_be_read_admits_the_request_and_is_counted(
    failure: str, agent: Person, limits: Limits, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    limits.limit("principal", RATE, 8 * rates.REPORTS_OF_BURST)
    with database.admin() as connection:
        connection.execute("set search_path = ledger")
        connection.execute(failure.encode())

    assert send(agent, 17) == [200] * 17
    assert capsys.readouterr().out.count('"RateLimitsUnread":[1') == 2, "the next request does not ask again"


def test_a_connection_that_is_lost_meanwhile_admits_the_request_which_connects_again(
    agent: Person, limits: Limits, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits.limit("principal", RATE, 1)
    attempt = sessions.attempt

    def lost(_work: Callable[[Session], Any], origin: sessions.Origin, budget: Budget) -> Any:
        return attempt(lambda session: session.rows("select pg_terminate_backend(pg_backend_pid())"), origin, budget)

    monkeypatch.setattr(sessions, "attempt", lost)

    assert send(agent, 2) == [200, 200]


def test_the_relay_removes_full_buckets_and_keeps_the_others(
    agent: Person, other_agent: Person, limits: Limits, bus: Bus
) -> None:
    limits.limit("principal", RATE, BURST)
    send(agent, 1)
    limits.let_pass(COST_S)
    send(other_agent, 1)

    live.relay()

    assert limits.buckets() == {other_agent.sub}


def test_the_relay_does_not_wait_for_a_bucket_that_is_being_charged(
    agent: Person, limits: Limits, database: Database, bus: Bus
) -> None:
    limits.limit("principal", RATE, BURST)
    send(agent, 1)
    limits.let_pass(COST_S)
    with database.admin() as connection, connection.transaction():
        connection.execute("select from ledger.rate_buckets for update")
        live.relay()

    assert limits.buckets() == {agent.sub}


def test_no_charge_empties_a_bucket_for_longer_than_a_day(limits: Limits, database: Database) -> None:
    charge = "select full_in_s from take_request('acme', '{ada}', '{2147483647}', '{1e9}', '{10}')"

    for _ in range(2):
        (row,) = database.rows(charge)
        assert math.isclose(row["full_in_s"], 86_400, abs_tol=60)
