"""The wallet service: credit, debit, transfer and the overdraft setting."""

from typing import Any

import pytest

from tests.support import kit
from tests.support.kit import Answer, Database, Person

REASONS = ["participation", "top4", "runner_up", "winner", "entry_fee_debit", "refund", "manual_adjust", "correction"]


def move(trusted: Person, what: str, owner_id: str, amount: object, **more: object) -> Answer:
    return trusted.post(f"/api/v1/wallets/{owner_id}/{what}", {"amount": amount, "reason": "manual_adjust"} | more)


def transfer(asker: Person, to: str, amount: object, **more: object) -> Answer:
    return asker.post("/api/v1/transfers", {"to_owner_id": to, "amount": amount} | more)


def items(reader: Person, owner_id: str) -> Any:
    return reader.get(f"/api/v1/wallets/{owner_id}/transactions").json["items"]


def test_a_wallet_comes_into_being_with_its_first_credit(service: Person, database: Database) -> None:
    answer = service.post("/api/v1/wallets/ann/credit", {"amount": 25, "reason": "top4"}, key="k-1")

    assert answer.status == 201
    moved = answer.json
    assert moved == {
        "wallet_id": moved["wallet_id"],
        "balance_after": "25",
        "transaction_id": moved["transaction_id"],
        "idempotency_key": "k-1",
    }
    balance = service.get("/api/v1/wallets/ann/balance").json
    assert (balance["balance"], balance["wallet_id"], balance["currency"]) == ("25", moved["wallet_id"], "COIN")
    database.assert_consistent()


def test_a_second_credit_goes_into_the_same_wallet(service: Person) -> None:
    first, second = kit.credit(service, "ann", "5"), kit.credit(service, "ann", "7")

    assert (second["wallet_id"], second["balance_after"]) == (first["wallet_id"], "12")


def test_a_debit_takes_out_of_the_wallet(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "10")

    answer = move(service, "debit", "ann", "4", reason="entry_fee_debit")

    assert (answer.status, answer.json["balance_after"]) == (201, "6")
    newest = items(service, "ann")[0]
    assert (newest["amount"], newest["reason"], newest["balance_after"]) == ("-4", "entry_fee_debit", "6")
    database.assert_consistent()


def test_a_debit_of_the_whole_balance_succeeds(service: Person) -> None:
    kit.credit(service, "ann", "10")

    assert move(service, "debit", "ann", "10").json["balance_after"] == "0"


@pytest.mark.parametrize(("owner", "available"), [("ann", "10 COIN"), ("nobody", "0 COIN")])
def test_a_debit_beyond_the_balance_or_of_no_wallet_is_insufficient_funds(
    service: Person, database: Database, owner: str, available: str
) -> None:
    kit.credit(service, "ann", "10")

    answer = move(service, "debit", owner, "11")

    assert (answer.status, answer.code) == (400, "insufficient_funds")
    assert answer.json["detail"] == f"Insufficient funds. Available: {available}"
    assert kit.balance_of(service, "ann") == "10"
    assert service.get("/api/v1/wallets/nobody").json == {"owner_id": "nobody", "wallets": []}
    database.assert_consistent()


@pytest.mark.parametrize("what", ["credit", "debit"])
@pytest.mark.parametrize("amount", ["0", 0, "-5", -5, "1e3", "five", None, [], "9" * 17])
def test_no_amount_is_an_invalid_amount(what: str, amount: object) -> None:
    answer = move(kit.service(), what, "ann", amount)

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_amount", ["/amount"])


@pytest.mark.parametrize("what", ["credit", "debit"])
@pytest.mark.parametrize(("amount", "currency"), [("0.5", "COIN"), (0.5, "COIN"), ("0.001", "USD"), ("1.5", "JPY")])
def test_a_fraction_of_the_unit_is_an_invalid_amount(
    service: Person, database: Database, what: str, amount: object, currency: str
) -> None:
    kit.credit(service, "ann", "10", currency)

    answer = move(service, what, "ann", amount, currency=currency)

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_amount", ["/amount"])
    assert database.value("select count(*) from transactions") == 1


def test_a_json_number_is_exact(service: Person) -> None:
    answer = service.post("/api/v1/wallets/ann/credit", '{"amount": 0.1, "currency": "USD", "reason": "refund"}')

    assert answer.json["balance_after"] == "0.10"


@pytest.mark.parametrize("reason", [*REASONS, "p2p_transfer"])
def test_each_reason_is_known(service: Person, reason: str) -> None:
    assert move(service, "credit", "ann", "1", reason=reason).status == 201
    assert items(service, "ann")[0]["reason"] == reason


def test_another_reason_is_refused_with_a_list_of_those_there_are() -> None:
    answer = move(kit.service(), "credit", "ann", "1", reason="gift")

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", ["/reason"])
    assert all(reason in answer.json["errors"][0]["detail"] for reason in REASONS)


@pytest.mark.parametrize("owner", ["a b", "a" * 129, "zo%C3%AB", "a$"])
def test_a_malformed_owner_is_an_invalid_wallet(owner: str) -> None:
    service = kit.service()

    credited, sent = move(service, "credit", owner, "1"), transfer(service, owner, "1", from_owner_id="ann")

    assert [(answer.status, answer.code) for answer in (credited, sent)] == [(400, "invalid_wallet")] * 2


def test_meta_is_kept_as_it_came(service: Person) -> None:
    meta = {"tournament_id": "t-1", "rounds": [1, 2.5, None, True], "name": "Zoë"}

    move(service, "credit", "ann", "1", meta=meta)

    assert items(service, "ann")[0]["meta"] == meta


@pytest.mark.parametrize("meta", [{"x": "y" * 4090}, [], "text", {"x": "\0"}])
def test_meta_is_an_object_of_four_kibibytes_at_most(meta: object) -> None:
    answer = move(kit.service(), "credit", "ann", "1", meta=meta)

    assert (answer.status, answer.pointers) == (400, ["/meta"])


def test_a_transfer_is_one_transaction_with_two_rows_of_history(service: Person, database: Database) -> None:
    ann = kit.credit(service, "ann", "10")

    answer = service.post(
        "/api/v1/transfers",
        {"from_owner_id": "ann", "to_owner_id": "zoe", "amount": "4", "meta": {"for": "tea"}},
        key="t-1",
    )

    assert answer.status == 201
    done = answer.json
    sent, received = items(service, "ann")[0], items(service, "zoe")[0]
    assert done == {
        "transaction_id": sent["transaction_id"],
        "from_wallet_id": ann["wallet_id"],
        "to_wallet_id": service.get("/api/v1/wallets/zoe/balance").json["wallet_id"],
        "from_balance_after": "6",
        "to_balance_after": "4",
        "debit_transaction_id": sent["id"],
        "credit_transaction_id": received["id"],
        "idempotency_key": "t-1",
    }
    assert received["transaction_id"] == sent["transaction_id"]
    assert [row["amount"] for row in (sent, received)] == ["-4", "4"]
    assert [row["idempotency_key"] for row in (sent, received)] == ["t-1_debit", "t-1_credit"]
    assert [row["reason"] for row in (sent, received)] == ["p2p_transfer"] * 2
    assert [row["meta"] for row in (sent, received)] == [{"for": "tea"}] * 2
    database.assert_consistent()


def test_a_transfer_without_a_key_shows_none(service: Person) -> None:
    kit.credit(service, "ann", "10")

    assert transfer(service, "zoe", "4", from_owner_id="ann").json["idempotency_key"] is None
    assert [items(service, owner)[0]["idempotency_key"] for owner in ("ann", "zoe")] == [None, None]


def test_a_customer_sends_from_their_own_wallet_and_sees_only_their_side(service: Person) -> None:
    kit.credit(service, "ann", "10")

    answer = transfer(kit.customer("ann"), "zoe", "4")

    assert answer.status == 201
    assert answer.json["from_balance_after"] == "6"
    assert not {"to_wallet_id", "to_balance_after"} & answer.json.keys()
    assert transfer(kit.customer("ann"), "zoe", "1", from_owner_id="ann").status == 201


def test_a_customer_sends_from_nobody_elses_wallet(service: Person) -> None:
    kit.credit(service, "ann", "10")

    answer = transfer(kit.customer("zoe"), "zoe", "4", from_owner_id="ann")

    assert (answer.status, answer.code) == (403, "forbidden")
    assert kit.balance_of(service, "ann") == "10"


def test_a_transfer_to_oneself_is_an_invalid_wallet(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "10")

    by_service = transfer(service, "ann", "4", from_owner_id="ann")
    by_customer = transfer(kit.customer("ann"), "ann", "4")

    assert [(answer.status, answer.code) for answer in (by_service, by_customer)] == [(400, "invalid_wallet")] * 2
    assert database.value("select count(*) from transactions") == 1


def test_a_service_says_from_whom_it_sends(service: Person) -> None:
    answer = transfer(service, "zoe", "4")

    assert (answer.status, answer.pointers) == (400, ["/from_owner_id"])


@pytest.mark.parametrize("sender", ["ann", "nobody"])
def test_a_transfer_beyond_the_balance_makes_no_wallet_and_moves_nothing(
    service: Person, database: Database, sender: str
) -> None:
    kit.credit(service, "ann", "10")

    answer = transfer(service, "zoe", "11", from_owner_id=sender)

    assert (answer.status, answer.code) == (400, "insufficient_funds")
    assert kit.balance_of(service, "ann") == "10"
    assert service.get("/api/v1/wallets/zoe").json["wallets"] == []
    database.assert_consistent()


def test_currencies_of_an_owner_are_wallets_of_their_own(service: Person) -> None:
    kit.credit(service, "ann", "10")
    kit.credit(service, "ann", "2.50", "USD")

    wallets = service.get("/api/v1/wallets/ann").json["wallets"]

    assert [(one["currency"], one["balance"]) for one in wallets] == [("COIN", "10"), ("USD", "2.50")]
    assert transfer(service, "zoe", "5", from_owner_id="ann", currency="EUR").code == "insufficient_funds"


def test_a_wallet_that_allows_overdraft_has_no_floor_until_it_is_taken_back(
    service: Person, database: Database
) -> None:
    allowed = service.patch("/api/v1/wallets/ann", {"currency": "COIN", "allow_overdraft": True})
    assert (allowed.status, allowed.json["allow_overdraft"], allowed.json["balance"]) == (200, True, "0")

    assert move(service, "debit", "ann", "5").json["balance_after"] == "-5"
    service.patch("/api/v1/wallets/ann", {"currency": "COIN", "allow_overdraft": False})

    assert move(service, "debit", "ann", "1").code == "insufficient_funds"
    assert move(service, "credit", "ann", "2").json["balance_after"] == "-3"
    database.assert_consistent()


def test_no_setting_takes_a_credit_customer_below_their_limit(service: Person, agent: Person) -> None:
    ann = kit.new_customer(agent, account_type="credit", credit_limit="10.00")

    refused = service.patch(f"/api/v1/wallets/{ann}", {"currency": "USD", "allow_overdraft": True})

    assert (refused.status, refused.code, refused.pointers) == (400, "invalid_request", ["/allow_overdraft"])
    assert move(service, "debit", ann, "10.01", currency="USD").code == "insufficient_credit"
    taken_back = service.patch(f"/api/v1/wallets/{ann}", {"currency": "USD", "allow_overdraft": False})
    assert (taken_back.status, taken_back.json["allow_overdraft"]) == (200, False)


def test_a_customer_who_becomes_a_credit_one_has_a_limit_and_no_overdraft_beside_it(
    service: Person, agent: Person
) -> None:
    ann = kit.new_customer(agent)
    assert service.patch(f"/api/v1/wallets/{ann}", {"currency": "USD", "allow_overdraft": True}).status == 200

    agent.patch(f"/api/v1/agent/clients/{ann}", {"account_type": "credit", "credit_limit": "10.00"})

    assert service.get(f"/api/v1/wallets/{ann}/balance", {"currency": "USD"}).json["allow_overdraft"] is False
    assert move(service, "debit", ann, "10.01", currency="USD").code == "insufficient_credit"
    assert move(service, "debit", ann, "10.00", currency="USD").status == 201
