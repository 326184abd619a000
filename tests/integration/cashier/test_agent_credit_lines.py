"""Agents' limits count what lets customers spend without having it: credit lines and overdrafts."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from ledger import posting
from ledger.cashier import customers
from ledger.core.principal import Agent
from tests.integration.awards.test_award_locks import waiting_call
from tests.integration.cashier.test_agent_limits import (
    RITA,
    answer_after,
    assert_exceeded,
    credit,
    grant,
    limit,
    shown,
    uncommitted_credit,
)
from tests.integration.posting.test_concurrency import open_transaction
from tests.support import billing, erasures, kit
from tests.support.approvals import change_policy
from tests.support.damage import without_immutability
from tests.support.kit import Answer, Database, Person, assert_problem


def debit(agent: Person, customer_id: str, amount: str, **more: object) -> Answer:
    body = {"customer_id": customer_id, "amount": amount, "description": "Payout"} | more
    return agent.post("/api/v1/cashier/debit", body)


@pytest.fixture
def database_role() -> str:
    return "purser_desk"


def test_opening_balances_and_lines_of_one_import_count_together(
    agent: Person, service: Person, database: Database
) -> None:
    rows = [
        {"username": name, "account_type": "credit", "credit_limit": "100", "opening_balance": balance}
        for name, balance in (("cid", "90.00"), ("dee", "60.00"), ("eli", "-40.00"))
    ]
    limit(RITA, daily="389.99")

    assert_exceeded(agent.post("/api/v1/agent/clients/import", {"rows": rows}), "daily", "89.99")
    assert_exceeded(
        agent.post("/api/v1/agent/clients/import", {"rows": [*rows, rows[0] | {"username": "fay"}]}), "daily", "389.99"
    )

    limit(RITA, daily="450.00")
    assert agent.post("/api/v1/agent/clients/import", {"rows": rows}).status == 201
    assert (shown(service)["created_today"], shown(service)["created_total"]) == ("450.00", "450.00")
    database.assert_consistent()


def repay_by_credit(agent: Person, customer_id: str) -> Answer:
    return credit(agent, customer_id, "100.00")


def repay_by_settlement(agent: Person, customer_id: str) -> Answer:
    return agent.post("/api/v1/agent/settlements", {"customer_id": customer_id, "method": "zero"})


def send(customer_id: str, to: str, amount: str) -> None:
    transfer = {"to_owner_id": to, "amount": amount, "currency": "USD"}
    answer = kit.customer(customer_id).post("/api/v1/transfers", transfer)
    assert answer.status == 201, answer.text


@pytest.mark.parametrize("repay", [repay_by_credit, repay_by_settlement])
@pytest.mark.parametrize("which", ["daily", "total"])
def test_a_line_that_was_spent_is_not_filled_again_above_the_limit(
    agent: Person,
    ann: str,
    service: Person,
    database: Database,
    which: str,
    repay: Callable[[Person, str], Answer],
) -> None:
    bob = kit.new_customer(agent, "bob")
    limit(RITA, **{which: "150.00"})
    assert grant(agent, ann, "100.00").status == 200
    send(ann, bob, "100.00")

    assert_exceeded(repay(agent, ann), which, "50.00" if which == "daily" else "0.00")

    limit(RITA, **{which: "200.00"})
    assert repay(agent, ann).status == 201
    send(ann, bob, "100.00")
    assert repay(agent, ann).code == "agent_limit_exceeded"
    assert (shown(service)["created_today"], shown(service)["created_total"]) == ("200.00", "300.00")
    database.assert_consistent()


def test_what_is_owed_beyond_a_lowered_line_is_paid_whatever_the_limits(
    agent: Person, ann: str, service: Person
) -> None:
    bob = kit.new_customer(agent, "bob")
    limit(RITA, total="100.00")
    assert grant(agent, ann, "100.00").status == 200
    send(ann, bob, "100.00")
    assert agent.patch(f"/api/v1/agent/clients/{ann}", {"account_type": "postup"}).status == 200
    assert_exceeded(credit(agent, ann, "100.01"), "total", "0.00")
    limit(RITA, daily="0.00", total="0.00")

    assert repay_by_settlement(agent, ann).status == 201

    assert shown(service)["created_total"] == "100.00"


def test_a_debt_in_a_currency_without_limits_is_paid_once_its_line_is_lowered(agent: Person) -> None:
    eva = kit.new_customer(agent, "eva", account_type="credit", credit_limit="50.00", currency="EUR")
    assert debit(agent, eva, "50.00").status == 201
    limit(RITA, total="100.00")  # in USD

    assert repay_by_settlement(agent, eva).code == "agent_limit_exceeded"
    assert agent.patch(f"/api/v1/agent/clients/{eva}", {"account_type": "postup"}).status == 200

    assert repay_by_settlement(agent, eva).status == 201


def test_a_payout_of_credit_gives_nothing_back(agent: Person, ann: str, service: Person) -> None:
    limit(RITA, total="100.00")
    assert credit(agent, ann, "30.00").status == 201
    assert grant(agent, ann, "70.00").status == 200

    assert debit(agent, ann, "100.00").status == 201

    assert (shown(service)["created_today"], shown(service)["created_total"]) == ("70.00", "70.00")
    bob = kit.new_customer(agent, "bob")
    assert_exceeded(credit(agent, bob, "30.01"), "total", "30.00")
    limit(RITA, daily="71.00")
    assert_exceeded(credit(agent, bob, "1.01"), "daily", "1.00")


def test_a_credit_line_counts_when_it_is_granted_and_is_given_back_in_total_only(
    agent: Person, ann: str, service: Person
) -> None:
    limit(RITA, daily="100.00", total="120.00")
    new = {"username": "bob", "account_type": "credit", "credit_limit": "100.01"}

    assert_exceeded(grant(agent, ann, "100.01"), "daily", "100.00")
    assert_exceeded(agent.post("/api/v1/agent/clients", new), "daily", "100.00")
    assert shown(service)["created_total"] == "0.00"
    assert grant(agent, ann, "60.00").status == 200
    assert_exceeded(credit(agent, ann, "40.01"), "daily", "40.00")
    assert grant(agent, ann, "20.00").status == 200
    assert_exceeded(grant(agent, ann, "60.01"), "daily", "40.00")
    assert agent.patch(f"/api/v1/agent/clients/{ann}", {"account_type": "postup"}).status == 200

    assert (shown(service)["created_today"], shown(service)["created_total"]) == ("60.00", "0.00")
    limit(RITA, daily="1000.00", total="120.00")
    assert_exceeded(grant(agent, ann, "120.01"), "total", "120.00")
    assert agent.post("/api/v1/agent/clients", new).status == 201
    assert_exceeded(grant(agent, ann, "20.00"), "total", "19.99")


def test_a_line_that_was_spent_and_lowered_gives_nothing_back_in_the_day(
    agent: Person, ann: str, service: Person
) -> None:
    limit(RITA, daily="250.00")
    bob = kit.new_customer(agent, "bob")
    cid = kit.new_customer(agent, "cid", account_type="credit", credit_limit="100.00")
    assert grant(agent, ann, "100.00").status == 200
    for customer_id in (ann, cid):
        send(customer_id, bob, "100.00")
        assert agent.patch(f"/api/v1/agent/clients/{customer_id}", {"account_type": "postup"}).status == 200

    assert_exceeded(credit(agent, bob, "50.01"), "daily", "50.00")
    assert credit(agent, bob, "50.00").status == 201

    assert shown(service)["created_today"] == "250.00"


def test_a_payout_of_another_customer_s_line_gives_nothing_back_in_the_day(
    agent: Person, ann: str, service: Person
) -> None:
    limit(RITA, daily="150.00")
    bob = kit.new_customer(agent, "bob")
    assert grant(agent, ann, "100.00").status == 200
    send(ann, bob, "100.00")
    assert debit(agent, bob, "100.00").status == 201

    assert_exceeded(grant(agent, ann, "150.01"), "daily", "50.00")

    assert shown(service)["created_today"] == "100.00"
    assert_exceeded(credit(agent, bob, "150.01"), "daily", "150.00")
    assert credit(agent, bob, "120.00").status == 201, "the payout gives credits of the day back"
    assert shown(service)["created_today"] == "120.00"


def test_a_line_of_an_earlier_day_counts_in_total_and_its_rises_today(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    assert grant(agent, ann, "50.00").status == 200
    with without_immutability(database, "account_changes") as admin:
        admin.execute("update account_changes set changed_at = changed_at - interval '1 day'")
        admin.execute("update wallets set created_at = created_at - interval '1 day'")
    limit(RITA, daily="20.00", total="100.00")

    assert (shown(service)["created_today"], shown(service)["created_total"]) == ("0.00", "50.00")
    assert_exceeded(grant(agent, ann, "70.01"), "daily", "20.00")
    for line in ("65.00", "60.00", "65.00"):
        assert grant(agent, ann, line).status == 200

    assert (shown(service)["created_today"], shown(service)["created_total"]) == ("20.00", "65.00")


def test_the_line_of_an_erased_customer_is_given_back(agent: Person, ann: str, service: Person) -> None:
    limit(RITA, total="100.00")
    carl = kit.new_customer(agent, "carl of arden", account_type="credit", credit_limit="100.00")
    assert_exceeded(credit(agent, ann, "1.00"), "total", "0.00")

    erasures.erase(service, carl)

    assert credit(agent, ann, "1.00").status == 201
    assert shown(service)["created_total"] == "1.00"


def test_an_overdraft_counts_in_the_day_and_in_total_until_it_is_paid(agent: Person, ann: str, service: Person) -> None:
    limit(RITA, daily="100.00", total="100.00")
    assert credit(agent, ann, "50.00").status == 201

    assert_exceeded(debit(agent, ann, "150.01", allow_overdraft=True), "daily", "50.00")
    assert debit(agent, ann, "150.00", allow_overdraft=True).status == 201

    assert (shown(service)["created_today"], shown(service)["created_total"]) == ("100.00", "100.00")
    assert_exceeded(credit(agent, kit.new_customer(agent, "bob"), "0.01"), "daily", "0.00")
    assert credit(agent, ann, "100.00").status == 201
    assert (shown(service)["created_today"], shown(service)["created_total"]) == ("200.00", "0.00")


def test_an_overdraft_that_a_system_allowed_counts_when_the_agent_pays_it_out(
    agent: Person, ann: str, service: Person
) -> None:
    allowed = service.patch(f"/api/v1/wallets/{ann}", {"currency": "USD", "allow_overdraft": True})
    assert allowed.status == 200, allowed.text
    limit(RITA, total="20.00")

    assert_exceeded(debit(agent, ann, "20.01"), "total", "20.00")
    assert debit(agent, ann, "20.00").status == 201


def test_an_agent_alone_lets_no_customer_spend_what_nobody_paid_in(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    """The sequence of a review: a credit line, its payout, and another credit with what the payout gave back."""
    olga = billing.operator("olga")
    assert change_policy(olga, overdraft="0", agent_credit="0").status == 200
    limit(RITA, total="100.00")
    bob = kit.new_customer(agent, "bob")

    assert_exceeded(grant(agent, ann, "1000000000.00"), "total", "100.00")
    assert_problem(debit(agent, ann, "900000000.00"), 400, "insufficient_funds")
    assert_exceeded(debit(agent, ann, "900000000.00", allow_overdraft=True), "total", "100.00")
    assert grant(agent, ann, "100.00").status == 200
    assert debit(agent, ann, "100.00").status == 201
    assert credit(agent, bob, "100.00").status == 202

    assert database.value("select sum(balance) from wallets where owner_kind = 'person'") == -10000
    assert shown(service)["created_total"] == "100.00"
    database.assert_consistent()


def test_the_lines_of_an_agent_with_a_limit_wait_for_each_other(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    bob = kit.new_customer(agent, "bob")
    limit(RITA, total="100.00")
    kit.cashier(agent, "credit", bob, "1.00")  # creates the float

    with open_transaction(database, principal=agent.sub) as session:
        session.send("select change_account('acme', %s, %s, 'credit', 60, null, 'r')", (agent.sub, ann))
        session.rows("select 1")
        answer = answer_after(session, database, lambda: grant(agent, bob, "60.00"))

    assert_exceeded(answer, "total", "39.00")


def test_an_import_locks_the_floats_of_all_its_currencies_before_it_posts(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    for currency in ("EUR", "USD"):
        limit(RITA, currency=currency, daily="100.00")
        kit.cashier(agent, "credit", kit.new_customer(agent, currency, currency=currency), "1.00")
    terms = [
        customers.CustomerCreate(username="one", account_type="credit", credit_limit=Decimal(1)),
        customers.CustomerCreate(username="two", account_type="postup", currency="EUR"),
    ]
    other = [
        {"username": "three", "account_type": "credit", "credit_limit": "1.00", "currency": "EUR"},
        {"username": "four", "account_type": "postup", "opening_balance": "1.00"},
    ]

    with open_transaction(database, principal=agent.sub) as session:
        _, two = customers.insert(session, Agent(agent.sub), terms, [None, None])
        with waiting_call(database, lambda: agent.post("/api/v1/agent/clients/import", {"rows": other})) as waiting:
            posting.post(session, uncommitted_credit(agent, str(two)))
            kit.end_session(session)
            answer = waiting.result()

    assert isinstance(answer, Answer)
    assert answer.status == 201, answer.text
