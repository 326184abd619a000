"""Holds: create and release them, and what else of a wallet they change."""

from typing import Any
from uuid import uuid4

import pytest

from tests.support import erasures, holds, kit
from tests.support.holds import debit, state
from tests.support.kit import Database, Person


def test_a_hold_moves_nothing_and_is_not_available(service: Person, ann: str, database: Database) -> None:
    answer = holds.ask(service, ann, "30", external_reference="order-7", meta={"cart": 3}, key="k-1")

    assert answer.status == 201, answer.text
    hold = answer.json
    assert hold == {
        "hold_id": hold["hold_id"],
        "status": "pending",
        "owner_id": "ann",
        "wallet_id": hold["wallet_id"],
        "currency": "USD",
        "amount": "30.00",
        "captured": "0.00",
        "remaining": "30.00",
        "to": None,
        "reason": "order",
        "external_reference": "order-7",
        "meta": {"cart": 3},
        "expires_at": hold["expires_at"],
        "created_at": hold["created_at"],
        "created_by": "service-1",
        "ended_at": None,
        "idempotency_key": "k-1",
        "available_after": "70.00",
    }
    assert kit.balance_of(service, "ann", "USD") == "100.00"
    assert debit(service, "70.01").json["available"] == "70.00"
    assert debit(service, "70").status == 201
    database.assert_consistent()


def test_a_hold_of_more_than_is_available_is_refused(service: Person, ann: str, database: Database) -> None:
    holds.hold(service, ann, "60")

    answer = holds.ask(service, ann, "40.01")

    kit.assert_problem(answer, 400, "insufficient_funds")
    assert (answer.json["available"], answer.json["balance"]) == ("40.00", "100.00")
    assert holds.hold(service, ann, "40")["available_after"] == "0.00"
    database.assert_consistent()


def test_a_hold_on_a_credit_wallet_may_use_its_line(agent: Person, service: Person) -> None:
    carl = kit.new_customer(agent, account_type="credit", credit_limit="50")

    assert holds.hold(service, carl, "30")["available_after"] == "20.00"
    answer = holds.ask(service, carl, "20.01")

    kit.assert_problem(answer, 400, "insufficient_credit")
    assert answer.json["available"] == "20.00"


def test_what_is_held_of_a_wallet_is_at_most_the_greatest_amount(agent: Person, service: Person) -> None:
    greatest = "90071992547409.91"
    carl = kit.new_customer(agent, account_type="credit", credit_limit=greatest)
    kit.cashier(agent, "credit", carl, greatest)
    holds.hold(service, carl, greatest)

    kit.assert_problem(holds.ask(service, carl, "0.01"), 400, "balance_out_of_range")
    assert agent.post("/api/v1/agent/settlements", {"customer_id": carl, "method": "carry"}).status == 201
    assert agent.get("/api/v1/agent/settlements").json["items"][0]["held"] == greatest


def test_a_hold_needs_a_wallet_with_money(service: Person, database: Database) -> None:
    kit.assert_problem(holds.ask(service, "nobody", "1"), 400, "insufficient_funds")
    assert database.value("select count(*) from wallets") == 0


def test_a_transfer_and_a_bet_do_not_take_what_is_held(agent: Person, service: Person) -> None:
    bob = kit.new_customer(agent, balance="50")
    holds.hold(service, bob, "40")

    body = {"from_owner_id": bob, "to_owner_id": "cat", "amount": "10.01", "currency": "USD"}
    kit.assert_problem(service.post("/api/v1/transfers", body), 400, "insufficient_funds")
    kit.assert_problem(
        kit.customer(bob).post("/api/v1/bets", {"stake": "10.01", "description": "Home"}), 400, "insufficient_funds"
    )
    receipt = kit.cashier(agent, "debit", bob, "4")
    assert (receipt["balance_after"], receipt["available"]) == ("46.00", "6.00")
    seen = agent.get(f"/api/v1/agent/clients/{bob}").json
    assert (seen["account_balance"], seen["available"]) == ("46.00", "6.00")
    totals = agent.get("/api/v1/agent/clients").json["totals"]
    assert (totals["total_balance"], totals["total_available"]) == ("46.00", "6.00")


def test_a_hold_on_a_wallet_that_may_be_overdrawn_has_no_floor(service: Person) -> None:
    service.patch("/api/v1/wallets/ann", {"currency": "USD", "allow_overdraft": True})

    assert holds.hold(service, "ann", "30")["available_after"] == "0.00"
    kit.assert_problem(holds.ask(service, "ann", "90071992547409.91"), 400, "balance_out_of_range")


def test_a_release_makes_what_is_left_available(service: Person, ann: str, database: Database) -> None:
    hold = holds.hold(service, ann, "30")
    holds.capture(service, hold, amount="12", final=False)

    answer = holds.release(service, hold)

    assert answer.status == 200, answer.text
    assert state(answer.json) == ("released", "12.00", "0.00")
    assert answer.json["available_after"] == "88.00"
    assert answer.json["ended_at"] is not None
    database.assert_consistent()


@pytest.mark.parametrize("end", ["captured", "released", "expired"])
def test_after_its_end_a_hold_is_neither_captured_nor_released(
    service: Person, ann: str, database: Database, end: str
) -> None:
    hold = holds.hold(service, ann, "30")
    if end == "captured":
        holds.capture(service, hold, amount="1")
    elif end == "released":
        holds.release(service, hold)
    else:
        holds.expire(database, hold)
    balance = kit.balance_of(service, "ann", "USD")

    for answer in (
        holds.capture(service, hold),
        holds.capture(service, hold, amount="1", final=False),
        holds.release(service, hold),
    ):
        kit.assert_problem(answer, 409, f"hold_{end}")

    assert kit.balance_of(service, "ann", "USD") == balance
    assert service.get(f"/api/v1/holds/{hold['hold_id']}").json["status"] == end
    database.assert_consistent()


def test_an_unknown_hold_and_that_of_another_tenant_is_not_found(service: Person, ann: str) -> None:
    hold = holds.hold(service, ann, "30")
    other = kit.service("globex")

    for answer in (
        holds.capture(other, hold),
        holds.release(other, hold),
        other.get(f"/api/v1/holds/{hold['hold_id']}"),
        service.get(f"/api/v1/holds/{uuid4()}"),
    ):
        kit.assert_problem(answer, 404, "hold_not_found")


def test_a_hold_for_an_erased_person_is_refused_and_no_text_is_stored(
    service: Person, ann: str, database: Database
) -> None:
    kit.credit(service, "bob", "5")
    service.post("/api/v1/wallets/bob/debit", {"amount": "5", "reason": "manual_adjust"})
    erasures.erase(service, "bob")

    refused = holds.ask(service, ann, "10", to={"owner_id": "bob"}, external_reference="Yolanda")

    kit.assert_problem(refused, 409, "person_erased")
    assert erasures.rows_with(database, "Yolanda") == {}


def test_a_tournament_platform_holds_coins_only(service: Person, ann: str) -> None:
    platform = Person("games", ("tournaments",))
    kit.credit(service, "pat", "50")
    dollars = holds.hold(service, ann, "30")

    coins = platform.post("/api/v1/holds", {"owner_id": "pat", "currency": "COIN", "amount": 5, "reason": "fee"})

    assert coins.status == 201, coins.text
    for answer in (
        holds.ask(platform, ann, "1"),
        holds.capture(platform, dollars),
        holds.release(platform, dollars),
        holds.capture(platform, dollars, amount="30.01"),
        platform.get(f"/api/v1/holds/{dollars['hold_id']}"),
        platform.get("/api/v1/holds"),
        platform.get("/api/v1/holds", {"currency": "USD"}),
        holds.capture(platform, coins.json, allow_frozen=True),
    ):
        kit.assert_problem(answer, 403, "forbidden")
    listed = platform.get("/api/v1/holds", {"currency": "COIN"}).json["items"]
    assert [one["hold_id"] for one in listed] == [coins.json["hold_id"]]
    assert holds.release(platform, coins.json).status == 200


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"amount": "0"}, ["/amount"]),
        ({"amount": "-1"}, ["/amount"]),
        ({"amount": "1.001"}, ["/amount"]),
        ({"reason": "Order 7"}, ["/reason"]),
        ({"reason": "bet_stake"}, ["/reason"]),
        ({"reason": "hold_capture"}, ["/reason"]),
        ({"expires_in": 59}, ["/expires_in"]),
        ({"expires_in": 30 * 24 * 3600 + 1}, ["/expires_in"]),
        ({"expires_in": True}, ["/expires_in"]),
        ({"expires_in": 60, "expires_at": "2999-01-01"}, ["/"]),
        ({"expires_at": "2999-01-01"}, ["/expires_at"]),
        ({"expires_at": "2020-01-01T00:00:00Z"}, ["/expires_at"]),
        ({"expires_at": "soon"}, ["/expires_at"]),
        ({"to": {}}, ["/to"]),
        ({"to": {"owner_id": "bob", "account": "house"}}, ["/to"]),
        ({"to": {"account": "agent:a"}}, ["/to"]),
        ({"to": {"account": "tenant:acme"}}, ["/to"]),
        ({"to": {"owner_id": "ann"}}, ["/"]),
        ({"colour": "red"}, ["/colour"]),
    ],
)
def test_an_invalid_hold_is_refused_and_nothing_is_held(
    service: Person, ann: str, database: Database, body: dict[str, Any], pointers: list[str]
) -> None:
    answer = holds.ask(service, ann, **{"amount": "1"} | body)

    assert (answer.status, answer.pointers) == (400, pointers), answer.text
    assert database.value("select sum(held) from wallets") == 0


def test_a_repeated_request_has_one_effect_and_one_answer(service: Person, ann: str, database: Database) -> None:
    first, again = (holds.ask(service, ann, amount, key="k-1") for amount in ("30", "30.00"))
    assert (again.status, again.text, again.headers["idempotency-replayed"]) == (201, first.text, "true")
    kit.assert_problem(holds.ask(service, ann, "31", key="k-1"), 422, "idempotency_conflict")

    path = f"/api/v1/holds/{first.json['hold_id']}"
    captured, repeated = (service.post(f"{path}/capture", {"amount": 10, "final": False}, key="k-2") for _ in range(2))
    assert (repeated.status, repeated.text) == (201, captured.text)
    released, late = (service.post(f"{path}/release", key="k-3") for _ in range(2))
    assert (late.status, late.text) == (200, released.text)
    assert kit.balance_of(service, "ann", "USD") == "90.00"
    database.assert_consistent()


def test_a_hold_in_one_call_and_in_several_statements_leaves_the_same_rows_and_answers(
    service: Person, ann: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = {"expires_in": 600, "to": {"account": "house"}, "meta": {"a": "100 %"}, "external_reference": "%1$s"}

    def made(key: str) -> list[dict[str, Any]]:
        answer = holds.ask(service, ann, "30", key=key, **more).json
        (row,) = database.rows("select * from holds where hold_id = %s", answer["hold_id"])
        changing = {"hold_id", "created_at", "expires_at", "idempotency_key", "request_id", "available_after", "xid"}
        assert (row["expires_at"] - row["created_at"]).total_seconds() == 600
        return [{name: value for name, value in one.items() if name not in changing} for one in (answer, row)]

    once = made("k-1")
    monkeypatch.setattr("ledger.posting.planned", lambda *_: None)
    assert made("k-2") == once
    database.assert_consistent()
