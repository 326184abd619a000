"""Limits of agents: how much value an agent may create at the cashier, in a UTC day and in total."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from ledger import posting
from ledger.core import errors
from ledger.posting import Entry, Owner, Transaction
from ledger.storage.sessions import Session
from tests.integration.awards.test_award_locks import waiting_call
from tests.integration.posting.test_concurrency import open_transaction
from tests.support import billing, kit
from tests.support.kit import Answer, Database, Person, assert_problem

LIMITS = "/api/v1/agent-limits"
RITA = billing.root()


def limit(by: Person, agent_id: str | None = "agent-1", **limits: object) -> Any:
    """Set the limits of an agent of acme."""
    return billing.ok(request_limit(by, agent_id, **limits))


def request_limit(by: Person, agent_id: str | None = "agent-1", **limits: object) -> Answer:
    query = {"tenant_id": "acme"} if "root" in by.roles else {}
    return by.put(LIMITS, {"agent_id": agent_id} | limits, query=query)


def shown(by: Person, agent_id: str | None = "agent-1", currency: str = "USD") -> Any:
    query = {"currency": currency} | ({} if agent_id is None else {"agent_id": agent_id})
    return by.get(LIMITS, query).json


def credit(agent: Person, customer_id: str, amount: str) -> Answer:
    body = {"customer_id": customer_id, "amount": amount, "description": "Cash"}
    return agent.post("/api/v1/cashier/credit", body)


def grant(agent: Person, customer_id: str, line: str) -> Answer:
    """Make the customer one with a credit line."""
    body = {"account_type": "credit", "credit_limit": line}
    return agent.patch(f"/api/v1/agent/clients/{customer_id}", body)


def assert_exceeded(answer: Answer, which: str, remaining: str) -> None:
    assert_problem(answer, 400, "agent_limit_exceeded")
    refused = answer.json
    assert (refused["limit"], refused["remaining"], refused["currency"]) == (which, remaining, "USD")
    assert refused["detail"] == f"The agent's {which} limit is exceeded. Remaining: ${remaining}"


def set_time(database: Database, moment: str) -> None:
    """Let the next posting have the microsecond after this time: the last one of its wallet had this one."""
    database.rows("update wallets set posted_at = %s where owner_kind = 'person' returning 1", moment)


@pytest.fixture
def database_role() -> str:
    return "purser_desk"


def test_an_agent_without_a_limit_credits_any_amount(agent: Person, ann: str, service: Person) -> None:
    assert credit(agent, ann, "1000000.00").status == 201
    assert shown(service) == {
        "agent_id": "agent-1",
        "currency": "USD",
        "daily": None,
        "total": None,
        "applied_daily": None,
        "applied_total": None,
        "created_today": shown(service)["created_today"],
        "created_total": "1000000.00",
        "changed_by": None,
        "changed_at": None,
    }


def test_an_agent_creates_at_most_the_total_limit_and_debits_give_it_back(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    limit(RITA, total="100.00")
    assert credit(agent, ann, "70.00").status == 201

    assert_exceeded(credit(agent, ann, "30.01"), "total", "30.00")

    assert kit.balance_of(agent, ann, "USD") == "70.00"
    kit.cashier(agent, "debit", ann, "20.00")
    assert_exceeded(credit(agent, ann, "50.01"), "total", "50.00")
    assert credit(agent, ann, "50.00").status == 201
    assert_exceeded(credit(agent, ann, "0.01"), "total", "0.00")
    assert shown(service)["created_total"] == "100.00"
    database.assert_consistent()


@pytest.mark.usefixtures("any_time")
def test_a_daily_limit_counts_the_utc_day_only(agent: Person, ann: str, service: Person, database: Database) -> None:
    limit(RITA, daily="50.00", total="120.00")
    set_time(database, "2099-06-01T00:00:00Z")
    assert credit(agent, ann, "10.00").status == 201
    set_time(database, "2099-06-01T23:59:59.999990Z")
    assert credit(agent, ann, "40.00").status == 201
    assert_exceeded(credit(agent, ann, "0.01"), "daily", "0.00")

    set_time(database, "2099-06-01T23:59:59.999999Z")

    assert (shown(service)["created_today"], shown(service)["created_total"]) == ("0.00", "50.00")
    assert_exceeded(credit(agent, ann, "50.01"), "daily", "50.00")
    assert credit(agent, ann, "50.00").status == 201
    set_time(database, "2099-06-03T12:00:00Z")
    assert_exceeded(credit(agent, ann, "20.01"), "total", "20.00")
    assert credit(agent, ann, "20.00").status == 201
    created = "select daily from value_created('acme', 'agent-1', 'USD', %s)"
    days = [database.value(created, f"2099-06-0{day}T12:00:00Z") for day in (1, 2, 3, 4)]
    assert days == [5000, 5000, 2000, 0]


def test_the_default_of_the_tenant_holds_for_an_agent_without_a_limit_of_their_own(
    agent: Person, other_agent: Person, ann: str, service: Person
) -> None:
    bob = kit.new_customer(other_agent, "bob")
    foreign = kit.agent(tenant_id="globex")
    eve = kit.new_customer(foreign, "eve")
    limit(RITA, None, daily="10.00", total="30.00")

    limit(RITA, "agent-1", total="40.00")

    assert_exceeded(credit(other_agent, bob, "10.01"), "daily", "10.00")
    assert_exceeded(credit(agent, ann, "10.01"), "daily", "10.00")
    limit(RITA, "agent-1", daily="25.00", total="40.00")
    assert_exceeded(credit(agent, ann, "25.01"), "daily", "25.00")
    assert credit(foreign, eve, "1000.00").status == 201, "another tenant has its own default"
    one, default = shown(service), shown(service, None)
    assert (one["daily"], one["applied_daily"], one["applied_total"]) == ("25.00", "25.00", "40.00")
    assert (default["agent_id"], default["daily"], default["created_today"]) == (None, "10.00", None)
    assert (one["changed_by"], one["changed_at"][-1]) == (RITA.sub, "Z")
    limit(RITA, "agent-1")
    assert shown(service)["applied_daily"] == "10.00", "null: the default holds"


def test_a_currency_without_a_limit_is_refused_once_another_has_one(agent: Person, ann: str, service: Person) -> None:
    jim = kit.new_customer(agent, "jim", currency="JPY")
    limit(RITA, currency="JPY", total="500")

    assert_exceeded(credit(agent, ann, "0.01"), "daily", "0.00")
    assert grant(agent, ann, "0.01").code == "agent_limit_exceeded"
    assert credit(agent, jim, "501").code == "agent_limit_exceeded"
    assert credit(agent, jim, "500").status == 201
    assert (shown(service)["applied_daily"], shown(service)["daily"]) == ("0.00", None)
    limit(RITA, None, total="1000.00")
    assert credit(agent, ann, "1000.00").status == 201, "the default's currencies count too"


def test_a_limit_below_what_was_created_only_prevents_further_credits(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    kit.cashier(agent, "credit", ann, "80.00")
    limit(RITA, total="50.00")

    assert_exceeded(credit(agent, ann, "0.01"), "total", "0.00")
    kit.cashier(agent, "debit", ann, "40.00")
    assert credit(agent, ann, "10.00").status == 201
    database.assert_consistent()


def test_the_total_is_the_same_before_and_after_a_checkpoint(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    limit(RITA, total="20.00")
    for amount, total in [("10.00", "10.00"), ("5.00", "15.00"), ("2.00", "17.00")]:
        assert credit(agent, ann, amount).status == 201
        assert shown(service)["created_total"] == total
        database.rows("select make_checkpoints(clock_timestamp())")
        assert shown(service)["created_total"] == total

    assert_exceeded(credit(agent, ann, "3.01"), "total", "3.00")


def test_a_checkpoint_from_a_clock_that_was_ahead_does_not_end_the_total_limit(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    limit(RITA, total="20.00")
    kit.cashier(agent, "credit", ann, "1.00")
    database.rows("select make_checkpoints(clock_timestamp())")
    database.rows("update checkpoints set tail_since = tail_since + interval '10 hours' returning 1")
    for _ in range(2):
        kit.cashier(agent, "credit", ann, "8.00")

    assert_exceeded(credit(agent, ann, "8.00"), "total", "3.00")

    assert shown(service)["created_total"] == "17.00"


def test_a_reversal_by_a_system_is_not_limited_and_counts(agent: Person, ann: str, service: Person) -> None:
    kit.cashier(agent, "credit", ann, "50.00")
    receipt = kit.cashier(agent, "debit", ann, "20.00")
    limit(RITA, total="30.00")

    undone = service.post(f"/api/v1/transactions/{receipt['transaction_id']}/reverse", {"reason": "A mistake"})

    assert undone.status == 201
    assert shown(service)["created_total"] == "50.00"


def at_once(agent: Person, customers: Sequence[str], amount: str) -> list[int]:
    outcomes = kit.simultaneously(*[partial(credit, agent, customer_id, amount) for customer_id in customers])
    return sorted(outcome.status if isinstance(outcome, Answer) else 0 for outcome in outcomes)


def test_simultaneous_credits_of_one_agent_to_several_customers_keep_the_limit(
    agent: Person, service: Person, database: Database
) -> None:
    customers = [kit.new_customer(agent, f"c-{number}") for number in range(6)]
    limit(RITA, total="20.00")

    assert at_once(agent, customers, "8.00") == [201, 201, 400, 400, 400, 400]

    assert shown(service)["created_total"] == "16.00"
    database.assert_consistent()


def uncommitted_credit(agent: Person, customer_id: str) -> list[Transaction]:
    entries = [
        Entry(Owner("person", customer_id, required_agent=agent.sub), Decimal(1)),
        Entry(Owner("agent", agent.sub), Decimal(-1)),
    ]
    return [Transaction("credit", entries)]


def answer_after(session: Session, database: Database, call: Callable[[], Answer]) -> Answer:
    """The answer to a call that waits for the transaction of a session, which then ends."""
    with waiting_call(database, call) as waiting:
        kit.end_session(session)
        answer = waiting.result()
    assert isinstance(answer, Answer)
    return answer


def test_an_agent_without_a_limit_waits_for_none_of_their_other_credits(
    agent: Person, other_agent: Person, ann: str, service: Person, database: Database
) -> None:
    bob = kit.new_customer(agent, "bob")
    limit(RITA, other_agent.sub, total="1.00")
    kit.cashier(agent, "credit", bob, "1.00")  # creates the float

    with open_transaction(database, principal=agent.sub) as session:
        posting.post(session, uncommitted_credit(agent, ann))
        assert credit(agent, bob, "1.00").status == 201


def test_the_credits_of_an_agent_with_a_limit_wait_for_each_other(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    bob = kit.new_customer(agent, "bob")
    limit(RITA, total="2.50")
    kit.cashier(agent, "credit", bob, "1.00")  # creates the float

    with open_transaction(database, principal=agent.sub) as session:
        posting.post(session, uncommitted_credit(agent, ann))
        answer = answer_after(session, database, lambda: credit(agent, bob, "1.00"))

    assert_exceeded(answer, "total", "0.50")


def test_a_credit_that_waits_until_the_limit_is_removed_is_posted(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    limit(RITA, total="10.00")
    kit.cashier(agent, "credit", ann, "1.00")  # creates the float

    with open_transaction(database, role="purser_wallet") as session:
        session.send("select set_agent_limits('acme', 'agent-1', 'USD', null, null, 'rita', 'r', true)")
        session.rows("select 1")
        answer = answer_after(session, database, lambda: credit(agent, ann, "5000.00"))

    assert answer.status == 201, answer.text


def test_root_sets_the_limits_of_another_tenant(service: Person) -> None:
    answer = billing.root().put(LIMITS, {"agent_id": "agent-1", "daily": "5"}, query={"tenant_id": "globex"})

    assert (answer.status, answer.json["applied_daily"]) == (200, "5.00")
    assert shown(kit.service("globex"))["applied_daily"] == "5.00"
    assert shown(service)["applied_daily"] is None
    assert service.put(LIMITS, {"daily": "5"}, query={"tenant_id": "globex"}).status == 403


def test_a_system_lowers_limits_and_a_person_who_is_not_the_agent_raises_them(
    agent: Person, service: Person, database: Database
) -> None:
    clerk = Person("clerk", ("agent", "service"))  # a person with both roles, and an agent
    limit(service, daily="50.00")
    limit(service, daily="20.00", total="100.00")
    limit(service, None, total="80.00")
    limit(clerk, "clerk", daily="10.00")

    for by, agent_id, more in (
        (service, "agent-1", {"daily": "20.01", "total": "100.00"}),
        (service, "agent-1", {}),  # the default has no limit for a day
        (service, "agent-2", {"total": "80.01"}),  # more than the default that holds
        (service, None, {}),
        (service, "agent-1", {"daily": "1.00", "currency": "EUR"}),  # where nothing could be created
        (clerk, "clerk", {"daily": "10.01"}),
        (clerk, None, {"total": "80.01"}),
    ):
        assert_problem(request_limit(by, agent_id, **more), 403, "forbidden")

    limit(service, daily="20.00")  # the default's total is less
    limit(clerk, "agent-1", daily="500.00")
    limit(RITA, "clerk")


def test_an_agent_sees_their_own_limits_only(agent: Person, service: Person) -> None:
    limit(RITA, "agent-1", daily="50")
    limit(RITA, "agent-2", daily="70")

    assert shown(agent)["applied_daily"] == "50.00"
    assert shown(agent, None) == shown(agent), "not the tenant's default"
    assert_problem(agent.get(LIMITS, {"agent_id": "agent-2"}), 403, "forbidden")
    auditing = Person(agent.sub, ("agent", "auditor"))
    assert shown(auditing, "agent-2")["applied_daily"] == "70.00"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("daily", "0.001", "invalid_amount"),
        ("total", "0.001", "invalid_amount"),
        ("daily", "-1", "invalid_amount"),
        ("agent_id", "", "invalid_request"),
        ("currency", "XYZ", "invalid_request"),
    ],
)
def test_an_invalid_limit_is_refused(service: Person, field: str, value: str, code: str) -> None:
    answer = service.put(LIMITS, {field: value})

    assert (answer.status, answer.code, answer.pointers) == (400, code, [f"/{field}"])


def test_the_check_cannot_be_avoided_by_posting_directly(agent: Person, ann: str, service: Person) -> None:
    limit(RITA, total="0")

    with pytest.raises(errors.AgentLimitExceeded):
        kit.in_session(lambda session: posting.post(session, uncommitted_credit(agent, ann)), principal=agent.sub)
