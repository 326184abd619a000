"""A frozen customer is not debited in any currency, even if an overdraft is allowed."""

from decimal import Decimal

from ledger import posting
from ledger.posting import Entry, Owner, Transaction
from tests.integration.awards.test_award_locks import waiting_call
from tests.integration.posting.test_concurrency import open_transaction
from tests.support import kit
from tests.support.kit import Answer, Database, Person, assert_problem

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


def freeze(agent: Person, customer_id: str, status: str = "frozen") -> None:
    assert agent.patch(f"/api/v1/agent/clients/{customer_id}", {"status": status}).status == 200


def debit(service: Person, owner_id: str, currency: str = "COIN") -> Answer:
    body = {"amount": "1", "currency": currency, "reason": "manual_adjust"}
    return service.post(f"/api/v1/wallets/{owner_id}/debit", body)


def test_a_frozen_customer_is_frozen_in_every_currency(agent: Person, service: Person, database: Database) -> None:
    ann = kit.new_customer(agent, balance="5.00")
    currencies = ["COIN", "EUR", "ZAR"]
    for currency in currencies:
        kit.credit(service, ann, "5", currency)
    kit.credit(service, "zoe", "5")
    freeze(agent, ann)

    for currency in currencies:
        assert_problem(debit(service, ann, currency), 409, "wallet_frozen")
        sent = {"to_owner_id": "zoe", "amount": "1", "currency": currency}
        assert_problem(kit.customer(ann).post("/api/v1/transfers", sent), 409, "wallet_frozen")
        by_service = sent | {"from_owner_id": ann, "reason": "entry_fee_debit"}
        assert_problem(service.post("/api/v1/transfers", by_service), 409, "wallet_frozen")

    assert kit.credit(service, ann, "1")["balance_after"] == "6", "what raises a balance arrives"
    freeze(agent, ann, "active")
    assert [debit(service, ann, currency).status for currency in currencies] == [201, 201, 201]
    database.assert_consistent()


def test_a_new_wallet_of_a_frozen_customer_is_frozen(agent: Person, service: Person, database: Database) -> None:
    ann = kit.new_customer(agent, balance="5.00")
    freeze(agent, ann)

    kit.credit(service, ann, "5")
    setting = {"currency": "EUR", "allow_overdraft": True}
    assert service.patch(f"/api/v1/wallets/{ann}", setting).status == 200

    for currency in ("COIN", "EUR"):
        assert_problem(debit(service, ann, currency), 409, "wallet_frozen")
    freeze(agent, ann, "active")
    assert debit(service, ann).status == 201
    database.assert_consistent()


def test_freezing_a_customer_freezes_nobody_else(agent: Person, service: Person) -> None:
    ann, bob = kit.new_customer(agent), kit.new_customer(agent, "bob")
    for owner_id in (ann, bob, "player-7"):
        kit.credit(service, owner_id, "5")
    kit.credit(kit.service("globex"), ann, "5")  # an id is a name within its tenant

    freeze(agent, ann)

    assert [debit(service, owner_id).status for owner_id in (bob, "player-7")] == [201, 201]
    assert debit(kit.service("globex"), ann).status == 201


def test_a_wallet_that_is_being_created_while_its_customer_is_frozen_is_frozen_too(
    agent: Person, service: Person, database: Database
) -> None:
    ann = kit.new_customer(agent)
    entries = [Entry(Owner("person", ann, "COIN"), Decimal(5)), Entry(Owner("treasury", "", "COIN"), Decimal(-5))]

    with open_transaction(database) as session:
        posting.post(session, [Transaction("manual_adjust", entries)])
        with waiting_call(database, lambda: freeze(agent, ann)) as waiting:
            kit.end_session(session)
            waiting.result()

    assert_problem(debit(service, ann), 409, "wallet_frozen")
    database.assert_consistent()


def test_a_wallet_that_is_created_before_a_freeze_has_committed_is_frozen(
    agent: Person, service: Person, database: Database
) -> None:
    ann = kit.new_customer(agent)

    with open_transaction(database, role="purser_desk") as session:
        session.rows("select change_account('acme', %s, %s, null, null, 'frozen', 'request-1')", (agent.sub, ann))
        with waiting_call(database, lambda: kit.credit(service, ann, "5")) as waiting:
            kit.end_session(session)
            waiting.result()

    assert_problem(debit(service, ann), 409, "wallet_frozen")
    database.assert_consistent()
