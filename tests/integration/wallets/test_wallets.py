"""The wallet service: credit, debit, transfer and the overdraft setting."""

from typing import Any

import pytest

from tests.support import kit
from tests.support.kit import Answer, Database, Person

REASONS = ["participation", "top4", "runner_up", "winner", "entry_fee_debit", "refund", "manual_adjust", "correction"]


def post_at_wallet(service: Person, what: str, owner_id: str, amount: object, **more: object) -> Answer:
    return service.post(
        f"/api/v1/wallets/{owner_id}/{what}", {"amount": amount, "currency": "COIN", "reason": "manual_adjust"} | more
    )


def transfer(sender: Person, to: str, amount: object, **more: object) -> Answer:
    return sender.post("/api/v1/transfers", {"to_owner_id": to, "amount": amount, "currency": "COIN"} | more)


def items(reader: Person, owner_id: str) -> Any:
    return reader.get(f"/api/v1/wallets/{owner_id}/transactions", {"currency": "COIN"}).json["items"]


def test_the_first_credit_creates_the_wallet(service: Person, database: Database) -> None:
    answer = service.post("/api/v1/wallets/ann/credit", {"amount": 25, "currency": "COIN", "reason": "top4"}, key="k-1")

    assert answer.status == 201
    moved = answer.json
    assert moved == {
        "wallet_id": moved["wallet_id"],
        "balance_after": "25",
        "held": "0",
        "available": "25",
        "transaction_id": moved["transaction_id"],
        "idempotency_key": "k-1",
        "meta": None,
    }
    balance = service.get("/api/v1/wallets/ann/balance", {"currency": "COIN"}).json
    assert (balance["balance"], balance["wallet_id"], balance["currency"]) == ("25", moved["wallet_id"], "COIN")
    database.assert_consistent()


def test_a_second_credit_uses_the_same_wallet(service: Person) -> None:
    first, second = kit.credit(service, "ann", "5"), kit.credit(service, "ann", "7")

    assert (second["wallet_id"], second["balance_after"]) == (first["wallet_id"], "12")


def test_a_debit_lowers_the_balance(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "10")

    answer = post_at_wallet(service, "debit", "ann", "4", reason="entry_fee_debit")

    assert (answer.status, answer.json["balance_after"]) == (201, "6")
    newest = items(service, "ann")[0]
    assert (newest["amount"], newest["reason"], newest["balance_after"]) == ("-4", "entry_fee_debit", "6")
    database.assert_consistent()


def test_a_debit_of_the_whole_balance_succeeds(service: Person) -> None:
    kit.credit(service, "ann", "10")

    assert post_at_wallet(service, "debit", "ann", "10").json["balance_after"] == "0"


@pytest.mark.parametrize(("owner", "available"), [("ann", "10 COIN"), ("nobody", "0 COIN")])
def test_a_debit_above_the_balance_or_without_a_wallet_is_insufficient_funds(
    service: Person, database: Database, owner: str, available: str
) -> None:
    kit.credit(service, "ann", "10")

    answer = post_at_wallet(service, "debit", owner, "11")

    assert (answer.status, answer.code) == (400, "insufficient_funds")
    assert answer.json["detail"] == f"Insufficient funds. Available: {available}"
    assert kit.balance_of(service, "ann") == "10"
    assert service.get("/api/v1/wallets/nobody").json == {"owner_id": "nobody", "wallets": []}
    database.assert_consistent()


@pytest.mark.parametrize("what", ["credit", "debit"])
@pytest.mark.parametrize("amount", ["0", 0, "-5", -5, "1e3", "five", None, [], "9" * 17])
def test_an_invalid_amount_is_refused(what: str, amount: object) -> None:
    answer = post_at_wallet(kit.service(), what, "ann", amount)

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_amount", ["/amount"])


@pytest.mark.parametrize("what", ["credit", "debit"])
@pytest.mark.parametrize(("amount", "currency"), [("0.5", "COIN"), (0.5, "COIN"), ("0.001", "USD"), ("1.5", "JPY")])
def test_a_fraction_of_the_minor_unit_is_an_invalid_amount(
    service: Person, database: Database, what: str, amount: object, currency: str
) -> None:
    kit.credit(service, "ann", "10", currency)

    answer = post_at_wallet(service, what, "ann", amount, currency=currency)

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_amount", ["/amount"])
    assert database.value("select count(*) from transactions") == 1


def test_a_json_number_is_exact(service: Person) -> None:
    answer = service.post("/api/v1/wallets/ann/credit", '{"amount": 0.1, "currency": "USD", "reason": "refund"}')

    assert answer.json["balance_after"] == "0.10"


@pytest.mark.parametrize("reason", [*REASONS, "p2p_transfer"])
def test_every_documented_reason_is_accepted(service: Person, reason: str) -> None:
    assert post_at_wallet(service, "credit", "ann", "1", reason=reason).status == 201
    assert items(service, "ann")[0]["reason"] == reason


@pytest.mark.parametrize("owner", ["a b", "a" * 129, "zo%C3%AB", "a$"])
def test_a_malformed_owner_is_an_invalid_wallet(owner: str) -> None:
    service = kit.service()

    credited, sent = post_at_wallet(service, "credit", owner, "1"), transfer(service, owner, "1", from_owner_id="ann")

    assert [(answer.status, answer.code) for answer in (credited, sent)] == [(400, "invalid_wallet")] * 2


def test_meta_is_returned_as_it_was_sent(service: Person) -> None:
    meta = {"tournament_id": "t-1", "rounds": [1, 2.5, None, True], "name": "Zoë"}

    post_at_wallet(service, "credit", "ann", "1", meta=meta)

    assert items(service, "ann")[0]["meta"] == meta


@pytest.mark.parametrize("meta", [{"x": "y" * 4090}, [], "text", {"x": "\0"}])
def test_meta_that_is_no_object_or_above_4_kib_is_refused(meta: object) -> None:
    answer = post_at_wallet(kit.service(), "credit", "ann", "1", meta=meta)

    assert (answer.status, answer.pointers) == (400, ["/meta"])


def test_a_transfer_is_one_transaction_with_two_history_items(service: Person, database: Database) -> None:
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
        "to_wallet_id": service.get("/api/v1/wallets/zoe/balance", {"currency": "COIN"}).json["wallet_id"],
        "from_balance_after": "6",
        "from_held": "0",
        "from_available": "6",
        "to_balance_after": "4",
        "to_held": "0",
        "to_available": "4",
        "debit_transaction_id": sent["id"],
        "credit_transaction_id": received["id"],
        "idempotency_key": "t-1",
        "meta": {"for": "tea"},
    }
    assert received["transaction_id"] == sent["transaction_id"]
    assert [row["amount"] for row in (sent, received)] == ["-4", "4"]
    assert [row["idempotency_key"] for row in (sent, received)] == ["t-1_debit", "t-1_credit"]
    assert [row["reason"] for row in (sent, received)] == ["p2p_transfer"] * 2
    assert [row["meta"] for row in (sent, received)] == [{"for": "tea"}] * 2
    database.assert_consistent()


def test_a_transfer_without_a_key_has_no_key_in_its_history(service: Person) -> None:
    kit.credit(service, "ann", "10")

    assert transfer(service, "zoe", "4", from_owner_id="ann").json["idempotency_key"] is None
    assert [items(service, owner)[0]["idempotency_key"] for owner in ("ann", "zoe")] == [None, None]


def test_a_customer_transfers_from_their_own_wallet_and_does_not_see_the_receiver_s_balance(service: Person) -> None:
    kit.credit(service, "ann", "10")
    kit.credit(service, "zoe", "1")

    answer = transfer(kit.customer("ann"), "zoe", "4")

    assert answer.status == 201
    assert answer.json["from_balance_after"] == "6"
    assert not {"to_wallet_id", "to_balance_after"} & answer.json.keys()
    assert transfer(kit.customer("ann"), "zoe", "1", from_owner_id="ann").status == 201


def test_a_customer_transfers_only_to_somebody_who_has_a_wallet(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "10")
    kit.credit(service, "zoe", "5", "USD")
    kit.credit(kit.service("globex"), "ben", "5")

    for nobody in ("zeo", "ben", "ann "):
        answer = transfer(kit.customer("ann"), nobody, "4")
        assert (answer.status, answer.code) in {(404, "recipient_not_found"), (400, "invalid_wallet")}, nobody

    assert transfer(kit.customer("ann"), "zeo", "11").code == "recipient_not_found", "whatever the amount"
    assert kit.balance_of(service, "ann") == "10"
    assert database.value("select count(*) from wallets where owner_kind = 'person' and tenant_id = 'acme'") == 2
    assert transfer(kit.customer("ann"), "zoe", "4").status == 201, "a wallet in any currency is enough"
    database.assert_consistent()


def test_a_service_may_transfer_to_a_new_owner_who_gets_a_wallet(service: Person) -> None:
    kit.credit(service, "ann", "10")

    assert transfer(service, "zoe", "4", from_owner_id="ann").json["to_balance_after"] == "4"


@pytest.mark.parametrize("reason", REASONS)
def test_a_transfer_by_a_customer_is_a_p2p_transfer_and_nothing_else(service: Person, reason: str) -> None:
    kit.credit(service, "ann", "10")
    kit.credit(service, "zoe", "1")

    kit.assert_problem(transfer(kit.customer("ann"), "zoe", "4", reason=reason), 403, "forbidden")

    assert kit.balance_of(service, "ann") == "10"
    assert transfer(kit.customer("ann"), "zoe", "4", reason="p2p_transfer").status == 201
    assert transfer(service, "zoe", "4", from_owner_id="ann", reason=reason).status == 201


def test_a_customer_cannot_transfer_from_another_wallet(service: Person) -> None:
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


def test_a_service_must_name_the_sender(service: Person) -> None:
    answer = transfer(service, "zoe", "4")

    assert (answer.status, answer.pointers) == (400, ["/from_owner_id"])


@pytest.mark.parametrize("sender", ["ann", "nobody"])
def test_a_transfer_above_the_balance_creates_no_wallet_and_posts_nothing(
    service: Person, database: Database, sender: str
) -> None:
    kit.credit(service, "ann", "10")

    answer = transfer(service, "zoe", "11", from_owner_id=sender)

    assert (answer.status, answer.code) == (400, "insufficient_funds")
    assert kit.balance_of(service, "ann") == "10"
    assert service.get("/api/v1/wallets/zoe").json["wallets"] == []
    database.assert_consistent()


def test_an_owner_has_one_wallet_for_each_currency(service: Person) -> None:
    kit.credit(service, "ann", "10")
    kit.credit(service, "ann", "2.50", "USD")

    wallets = service.get("/api/v1/wallets/ann").json["wallets"]

    assert [(one["currency"], one["balance"]) for one in wallets] == [("COIN", "10"), ("USD", "2.50")]
    assert transfer(service, "zoe", "5", from_owner_id="ann", currency="EUR").code == "insufficient_funds"


def test_a_wallet_that_allows_overdraft_has_no_floor_until_the_setting_is_cleared(
    service: Person, database: Database
) -> None:
    allowed = service.patch("/api/v1/wallets/ann", {"currency": "COIN", "allow_overdraft": True})
    assert (allowed.status, allowed.json["allow_overdraft"], allowed.json["balance"]) == (200, True, "0")

    assert post_at_wallet(service, "debit", "ann", "5").json["balance_after"] == "-5"
    service.patch("/api/v1/wallets/ann", {"currency": "COIN", "allow_overdraft": False})

    assert post_at_wallet(service, "debit", "ann", "1").code == "insufficient_funds"
    assert post_at_wallet(service, "credit", "ann", "2").json["balance_after"] == "-3"
    database.assert_consistent()


def test_the_overdraft_setting_is_refused_for_a_credit_customer(service: Person, agent: Person) -> None:
    ann = kit.new_customer(agent, account_type="credit", credit_limit="10.00")

    refused = service.patch(f"/api/v1/wallets/{ann}", {"currency": "USD", "allow_overdraft": True})

    assert (refused.status, refused.code, refused.pointers) == (400, "invalid_request", ["/allow_overdraft"])
    assert post_at_wallet(service, "debit", ann, "10.01", currency="USD").code == "insufficient_credit"
    cleared = service.patch(f"/api/v1/wallets/{ann}", {"currency": "USD", "allow_overdraft": False})
    assert (cleared.status, cleared.json["allow_overdraft"]) == (200, False)


def test_a_customer_who_changes_to_credit_loses_the_overdraft_setting(service: Person, agent: Person) -> None:
    ann = kit.new_customer(agent)
    assert service.patch(f"/api/v1/wallets/{ann}", {"currency": "USD", "allow_overdraft": True}).status == 200

    agent.patch(f"/api/v1/agent/clients/{ann}", {"account_type": "credit", "credit_limit": "10.00"})

    assert service.get(f"/api/v1/wallets/{ann}/balance", {"currency": "USD"}).json["allow_overdraft"] is False
    assert post_at_wallet(service, "debit", ann, "10.01", currency="USD").code == "insufficient_credit"
    assert post_at_wallet(service, "debit", ann, "10.00", currency="USD").status == 201
