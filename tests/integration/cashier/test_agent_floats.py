"""The float of an agent: its balance, what came in and went out today, and what the agent created."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ledger.posting import transaction
from tests.integration.cashier.test_agent_limits import RITA, limit, set_time
from tests.support import kit
from tests.support.kit import Answer, Database, Person, assert_problem


def request_float(agent: Person, **query: str) -> Answer:
    return agent.get("/api/v1/agent/float", query)


def shown(agent: Person, **query: str) -> Any:
    answer = request_float(agent, **query)
    assert answer.status == 200, answer.text
    return answer.json


@pytest.mark.usefixtures("any_time")
def test_an_agent_sees_the_balance_of_their_float_and_what_came_in_and_went_out_in_the_utc_day(
    agent: Person, other_agent: Person, ann: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(RITA, daily="500.00", total="900.00")
    for previous, operation, amount in [
        ("2099-06-01T23:59:59.999998Z", "credit", "100.00"),  # in the last microsecond of the day before
        ("2099-06-01T23:59:59.999999Z", "credit", "70.00"),  # in the first of the day
        ("2099-06-02T12:00:00Z", "debit", "20.50"),
        ("2099-06-02T23:59:59.999998Z", "debit", "4.50"),  # in its last
        ("2099-06-02T23:59:59.999999Z", "debit", "1.00"),  # in the first of the day after
    ]:
        set_time(database, previous)
        kit.cashier(agent, operation, ann, amount)
    kit.cashier(other_agent, "credit", kit.new_customer(other_agent, "bob"), "5.00")

    monkeypatch.setattr(transaction, "clock", lambda: datetime(2099, 6, 2, 18, tzinfo=UTC))

    assert shown(agent) == {
        "agent_id": "agent-1",
        "currency": "USD",
        "balance": "-144.00",
        "in_today": "25.00",
        "out_today": "70.00",
        "created_today": "45.00",
        "created_total": "144.00",
        "applied_daily": "500.00",
        "applied_total": "900.00",
    }


def test_an_agent_sees_their_own_float_only_and_an_auditor_that_of_the_agent_whom_they_name(
    agent: Person, ann: str
) -> None:
    auditor = kit.Person("audrey", ("auditor",))
    kit.cashier(agent, "credit", ann, "10.00")

    assert shown(agent, agent_id="agent-1") == shown(auditor, agent_id="agent-1") == shown(agent)
    assert_problem(request_float(agent, agent_id="agent-2"), 403, "forbidden")
    assert_problem(request_float(auditor), 400, "invalid_request")
    both = kit.Person("agent-1", ("agent", "auditor"))
    assert shown(both) == shown(agent)
    assert shown(both, agent_id="agent-2", currency="USD")["balance"] == "0.00"


def test_a_float_before_its_first_transaction_is_zero_and_no_limit_is_null(agent: Person) -> None:
    assert shown(agent, currency="JPY") == {
        "agent_id": "agent-1",
        "currency": "JPY",
        **dict.fromkeys(("balance", "in_today", "out_today", "created_today", "created_total"), "0"),
        "applied_daily": None,
        "applied_total": None,
    }


def test_the_currency_is_that_of_the_only_float_and_required_of_several_or_none(agent: Person, ann: str) -> None:
    assert_problem(request_float(agent), 400, "currency_required")
    kit.cashier(agent, "credit", ann, "10.00")
    assert shown(agent)["currency"] == "USD"

    kit.cashier(agent, "credit", kit.new_customer(agent, "jim", currency="JPY"), "500")

    assert_problem(request_float(agent), 400, "currency_required")
    assert (shown(agent, currency="USD")["balance"], shown(agent, currency="JPY")["balance"]) == ("-10.00", "-500")
