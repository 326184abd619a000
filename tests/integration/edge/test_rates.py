"""Rate limits: how many requests a principal and a tenant may send, seen from one execution environment."""

import pytest

from tests.support import kit, live
from tests.support.kit import PLATFORM, Answer, Database, Person
from tests.support.rates import BURST, CLIENTS, COST_S, RATE, Limits, send
from tools import operations


@pytest.fixture
def limits(database: Database, monkeypatch: pytest.MonkeyPatch) -> Limits:
    return Limits(database, monkeypatch)


def assert_refused(answer: Answer, owner: str, burst: int, window_s: int, wait_s: int) -> None:
    kit.assert_problem(answer, 429, "too_many_requests")
    assert answer.json["detail"] == f"One {owner} can send {burst} requests in {window_s} s. Try again later."
    assert answer.headers["retry-after"] == str(wait_s)
    assert answer.headers["ratelimit-policy"] == f'"requests-of-{owner}";q={burst};w={window_s}'
    assert answer.headers["ratelimit"] == f'"requests-of-{owner}";r=0;t={wait_s}'


def test_a_principal_s_request_above_its_burst_is_a_429_that_says_when_to_try_again(
    agent: Person, limits: Limits
) -> None:
    limits.limit("principal", RATE, BURST)

    assert send(agent, BURST) == [200] * BURST
    assert_refused(agent.get(CLIENTS), "principal", BURST, BURST * COST_S, COST_S)


def test_two_principals_of_a_tenant_do_not_share_a_limit(agent: Person, other_agent: Person, limits: Limits) -> None:
    limits.limit("principal", RATE, BURST)

    assert send(agent, BURST + 1)[-1] == 429
    assert send(other_agent, BURST) == [200] * BURST


def test_two_tenants_do_not_share_a_limit_even_if_a_principal_has_the_same_name(agent: Person, limits: Limits) -> None:
    limits.limit("principal", RATE, BURST)
    limits.limit("tenant", RATE, BURST)

    assert send(agent, BURST + 1)[-1] == 429
    assert send(kit.agent(agent.sub, "globex"), BURST) == [200] * BURST


def test_the_principals_of_a_tenant_share_the_tenant_s_limit(
    agent: Person, other_agent: Person, limits: Limits
) -> None:
    limits.limit("tenant", RATE, BURST)

    assert send(agent, BURST - 1) == [200] * (BURST - 1)
    assert send(other_agent, 1) == [200]
    assert_refused(agent.get(CLIENTS), "tenant", BURST, BURST * COST_S, COST_S)
    assert_refused(other_agent.get(CLIENTS), "tenant", BURST, BURST * COST_S, COST_S)


def test_a_request_that_is_above_both_limits_waits_for_the_later_one(agent: Person, limits: Limits) -> None:
    limits.limit("principal", RATE / 2, BURST)
    limits.limit("tenant", RATE, BURST)

    assert send(agent, BURST) == [200] * BURST
    assert_refused(agent.get(CLIENTS), "principal", BURST, 2 * BURST * COST_S, 2 * COST_S)
    assert_refused(agent.get(CLIENTS), "principal", BURST, 2 * BURST * COST_S, 2 * COST_S)


def test_after_the_named_wait_and_not_before_a_request_is_admitted_again(agent: Person, limits: Limits) -> None:
    limits.limit("principal", RATE, BURST)
    send(agent, BURST)
    wait_s = int(agent.get(CLIENTS).headers["retry-after"])

    limits.let_pass(wait_s - 1)
    assert send(agent, 1) == [429]
    limits.let_pass(1)
    assert send(agent, 2) == [200, 429]


def test_after_a_pause_a_caller_has_its_burst_again_and_no_more(agent: Person, limits: Limits) -> None:
    limits.limit("principal", RATE, BURST)
    send(agent, BURST)

    limits.let_pass(100 * BURST * COST_S)

    assert send(agent, BURST + 1) == [200] * BURST + [429]


def test_a_caller_at_its_rate_is_never_refused(agent: Person, limits: Limits) -> None:
    limits.limit("principal", RATE, BURST)
    send(agent, BURST)

    for _ in range(2 * BURST):
        limits.let_pass(COST_S)
        assert send(agent, 1) == [200]


@pytest.mark.parametrize("owner", ["principal", "tenant"])
def test_a_rate_of_0_is_no_limit(owner: str, agent: Person, limits: Limits) -> None:
    limits.limit(owner, 0, 1)

    assert send(agent, 10) == [200] * 10
    assert limits.buckets() == set()


def test_a_refused_write_changes_nothing_and_leaves_its_key_unused(agent: Person, limits: Limits) -> None:
    ann = kit.new_customer(agent, balance="10.00")
    limits.limit("principal", RATE, 1)
    send(agent, 1)
    body = {"customer_id": ann, "amount": "10.00", "description": "Cash"}

    refused = agent.post("/api/v1/cashier/debit", body, key="k")
    limits.let_pass(COST_S)
    admitted = agent.post("/api/v1/cashier/debit", body, key="k")

    assert (refused.status, admitted.status, admitted.json["balance_after"]) == (429, 201, "0.00")
    assert "idempotency-replayed" not in admitted.headers


def test_every_request_of_a_verified_caller_counts_whatever_its_answer(agent: Person, limits: Limits) -> None:
    limits.limit("principal", RATE, BURST)

    answers = [
        agent.post("/api/v1/cashier/debit", {}),
        agent.get("/api/v1/reconciliation/runs"),
        agent.get(f"{CLIENTS}/{live.UNKNOWN}"),
        agent.get(CLIENTS),
    ]

    assert [answer.status for answer in answers] == [400, 403, 404, 429]


def test_every_route_with_a_token_has_the_limit_and_no_other_one(limits: Limits) -> None:
    limits.limit("principal", RATE, 1)
    caller = Person("s", ("root", "agent"), PLATFORM)
    send(caller, 1)

    found = {}
    for one in operations.read(operations.deployed()):
        path = one.route.path
        for name, value in one.samples[0].event.get("pathParameters", {}).items():
            path = path.replace(f"{{{name}}}", value)
        found[one.name] = (one.operation.roles is not None, caller.call(one.route.method, path).status == 429)

    assert [name for name, (has_token, is_refused) in found.items() if has_token is not is_refused] == []
    assert sum(is_refused for _, is_refused in found.values()) > 60
