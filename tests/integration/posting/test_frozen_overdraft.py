"""A frozen wallet is not debited, even if an overdraft is allowed."""

from tests.support import kit
from tests.support.kit import Database, Person, assert_problem

CASHIER = "/api/v1/cashier"


def test_the_cashier_cannot_overdraw_a_frozen_wallet(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, balance="5.00")
    agent.patch(f"/api/v1/agent/clients/{ann}", {"status": "frozen"})
    body = {"customer_id": ann, "description": "Cash", "allow_overdraft": True}

    for amount in ("1.00", "6.00"):
        assert_problem(agent.post(f"{CASHIER}/debit", body | {"amount": amount}), 409, "wallet_frozen")

    assert agent.get(f"/api/v1/agent/clients/{ann}").json["account_balance"] == "5.00"
    database.assert_consistent()


def test_a_frozen_wallet_whose_setting_allows_an_overdraft_is_not_debited(
    agent: Person, service: Person, database: Database
) -> None:
    ann = kit.new_customer(agent, balance="5.00")
    setting = {"currency": "USD", "allow_overdraft": True}
    assert service.patch(f"/api/v1/wallets/{ann}", setting).status == 200
    agent.patch(f"/api/v1/agent/clients/{ann}", {"status": "frozen"})

    for amount in ("1.00", "6.00"):
        body = {"amount": amount, "currency": "USD", "reason": "manual_adjust"}
        assert_problem(service.post(f"/api/v1/wallets/{ann}/debit", body), 409, "wallet_frozen")

    assert kit.balance_of(service, ann, "USD") == "5.00"
    database.assert_consistent()
