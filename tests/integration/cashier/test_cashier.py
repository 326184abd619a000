"""The cashier: debits, credits, the texts of refusals, and the two audit rows of each transaction."""

import re
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from tests.support import kit
from tests.support.kit import Answer, Database, Person


def post_at_cashier(agent: Person, what: str, customer_id: str, amount: object, **more: object) -> Answer:
    body = {"customer_id": customer_id, "amount": amount, "description": "Cash"} | more
    return agent.post(f"/api/v1/cashier/{what}", body)


def credit_account(agent: Person, limit: str, balance: str | None = None) -> str:
    return kit.new_customer(agent, account_type="credit", credit_limit=limit, balance=balance)


def account(agent: Person, customer_id: str) -> Any:
    return agent.get(f"/api/v1/agent/clients/{customer_id}").json


def test_a_debit_of_a_postup_customer_with_funds_succeeds(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, balance="120.00")

    answer = agent.post(
        "/api/v1/cashier/debit",
        {"customer_id": ann, "amount": "50.00", "description": "Cash paid out", "external_reference": "till-7/0042"},
        key="debit-1",
    )

    assert answer.status == 201
    receipt = answer.json
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", receipt["transaction_id"]
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", receipt["timestamp"])
    assert receipt == {
        "success": True,
        "transaction_id": receipt["transaction_id"],
        "customer_id": ann,
        "transaction_type": "debit",
        "amount": "50.00",
        "currency": "USD",
        "balance_before": "120.00",
        "balance_after": "70.00",
        "held": "0.00",
        "available": "70.00",
        "external_reference": "till-7/0042",
        "meta": None,
        "idempotency_key": "debit-1",
        "timestamp": receipt["timestamp"],
    }
    assert account(agent, ann)["account_balance"] == "70.00"
    database.assert_consistent()


def test_a_credit_raises_the_balance_and_returns_a_receipt(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent)

    receipt = post_at_cashier(agent, "credit", ann, "50.00").json

    assert (receipt["transaction_type"], receipt["amount"]) == ("credit", "50.00")
    assert (receipt["balance_before"], receipt["balance_after"], receipt["available"]) == ("0.00", "50.00", "50.00")
    assert (receipt["external_reference"], receipt["idempotency_key"]) == (None, None)
    database.assert_consistent()


@pytest.mark.parametrize(
    ("account_type", "limit", "balance", "amount", "after", "available"),
    [
        pytest.param("postup", None, "70.00", "69.99", "0.01", "0.01", id="PostUp to one cent above zero"),
        pytest.param("postup", None, "70.00", "70.00", "0.00", "0.00", id="PostUp to exactly zero"),
        pytest.param("credit", "100.00", "20.00", "119.99", "-99.99", "0.01", id="Credit within its limit"),
        pytest.param("credit", "100.00", "20.00", "120.00", "-100.00", "0.00", id="Credit exactly at its limit"),
        pytest.param("credit", "0", "20.00", "20.00", "0.00", "0.00", id="Credit with a limit of zero"),
    ],
)
def test_a_debit_down_to_the_floor_succeeds(
    agent: Person, account_type: str, limit: str | None, balance: str, amount: str, after: str, available: str
) -> None:
    terms = {"account_type": account_type} | ({"credit_limit": limit} if limit else {})
    ann = kit.new_customer(agent, balance=balance, **terms)

    answer = post_at_cashier(agent, "debit", ann, amount)

    assert answer.status == 201
    assert (answer.json["balance_after"], answer.json["available"]) == (after, available)


@pytest.mark.parametrize("override", [False, True])
def test_a_credit_customer_cannot_exceed_the_limit_by_a_cent_even_with_an_override(
    agent: Person, database: Database, override: bool
) -> None:
    ann = credit_account(agent, "5000.00", balance="234.56")

    answer = post_at_cashier(agent, "debit", ann, "5234.57", allow_overdraft=override)

    assert (answer.status, answer.code) == (400, "insufficient_credit")
    assert answer.json["detail"] == "Insufficient credit. Available: $5,234.56"
    assert answer.json["available"] == "5234.56"
    assert answer.json["balance"] == "234.56"
    assert answer.json["currency"] == "USD"
    assert account(agent, ann)["account_balance"] == "234.56"
    database.assert_consistent()


def test_a_postup_overdraft_of_one_cent_is_refused(agent: Person) -> None:
    ann = kit.new_customer(agent, balance="70.00")

    answer = post_at_cashier(agent, "debit", ann, "70.01")

    assert (answer.status, answer.code) == (400, "insufficient_funds")
    assert answer.json["detail"] == "Insufficient funds. Available: $70.00"
    assert answer.json["type"] == "/problems/insufficient_funds"
    assert account(agent, ann)["account_balance"] == "70.00"


@pytest.mark.parametrize(
    ("currency", "balance", "detail"),
    [
        ("EUR", "1234567.89", "Insufficient funds. Available: €1,234,567.89"),
        ("JPY", "1234567", "Insufficient funds. Available: ¥1,234,567"),
        ("KWD", "1234.567", "Insufficient funds. Available: 1,234.567 KWD"),
        ("COIN", "1234", "Insufficient funds. Available: 1,234 COIN"),
    ],
)
def test_a_refusal_states_the_available_amount_in_the_wallet_s_currency(
    agent: Person, currency: str, balance: str, detail: str
) -> None:
    ann = kit.new_customer(agent, currency=currency, balance=balance)

    answer = post_at_cashier(agent, "debit", ann, "9000000")

    assert (answer.status, answer.json["detail"]) == (400, detail)


def test_an_override_of_a_postup_customer_succeeds_and_is_marked(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, balance="70.00")

    answer = post_at_cashier(agent, "debit", ann, "90.00", allow_overdraft=True)

    assert answer.status == 201
    assert (answer.json["balance_after"], answer.json["available"]) == ("-20.00", "0.00")
    assert audit(database, "financial_transactions", answer.json)["is_override"] is True
    assert audit(database, "agent_transactions", answer.json)["is_override"] is True


def test_an_override_that_was_not_needed_is_not_marked(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, balance="70.00")

    answer = post_at_cashier(agent, "debit", ann, "70.00", allow_overdraft=True)

    assert audit(database, "financial_transactions", answer.json)["is_override"] is False
    assert audit(database, "agent_transactions", answer.json)["is_override"] is False


def test_an_override_applies_to_one_debit_and_a_negative_wallet_has_zero_available(agent: Person) -> None:
    ann = kit.new_customer(agent)
    kit.cashier(agent, "debit", ann, "20.00", allow_overdraft=True)

    answer = post_at_cashier(agent, "debit", ann, "0.01")

    assert (answer.status, answer.json["detail"]) == (400, "Insufficient funds. Available: $0.00")
    assert (answer.json["available"], answer.json["balance"]) == ("0.00", "-20.00")
    assert account(agent, ann)["available"] == "0.00"


def test_a_credit_succeeds_even_if_the_balance_stays_below_the_floor(agent: Person) -> None:
    ann = kit.new_customer(agent)
    kit.cashier(agent, "debit", ann, "20.00", allow_overdraft=True)

    assert post_at_cashier(agent, "credit", ann, "5.00").json["balance_after"] == "-15.00"


@pytest.mark.parametrize("what", ["debit", "credit"])
def test_a_customer_of_another_agent_is_refused(
    agent: Person, other_agent: Person, database: Database, what: str
) -> None:
    ann = kit.new_customer(agent, balance="100.00")

    answer = post_at_cashier(other_agent, what, ann, "10.00")

    assert (answer.status, answer.code) == (403, "not_your_customer")
    assert account(agent, ann)["account_balance"] == "100.00"
    database.assert_consistent()


@pytest.mark.parametrize("what", ["debit", "credit"])
def test_an_unknown_customer_is_not_found(agent: Person, what: str) -> None:
    answer = post_at_cashier(agent, what, str(uuid4()), "10.00")

    assert (answer.status, answer.code) == (404, "customer_not_found")


@pytest.mark.parametrize("what", ["debit", "credit"])
def test_a_customer_of_another_tenant_is_not_found(agent: Person, what: str) -> None:
    foreign_customer = kit.new_customer(kit.agent(tenant_id="other"), balance="100.00")

    answer = post_at_cashier(agent, what, foreign_customer, "10.00")

    assert (answer.status, answer.code) == (404, "customer_not_found")


@pytest.mark.parametrize("amount", ["0.001", "90071992547409.92"])
def test_an_amount_that_the_currency_cannot_represent_is_refused(agent: Person, amount: str) -> None:
    ann = kit.new_customer(agent, balance="100.00")

    answer = post_at_cashier(agent, "debit", ann, amount)

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_amount", ["/amount"])


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("debit", "debit"),
        ("debit", "withdrawal"),
        ("debit", "debit_adjustment"),
        ("credit", "credit"),
        ("credit", "deposit"),
        ("credit", "credit_adjustment"),
    ],
)
def test_a_transaction_has_the_requested_type(agent: Person, database: Database, what: str, kind: str) -> None:
    ann = kit.new_customer(agent, balance="100.00")

    receipt = post_at_cashier(agent, what, ann, "1.00", transaction_type=kind).json

    assert receipt["transaction_type"] == kind
    assert audit(database, "financial_transactions", receipt)["transaction_type"] == kind
    assert audit(database, "agent_transactions", receipt)["transaction_type"] == kind


def audit(database: Database, view: str, receipt: Any) -> dict[str, Any]:
    """The only row of a view for the transaction of a receipt."""
    (row,) = database.rows(f"select * from {view} where transaction_id = %s", receipt["transaction_id"])
    return row


@pytest.mark.parametrize(("what", "signed"), [("debit", "-50.00"), ("credit", "50.00")])
def test_each_cashier_transaction_has_both_audit_rows(
    agent: Person, database: Database, what: str, signed: str
) -> None:
    ann = kit.new_customer(agent, balance="120.00")

    receipt = post_at_cashier(agent, what, ann, "50.00", external_reference="till-7/0042").json

    customers_row, agents_row = (
        audit(database, view, receipt) for view in ("financial_transactions", "agent_transactions")
    )
    common = {"tenant_id": "acme", "agent_id": agent.sub, "transaction_type": what, "currency": "USD"}
    assert customers_row.pop("id") != agents_row.pop("id")
    for row in (customers_row, agents_row):
        assert str(row.pop("transaction_id")) == receipt["transaction_id"]
        assert str(row.pop("user_id")) == ann
        assert row.pop("created_at").isoformat().replace("+00:00", "Z") == receipt["timestamp"]
    assert customers_row == common | {
        "amount": Decimal(signed),
        "balance_before": Decimal("120.00"),
        "balance_after": Decimal("120.00") + Decimal(signed),
        "is_override": False,
        "description": "Cash",
        "external_reference": "till-7/0042",
    }
    assert agents_row == common | {"amount": -Decimal(signed), "is_override": False}
