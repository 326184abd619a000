"""Agents' limits count what is held of a wallet as if it was debited already."""

from decimal import Decimal
from typing import Any

import pytest

from tests.integration.cashier.test_agent_credit_lines import debit
from tests.integration.cashier.test_agent_limits import RITA, assert_exceeded, credit, grant, limit, shown
from tests.support import holds, kit
from tests.support.kit import Database, Person


@pytest.fixture
def ann(agent: Person) -> str:
    return kit.new_customer(agent, "ann")


def created(by: Person) -> tuple[Any, Any]:
    """What the agent created today, and in total."""
    limits = shown(by)
    return limits["created_today"], limits["created_total"]


def override(agent: Person, customer_id: str, amount: str) -> Any:
    return debit(agent, customer_id, amount, allow_overdraft=True)


@pytest.mark.parametrize("which", ["daily", "total"])
def test_an_override_of_what_is_held_is_an_overdraft_within_the_limit(
    agent: Person, ann: str, service: Person, database: Database, which: str
) -> None:
    kit.cashier(agent, "credit", ann, "100.00")
    hold = holds.hold(service, ann, "100.00")
    limit(RITA, **{which: "105.00"})  # of which the credit uses 100.00

    assert_exceeded(override(agent, ann, "5.01"), which, "5.00")
    assert override(agent, ann, "5.00").status == 201
    assert holds.capture(service, hold).status == 201

    assert kit.balance_of(agent, ann, "USD") == "-5.00"
    assert created(service) == ("105.00", "105.00"), "the capture changes nothing"
    database.assert_consistent()


def test_only_what_an_override_takes_of_held_money_is_an_overdraft(agent: Person, ann: str, service: Person) -> None:
    kit.cashier(agent, "credit", ann, "100.00")
    holds.hold(service, ann, "60.00")

    assert override(agent, ann, "70.00").status == 201

    assert created(service) == ("90.00", "90.00"), "70.00 went back, and 30.00 of it is owed"


def test_a_payment_of_held_money_that_a_wallet_s_setting_allows_counts_in_total(
    agent: Person, ann: str, service: Person
) -> None:
    allowed = service.patch(f"/api/v1/wallets/{ann}", {"currency": "USD", "allow_overdraft": True})
    assert allowed.status == 200, allowed.text
    kit.cashier(agent, "credit", ann, "100.00")
    holds.hold(service, ann, "100.00")
    limit(RITA, total="120.00")

    assert_exceeded(debit(agent, ann, "20.01"), "total", "20.00")
    assert debit(agent, ann, "20.00").status == 201


def test_what_is_held_on_a_credit_line_counts_as_spent_until_it_is_released_or_expires(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    assert grant(agent, ann, "100.00").status == 200
    released, expired = holds.hold(service, ann, "50.00"), holds.hold(service, ann, "30.00")
    bob = kit.new_customer(agent, "bob")
    limit(RITA, total="180.00")

    assert created(service) == ("100.00", "180.00")
    assert_exceeded(credit(agent, bob, "0.01"), "total", "0.00")
    holds.expire(database, expired)
    assert created(service) == ("100.00", "150.00")
    assert holds.release(service, released).status == 200
    assert created(service) == ("100.00", "100.00")
    assert credit(agent, bob, "80.00").status == 201


def test_what_has_expired_is_paid_out_as_what_the_customer_has(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    kit.cashier(agent, "credit", ann, "100.00")
    holds.expire(database, holds.hold(service, ann, "100.00"))
    kit.cashier(agent, "credit", kit.new_customer(agent, "bob"), "50.00")
    limit(RITA, daily="0.00", total="0.00")

    assert debit(agent, ann, "100.00").status == 201

    assert created(service) == ("50.00", "50.00")


@pytest.mark.parametrize("held", ["100.00", None])
def test_an_override_counts_in_the_day_also_if_most_of_it_is_the_customer_s(
    agent: Person, ann: str, service: Person, held: str | None
) -> None:
    kit.credit(service, ann, "200.00", "USD")  # counts in no limit of the agent
    if held:
        holds.hold(service, ann, held)
    limit(RITA, daily="10.00", total="0.00")
    has = Decimal("100.00" if held else "200.00")

    assert_exceeded(override(agent, ann, str(has + Decimal("10.01"))), "daily", "10.00")
    assert override(agent, ann, str(has + 10)).status == 201
    assert created(service)[0] == "10.00"


def test_a_credit_of_a_wallet_is_within_the_limits_also_if_it_is_held_at_once(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    """What is held may be released, so that it can be spent."""
    allowed = service.patch(f"/api/v1/wallets/{ann}", {"currency": "USD", "allow_overdraft": True})
    assert allowed.status == 200, allowed.text
    holds.hold(service, ann, "100.00")
    limit(RITA, daily="5.00")

    above = "select is_above_limits('acme', 'agent-1', %s, 'USD', %s)"
    assert [database.value(above, ann, minor) for minor in (500, 501)] == [False, True]
    assert_exceeded(credit(agent, ann, "5.01"), "daily", "5.00")
    limit(RITA, total="203.00")  # 200.00 are an overdraft, of which a credit gives back twice as much as it adds
    assert database.value(above, ann, 500) is False
    assert credit(agent, ann, "5.00").status == 201


def test_a_line_for_what_was_taken_of_held_money_rises_above_it_only(agent: Person, ann: str, service: Person) -> None:
    kit.cashier(agent, "credit", ann, "100.00")
    holds.hold(service, ann, "100.00")
    assert override(agent, ann, "5.00").status == 201
    limit(RITA, total="105.50")

    assert_exceeded(grant(agent, ann, "6.00"), "total", "0.50")
    assert grant(agent, ann, "5.50").status == 200
    assert created(service)[1] == "105.50"
