"""Captures of holds: what they post, and how much."""

from typing import Any

from tests.support import holds, kit, tournaments
from tests.support.holds import debit, state
from tests.support.kit import Database, Person


def posted(database: Database, captured: Any) -> dict[str, Any]:
    (row,) = database.rows(
        "select kind, external_reference, meta, is_override from transactions where transaction_id = %s",
        captured["transaction_id"],
    )
    return row


def test_an_overdraft_by_an_agent_leaves_the_hold_and_its_capture_succeeds(
    agent: Person, service: Person, database: Database
) -> None:
    bob = kit.new_customer(agent, balance="50")
    hold = holds.hold(service, bob, "40")
    receipt = kit.cashier(agent, "debit", bob, "30", allow_overdraft=True)
    assert (receipt["balance_after"], receipt["available"]) == ("20.00", "0.00")

    captured = holds.capture(service, hold).json

    assert (captured["balance_after"], captured["available_after"]) == ("-20.00", "0.00")
    assert posted(database, captured)["is_override"] is True
    database.assert_consistent()


def test_a_capture_posts_the_amount_to_whom_the_hold_names(service: Person, ann: str, database: Database) -> None:
    hold = holds.hold(service, ann, "30", to={"owner_id": "bob"}, external_reference="order-7", meta={"cart": 3})
    assert hold["to"] == {"owner_id": "bob", "account": None}

    answer = holds.capture(service, hold)

    assert answer.status == 201, answer.text
    captured = answer.json
    assert state(captured) == ("captured", "30.00", "0.00")
    assert captured["ended_at"] is not None
    assert (captured["capture_amount"], captured["balance_after"], captured["available_after"]) == (
        "30.00",
        "70.00",
        "70.00",
    )
    assert posted(database, captured) == {
        "kind": "hold_capture",
        "external_reference": "order-7",
        "meta": {"cart": 3},
        "is_override": False,
    }
    transaction = service.get(f"/api/v1/transactions/{captured['transaction_id']}").json
    assert [(entry["owner_id"], entry["amount"]) for entry in transaction["entries"]] == [
        ("ann", "-30.00"),
        ("bob", "30.00"),
    ]
    assert kit.balance_of(service, "bob", "USD") == "30.00"
    database.assert_consistent()


def test_a_capture_names_another_recipient_and_an_account(service: Person, ann: str, database: Database) -> None:
    hold = holds.hold(service, ann, "30", to={"account": "house"})
    assert hold["to"] == {"owner_id": None, "account": "house"}

    holds.capture(service, hold, amount="10", final=False, to={"owner_id": "bob"}, meta={"part": 1})
    holds.capture(service, hold)

    moved = database.rows(
        """
        select w.owner_kind, w.owner_id, e.amount, t.meta from entries e
        join wallets w using (tenant_id, wallet_id) join transactions t using (tenant_id, transaction_id)
        where t.kind = 'hold_capture' and e.amount > 0 order by e.posted_at
        """
    )
    assert [tuple(row.values()) for row in moved] == [("person", "bob", 1000, {"part": 1}), ("house", "", 2000, None)]


def test_without_a_recipient_a_capture_goes_to_the_treasury_as_a_debit_does(
    service: Person, ann: str, database: Database
) -> None:
    holds.capture(service, holds.hold(service, ann, "30"))

    assert (
        database.value("select sum(amount) from entries join wallets using (wallet_id) where owner_kind = 'treasury'")
        == -7000
    )


def test_several_captures_take_at_most_what_is_left(service: Person, ann: str, database: Database) -> None:
    hold = holds.hold(service, ann, "30")

    first = holds.capture(service, hold, amount="12", final=False)
    assert state(first.json) == ("pending", "12.00", "18.00")
    assert (first.json["balance_after"], first.json["available_after"], first.json["ended_at"]) == (
        "88.00",
        "70.00",
        None,
    )
    above = holds.capture(service, hold, amount="18.01", final=False)
    kit.assert_problem(above, 400, "hold_exceeded")
    assert (above.json["remaining"], above.pointers) == ("18.00", ["/amount"])
    last = holds.capture(service, hold, amount="18", final=False)

    assert state(last.json) == ("captured", "30.00", "0.00"), "nothing is left of it"
    details = service.get(f"/api/v1/holds/{hold['hold_id']}").json
    assert [(one["transaction_id"], one["amount"]) for one in details["captures"]] == [
        (first.json["transaction_id"], "12.00"),
        (last.json["transaction_id"], "18.00"),
    ]
    database.assert_consistent()


def test_a_final_capture_of_a_part_makes_the_rest_available(service: Person, ann: str, database: Database) -> None:
    captured = holds.capture(service, holds.hold(service, ann, "30"), amount="12").json

    assert state(captured) == ("captured", "12.00", "0.00")
    assert (captured["balance_after"], captured["available_after"]) == ("88.00", "88.00")
    assert debit(service, "88").status == 201
    database.assert_consistent()


def test_a_capture_with_a_wallet_s_reason_has_its_kind(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "100")
    body = {"owner_id": "ann", "currency": "COIN", "amount": "20", "reason": "entry_fee_debit"}
    hold = service.post("/api/v1/holds", body | {"meta": {"tournament_id": "cup"}}).json

    holds.capture(service, hold)

    row = database.rows("select kind, tournament_id from transactions order by posted_at desc limit 1")
    assert row == [{"kind": "entry_fee_debit", "tournament_id": "cup"}]


def test_an_entry_fee_goes_to_the_treasury_which_refunds_it(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "100")
    fee = {"owner_id": "ann", "currency": "COIN", "amount": "20", "reason": "entry_fee_debit"}
    refused = service.post("/api/v1/holds", fee | {"to": {"account": "house"}})
    hold = service.post("/api/v1/holds", fee | {"meta": {"tournament_id": tournaments.CUP}}).json

    assert (refused.status, refused.pointers) == (400, ["/"])
    refused = holds.capture(service, hold, to={"account": "house"})
    assert (refused.status, refused.pointers) == (400, ["/to"])
    assert holds.capture(service, hold, to={"account": "treasury"}).status == 201
    tournaments.deliver(tournaments.cancelled())
    assert kit.balance_of(service, "ann") == "100"
    database.assert_consistent()


def test_a_capture_can_be_reversed_and_the_hold_stays_captured(service: Person, ann: str, database: Database) -> None:
    captured = holds.capture(service, holds.hold(service, ann, "30")).json

    answer = service.post(f"/api/v1/transactions/{captured['transaction_id']}/reverse", {"reason": "returned"})

    assert answer.status == 201, answer.text
    assert kit.balance_of(service, "ann", "USD") == "100.00"
    assert state(service.get(f"/api/v1/holds/{captured['hold_id']}").json) == ("captured", "30.00", "0.00")
    database.assert_consistent()


def test_a_frozen_wallet_takes_no_hold_and_a_capture_only_from_who_sets_the_freeze_aside(
    agent: Person, service: Person, database: Database
) -> None:
    bob = kit.new_customer(agent, balance="50")
    hold = holds.hold(service, bob, "20")
    assert agent.patch(f"/api/v1/agent/clients/{bob}", {"status": "frozen"}).status == 200

    kit.assert_problem(holds.ask(service, bob, "1"), 409, "wallet_frozen")
    kit.assert_problem(holds.capture(service, hold), 409, "wallet_frozen")
    captured = holds.capture(service, hold, amount="5", final=False, allow_frozen=True)

    assert captured.status == 201, captured.text
    assert captured.json["balance_after"] == "45.00"
    assert posted(database, captured.json)["is_override"] is True
    assert holds.release(service, hold).status == 200, "a release raises what is available"
    database.assert_consistent()


def test_a_capture_that_would_set_a_freeze_aside_is_no_override_without_one(
    service: Person, ann: str, database: Database
) -> None:
    captured = holds.capture(service, holds.hold(service, ann, "30"), allow_frozen=True).json

    assert posted(database, captured)["is_override"] is False


def test_a_lower_credit_line_does_not_refuse_the_capture_of_what_was_held(
    agent: Person, service: Person, database: Database
) -> None:
    carl = kit.new_customer(agent, account_type="credit", credit_limit="50")
    hold = holds.hold(service, carl, "30")
    assert agent.patch(f"/api/v1/agent/clients/{carl}", {"credit_limit": "10"}).status == 200

    captured = holds.capture(service, hold).json

    assert (captured["balance_after"], captured["available_after"]) == ("-30.00", "0.00")
    database.assert_consistent()


def test_a_capture_for_the_wallet_s_own_owner_is_refused(service: Person, ann: str) -> None:
    hold = holds.hold(service, ann, "30")

    answer = holds.capture(service, hold, to={"owner_id": "ann"})

    kit.assert_problem(answer, 400, "invalid_wallet")
    assert state(service.get(f"/api/v1/holds/{hold['hold_id']}").json) == ("pending", "0.00", "30.00")
