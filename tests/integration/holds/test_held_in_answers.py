"""Every answer that has the balance of a wallet says what is held of it and what is available."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ledger import wallets
from ledger.storage import sessions
from tests.support import holds, kit, live
from tests.support.kit import Answer, Database, Person

_BALANCES = ("balance", "balance_after", "account_balance", "closing_balance", "total_balance")


@dataclass(frozen=True)
class Bob:
    """A customer with 50.00 USD and a pending bet of 10.00. 40.00 are held, and 5.00 were held until they expired,
    which nothing has recorded."""

    owner_id: str
    bet_id: str
    service: Person
    agent: Person

    def wallet(self, path: str) -> Any:
        return ok(self.service.get(f"/api/v1/wallets/{self.owner_id}{path}", {"currency": "USD"} if path else ""))

    def move(self, operation: str, amount: str) -> Any:
        body = {"amount": amount, "currency": "USD", "reason": "manual_adjust"}
        return ok(self.service.post(f"/api/v1/wallets/{self.owner_id}/{operation}", body, key="k"))

    def refused_debit(self) -> Any:
        answer = kit.customer(self.owner_id).post("/api/v1/bets", {"stake": "10.01", "description": "Home"})
        assert answer.code == "insufficient_funds"
        return answer.json

    def transfer(self, person: Person, side: str, **owners: str) -> Any:
        answer = ok(person.post("/api/v1/transfers", {"amount": "4", "currency": "USD"} | owners, key="k"))
        return {name.removeprefix(f"{side}_"): value for name, value in answer.items()}

    def end_bet(self, outcome: str, amount: object = None) -> Any:
        if outcome == "cashed_out":
            return ok(live.cash_out(self.service, self.bet_id, amount, key="k"))
        return ok(live.settle(self.service, self.bet_id, outcome, amount))

    def clients(self, path: str = "") -> Any:
        return ok(self.agent.get(f"/api/v1/agent/clients{path}"))

    def settle(self, method: str) -> Answer:
        return self.agent.post("/api/v1/agent/settlements", {"customer_id": self.owner_id, "method": method})

    def preview(self) -> Any:
        return ok(self.agent.get("/api/v1/agent/settlement/preview"))["customers"][0]


@pytest.fixture
def bob(agent: Person, service: Person, database: Database) -> Bob:
    owner_id = kit.new_customer(agent, "bob", balance="60")
    bet_id = live.place(kit.customer(owner_id), "10.00")
    holds.hold(service, owner_id, "40")
    holds.expire(database, holds.hold(service, owner_id, "5"))
    kit.credit(service, "ann", "4", "USD")
    return Bob(owner_id, bet_id, service, agent)


def ok(answer: Answer) -> Any:
    assert answer.status in (200, 201), answer.text
    return answer.json


ANSWERS: dict[str, tuple[Callable[[Bob], Any], str, str]] = {
    "a balance": (lambda bob: bob.wallet("/balance"), "50.00", "10.00"),
    "all balances": (lambda bob: bob.wallet("")["wallets"][0], "50.00", "10.00"),
    "a statement": (lambda bob: bob.wallet("/statement"), "50.00", "10.00"),
    "a credit": (lambda bob: bob.move("credit", "4"), "54.00", "14.00"),
    "a debit": (lambda bob: bob.move("debit", "10"), "40.00", "0.00"),
    "a refusal": (lambda bob: bob.refused_debit(), "50.00", "10.00"),
    "a sent transfer": (
        lambda bob: bob.transfer(bob.service, "from", from_owner_id=bob.owner_id, to_owner_id="ann"),
        *("46.00", "6.00"),
    ),
    "a transfer to a new owner": (
        lambda bob: bob.transfer(bob.service, "from", from_owner_id=bob.owner_id, to_owner_id="new"),
        *("46.00", "6.00"),
    ),
    "an own transfer": (
        lambda bob: bob.transfer(kit.customer(bob.owner_id), "from", to_owner_id="ann"),
        *("46.00", "6.00"),
    ),
    "a received transfer": (
        lambda bob: bob.transfer(bob.service, "to", from_owner_id="ann", to_owner_id=bob.owner_id),
        *("54.00", "14.00"),
    ),
    "a customer": (lambda bob: bob.clients(f"/{bob.owner_id}"), "50.00", "10.00"),
    "customers": (lambda bob: bob.clients()["items"][0], "50.00", "10.00"),
    "the totals of customers": (
        lambda bob: {name.removeprefix("total_"): value for name, value in bob.clients()["totals"].items()},
        *("50.00", "10.00"),
    ),
    "a cashier debit": (lambda bob: kit.cashier(bob.agent, "debit", bob.owner_id, "4"), "46.00", "6.00"),
    "an override": (
        lambda bob: kit.cashier(bob.agent, "debit", bob.owner_id, "14", allow_overdraft=True),
        *("36.00", "0.00"),
    ),
    "a cashier credit": (lambda bob: kit.cashier(bob.agent, "credit", bob.owner_id, "4"), "54.00", "14.00"),
    "a lost bet": (lambda bob: bob.end_bet("lost"), "50.00", "10.00"),
    "a won bet": (lambda bob: bob.end_bet("won", "14"), "64.00", "24.00"),
    "a cash-out": (lambda bob: bob.end_bet("cashed_out", "4"), "54.00", "14.00"),
    "a cash-out at zero": (lambda bob: bob.end_bet("cashed_out", "0"), "50.00", "10.00"),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_an_answer_with_a_balance_says_what_is_held_and_available(bob: Bob, database: Database, what: str) -> None:
    ask, balance, available = ANSWERS[what]

    answer = ask(bob)

    (shown,) = [answer[name] for name in _BALANCES if name in answer]
    assert (shown, answer["held"], answer["available"]) == (balance, "40.00", available)
    database.assert_consistent()


def test_a_capture_says_what_is_still_held(bob: Bob) -> None:
    (hold,) = ok(bob.service.get("/api/v1/holds", {"status": "pending"}))["items"]
    captured = ok(holds.capture(bob.service, hold, amount="15", final=False))

    assert (captured["balance_after"], captured["held_after"], captured["available_after"]) == (
        "35.00",
        "25.00",
        "10.00",
    )


def test_what_is_held_is_of_now_and_has_no_value_for_the_past(bob: Bob) -> None:
    past = {"currency": "USD", "date_to": "2026-01-01"}
    statement = ok(bob.service.get(f"/api/v1/wallets/{bob.owner_id}/statement", past))
    balance = ok(bob.service.get(f"/api/v1/wallets/{bob.owner_id}/balance", {"currency": "USD", "at": "2026-01-01"}))

    assert (statement["held"], statement["available"]) == (None, None)
    assert (balance["held"], balance["available"]) == (None, None)


def test_a_settlement_names_what_is_held_and_does_not_set_it_to_zero(bob: Bob, database: Database) -> None:
    refused = bob.settle("zero")
    carried = ok(bob.settle("carry"))
    (listed,) = ok(bob.agent.get("/api/v1/agent/settlements"))["items"]

    kit.assert_problem(refused, 400, "insufficient_funds")
    assert (refused.json["balance"], refused.json["held"], refused.json["available"]) == ("50.00", "40.00", "10.00")
    assert [one["held"] for one in (bob.preview(), carried, listed)] == ["40.00"] * 3
    database.assert_consistent()


def test_a_settlement_to_zero_leaves_what_a_credit_line_covers_held(
    agent: Person, service: Person, database: Database
) -> None:
    carl = kit.new_customer(agent, account_type="credit", credit_limit="30")
    kit.cashier(agent, "credit", carl, "20")
    holds.hold(service, carl, "30")

    settled = ok(agent.post("/api/v1/agent/settlements", {"customer_id": carl, "method": "zero"}))

    assert (settled["closing_balance"], settled["balance_after"], settled["held"]) == ("20.00", "0.00", "30.00")
    assert ok(agent.get(f"/api/v1/agent/clients/{carl}"))["available"] == "0.00"
    database.assert_consistent()


def test_a_settlement_that_a_release_without_holds_closed_has_nothing_held(bob: Bob, database: Database) -> None:
    ok(bob.settle("carry"))
    with database.admin() as connection:
        connection.execute("alter table settlements disable trigger user")
        connection.execute("update settlements set figures = (figures::jsonb #- '{figures,held}')::json")
        connection.execute("alter table settlements enable trigger user")

    (listed,) = ok(bob.agent.get("/api/v1/agent/settlements"))["items"]

    assert listed["held"] == "0.00"


@pytest.mark.parametrize("role", ["purser_read", "purser_wallet", "purser_approvals"])
def test_every_login_that_reads_balances_knows_what_has_expired(bob: Bob, role: str) -> None:
    with sessions.connected_as(role):
        balance = kit.in_session(lambda session: wallets.get_balance(session, bob.owner_id, "USD"))

    assert (str(balance.held), str(balance.available)) == ("40.00", "10.00")


def test_a_receipt_has_what_is_held_at_the_time_of_the_posting(bob: Bob, database: Database) -> None:
    """The receiver's wallet is ahead of the clock, behind the end of a hold on the sender's."""
    kit.credit(bob.service, "zed", "1", "USD")
    set_ahead(database, "zed", "40 s")
    database.rows("update holds set expires_at = clock_timestamp() + interval '20 s' where amount = 4000 returning 1")
    request = wallets.TransferCreate(to_owner_id="zed", amount=Decimal(4), currency="USD")

    receipt = kit.in_session(lambda session: wallets.transfer(session, bob.owner_id, request))

    shown = bob.wallet("/balance")
    assert (str(receipt.from_held), str(receipt.from_available)) == ("0.00", "46.00")
    assert (shown["held"], shown["available"]) == ("0.00", "46.00")


def test_a_statement_says_what_is_held_only_with_the_newest_balance(bob: Bob, database: Database) -> None:
    """The wallet is ahead of the clock, so that its newest entry is after the end of a period that has not ended."""
    ahead = set_ahead(database, bob.owner_id, "40 s")
    bob.move("debit", "4")

    query = {"currency": "USD", "date_to": (ahead - timedelta(seconds=1)).isoformat()}
    statement = ok(bob.service.get(f"/api/v1/wallets/{bob.owner_id}/statement", query))

    assert (statement["closing_balance"], statement["held"], statement["available"]) == ("50.00", None, None)


def test_what_is_held_has_no_value_for_the_past_of_an_owner_without_a_wallet(service: Person) -> None:
    past = ok(service.get("/api/v1/wallets/nobody/statement", {"currency": "USD", "date_to": "2026-01-01"}))
    present = ok(service.get("/api/v1/wallets/nobody/statement", {"currency": "USD"}))

    assert [(one["held"], one["available"]) for one in (past, present)] == [(None, None), ("0.00", "0.00")]


def set_ahead(database: Database, owner_id: str, by: str) -> datetime:
    """Let a wallet have got its time from a clock that was ahead. Returns the time."""
    time: datetime = database.value(
        "update wallets set posted_at = clock_timestamp() + %s::interval where owner_id = %s returning posted_at",
        *(by, owner_id),
    )
    return time
