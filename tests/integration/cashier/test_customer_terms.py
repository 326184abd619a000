"""A customer's terms: who changes them, which are valid, how they limit debits, and the record of changes."""

from typing import Any
from uuid import uuid4

import pytest

from ledger.core import errors
from tests.integration.awards.test_award_locks import waiting_call
from tests.integration.posting.test_concurrency import open_transaction
from tests.support import kit
from tests.support.kit import Answer, Database, Person

CLIENTS = "/api/v1/agent/clients"
CHANGE = "select change_account('acme', %s, %s, null, %s, %s, 'request-1')"


@pytest.fixture
def database_role() -> str:
    return "purser_desk"


def change(agent: Person, customer_id: str, **fields: object) -> Answer:
    return agent.patch(f"{CLIENTS}/{customer_id}", fields)


def history(agent: Person, customer_id: str, **query: object) -> list[tuple[str, str, str]]:
    items = agent.get(f"{CLIENTS}/{customer_id}/limits", query).json["items"]
    return [(item["field"], item["old_value"], item["new_value"]) for item in items]


def test_only_the_customer_s_agent_changes_terms(agent: Person, other_agent: Person) -> None:
    ann = kit.new_customer(agent)

    assert change(other_agent, ann, status="frozen").code == "not_your_customer"
    assert change(kit.agent(tenant_id="other"), ann, status="frozen").code == "customer_not_found"
    assert change(agent, str(uuid4()), status="frozen").code == "customer_not_found"
    assert agent.get(f"{CLIENTS}/{ann}").json["status"] == "active"
    assert history(agent, ann) == []
    with pytest.raises(errors.NotYourCustomer):
        kit.in_session(lambda session: session.rows(CHANGE, (other_agent.sub, ann, None, "frozen")))


def test_a_change_that_waits_for_another_one_keeps_what_that_one_changed(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, account_type="credit", credit_limit="100")
    with open_transaction(database) as first:
        first.rows(CHANGE, (agent.sub, ann, None, "frozen"))
        with waiting_call(database, lambda: change(agent, ann, credit_limit="50").json) as waiting:
            kit.end_session(first)
            changed: Any = waiting.result()

    assert (changed["status"], changed["credit_limit"]) == ("frozen", "50.00")
    assert history(agent, ann) == [("credit_limit", "100.00", "50.00"), ("status", "active", "frozen")]


def test_every_change_of_terms_is_recorded_and_listed_newest_first(agent: Person) -> None:
    ann = kit.new_customer(agent)

    changed: Any = change(agent, ann, account_type="credit", credit_limit="100").json
    change(agent, ann, credit_limit="50.5")
    change(agent, ann, status="frozen")
    change(agent, ann, status="frozen", credit_limit="50.50")  # already frozen: only the limit changes
    back: Any = change(agent, ann, account_type="postup", status="active").json

    assert (changed["account_type"], changed["credit_limit"], changed["available"]) == ("credit", "100.00", "100.00")
    assert (back["account_type"], back["credit_limit"], back["status"]) == ("postup", "0.00", "active")
    assert history(agent, ann) == [
        ("status", "frozen", "active"),
        ("credit_limit", "50.50", "0.00"),
        ("account_type", "credit", "postup"),
        ("status", "active", "frozen"),
        ("credit_limit", "100.00", "50.50"),
        ("credit_limit", "0.00", "100.00"),
        ("account_type", "postup", "credit"),
    ]
    assert history(agent, ann, limit=2, offset=1) == [
        ("credit_limit", "50.50", "0.00"),
        ("account_type", "credit", "postup"),
    ]
    page = agent.get(f"{CLIENTS}/{ann}/limits", {"limit": 1}).json
    assert (page["total_count"], page["has_more"], page["items"][0]["changed_by"]) == (7, True, agent.sub)
    assert page["items"][0]["changed_at"].endswith("Z")


@pytest.mark.parametrize(
    ("terms", "fields", "pointer"),
    [
        ({}, {"account_type": "credit"}, "/credit_limit"),
        ({}, {"credit_limit": "10"}, "/credit_limit"),
        ({}, {"credit_limit": "0"}, "/credit_limit"),
        (
            {"account_type": "credit", "credit_limit": "5"},
            {"account_type": "postup", "credit_limit": "10"},
            "/credit_limit",
        ),
        ({"account_type": "credit", "credit_limit": "5"}, {"credit_limit": "0.001"}, "/credit_limit"),
        ({"account_type": "credit", "credit_limit": "5"}, {"credit_limit": "-1"}, "/credit_limit"),
        ({}, {"status": "gone"}, "/status"),
        ({}, {"username": "zoe"}, "/username"),
    ],
)
def test_invalid_terms_are_refused(agent: Person, terms: dict[str, str], fields: dict[str, str], pointer: str) -> None:
    ann = kit.new_customer(agent, **terms)
    before = agent.get(f"{CLIENTS}/{ann}").json

    answer = change(agent, ann, **fields)

    assert (answer.status, answer.pointers) == (400, [pointer])
    assert agent.get(f"{CLIENTS}/{ann}").json == before
    assert history(agent, ann) == []


def test_a_credit_limit_below_the_debt_only_prevents_further_debits(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, account_type="credit", credit_limit="100")
    kit.cashier(agent, "debit", ann, "80.00")

    lowered: Any = change(agent, ann, credit_limit="50").json

    assert (lowered["account_balance"], lowered["available"]) == ("-80.00", "0.00")
    body = {"customer_id": ann, "amount": "0.01", "description": "More"}
    refused = agent.post("/api/v1/cashier/debit", body)
    assert (refused.code, refused.json["detail"]) == ("insufficient_credit", "Insufficient credit. Available: $0.00")
    assert kit.cashier(agent, "credit", ann, "10.00")["balance_after"] == "-70.00"
    database.assert_consistent()


def test_a_customer_in_debt_can_become_postup(agent: Person) -> None:
    ann = kit.new_customer(agent, account_type="credit", credit_limit="100")
    kit.cashier(agent, "debit", ann, "80.00")

    shown: Any = change(agent, ann, account_type="postup").json

    assert (shown["account_type"], shown["account_balance"], shown["available"]) == ("postup", "-80.00", "0.00")


def test_a_frozen_customer_can_be_credited_and_not_debited(agent: Person) -> None:
    ann = kit.new_customer(agent, balance="10.00")
    change(agent, ann, status="frozen")

    refused = agent.post("/api/v1/cashier/debit", {"customer_id": ann, "amount": "1.00", "description": "Cash"})
    overriding = agent.post(
        "/api/v1/cashier/debit",
        {"customer_id": ann, "amount": "11.00", "description": "Cash", "allow_overdraft": True},
    )

    assert [(answer.status, answer.code) for answer in (refused, overriding)] == [(409, "wallet_frozen")] * 2
    assert kit.cashier(agent, "credit", ann, "1.00")["balance_after"] == "11.00"
    change(agent, ann, status="active")
    assert kit.cashier(agent, "debit", ann, "11.00")["balance_after"] == "0.00"
