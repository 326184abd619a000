"""A repeated key gets the same answer, whatever happened since, and never causes a second transaction."""

from typing import Any

import pytest

from tests.support import kit
from tests.support.kit import Answer, Database, Person

pytestmark = pytest.mark.session

type Call = tuple[str, str, dict[str, object]]


@pytest.fixture
def ann(agent: Person, service: Person) -> str:
    customer_id = kit.new_customer(agent, balance="100.00")
    kit.credit(service, "pat", "100")
    return customer_id


def calls(ann: str) -> dict[str, tuple[Person, Call]]:
    cashier: dict[str, object] = {"customer_id": ann, "amount": "5.00", "description": "Cash"}
    move: dict[str, object] = {"amount": "5", "currency": "COIN", "reason": "manual_adjust"}
    return {
        "cashier debit": (kit.agent(), ("POST", "/api/v1/cashier/debit", cashier)),
        "cashier credit": (kit.agent(), ("POST", "/api/v1/cashier/credit", cashier)),
        "credit": (kit.service(), ("POST", "/api/v1/wallets/pat/credit", move)),
        "debit": (kit.service(), ("POST", "/api/v1/wallets/pat/debit", move)),
        "transfer": (
            kit.service(),
            (
                "POST",
                "/api/v1/transfers",
                {"from_owner_id": "pat", "to_owner_id": "zoe", "amount": "5", "currency": "COIN"},
            ),
        ),
        "create": (kit.agent(), ("POST", "/api/v1/agent/clients", {"username": "new", "account_type": "postup"})),
        "change": (kit.agent(), ("PATCH", f"/api/v1/agent/clients/{ann}", {"status": "frozen"})),
        "overdraft": (
            kit.service(),
            ("PATCH", "/api/v1/wallets/pat", {"currency": "COIN", "allow_overdraft": True}),
        ),
    }


NAMES = list(calls(""))
POSTING_NAMES = NAMES[:5]


def count(database: Database) -> int:
    return int(database.value("select count(*) from transactions"))


def state(database: Database) -> Any:
    return [
        database.rows(f"select to_json(t) from {table} t order by to_json(t)::text")
        for table in ("transactions", "entries", "wallets", "customers", "account_changes", "requests")
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_repeat_gets_the_same_bytes_and_changes_nothing(database: Database, ann: str, name: str) -> None:
    person, (method, path, body) = calls(ann)[name]
    first = person.call(method, path, body, key="once")
    after = state(database)

    second = person.call(method, path, body, key="once")

    assert first.status in {200, 201}, first.text
    assert "idempotency-replayed" not in first.headers
    assert (second.status, second.text) == (first.status, first.text)
    assert second.headers["idempotency-replayed"] == "true"
    assert second.headers["content-type"] == first.headers["content-type"]
    assert state(database) == after
    database.assert_consistent()


@pytest.mark.parametrize("name", POSTING_NAMES)
def test_each_call_without_a_key_is_a_new_transaction(database: Database, ann: str, name: str) -> None:
    person, (method, path, body) = calls(ann)[name]
    before = count(database)

    answers = [person.call(method, path, body) for _ in range(2)]

    assert [answer.status for answer in answers] == [201, 201]
    assert [answer.json["idempotency_key"] for answer in answers] == [None, None]
    assert len({answer.json["transaction_id"] for answer in answers}) == 2
    assert count(database) == before + 2


@pytest.mark.parametrize("name", POSTING_NAMES)
def test_another_amount_with_the_same_key_is_a_conflict(database: Database, ann: str, name: str) -> None:
    person, (method, path, body) = calls(ann)[name]
    person.call(method, path, body, key="once")
    after = state(database)

    answer = person.call(method, path, body | {"amount": "6"}, key="once")

    assert (answer.status, answer.code) == (422, "idempotency_conflict")
    assert state(database) == after


def test_a_request_for_another_operation_or_wallet_with_the_same_key_is_a_conflict(service: Person, ann: str) -> None:
    body = {"amount": "5", "currency": "COIN", "reason": "manual_adjust"}
    service.post("/api/v1/wallets/pat/credit", body, key="once")

    answers = [service.post(f"/api/v1/wallets/{path}", body, key="once") for path in ("pat/debit", "zoe/credit")]

    assert [(answer.status, answer.code) for answer in answers] == [(422, "idempotency_conflict")] * 2
    assert (kit.balance_of(service, "pat"), kit.balance_of(service, "zoe")) == ("105", "0")


def test_equal_requests_have_the_same_hash_even_if_they_are_written_differently(agent: Person, ann: str) -> None:
    def debit(amount: str, rest: str = "") -> Answer:
        body = f'{{"amount": {amount}, "customer_id": "{ann}", "description": "Cash"{rest}}}'
        return agent.post("/api/v1/cashier/debit", body, key="once")

    first = debit("5")
    repeats = [
        *(debit(amount) for amount in ('"5"', '"5.00"', "5.0", '"05.0"', "50e-1")),
        debit("5", ', "allow_overdraft": false, "external_reference": null'),  # the defaults, given explicitly
    ]

    assert first.status == 201
    assert [answer.text for answer in repeats] == [first.text] * len(repeats)
    assert debit("5", ', "allow_overdraft": true').status == 422


def test_each_principal_of_each_tenant_has_its_own_keys(database: Database, ann: str) -> None:
    callers = [
        kit.service(),
        Person("service-2", ("service",)),
        kit.service("other"),
    ]
    body = {"amount": "5", "currency": "COIN", "reason": "manual_adjust"}

    answers = [caller.post("/api/v1/wallets/pat/credit", body, key="once") for caller in callers]

    assert [answer.status for answer in answers] == [201] * 3
    assert len({answer.json["transaction_id"] for answer in answers}) == 3
    assert kit.balance_of(kit.service(), "pat") == "110"
    database.assert_consistent()


def test_only_a_success_is_stored_and_the_key_works_again_after_insufficient_funds(
    service: Person, database: Database
) -> None:
    body = {"amount": "5", "currency": "COIN", "reason": "manual_adjust"}
    refused = service.post("/api/v1/wallets/pat/debit", body, key="once")
    assert (refused.code, database.value("select count(*) from requests")) == ("insufficient_funds", 0)
    kit.credit(service, "pat", "5")

    answer = service.post("/api/v1/wallets/pat/debit", body, key="once")

    assert (answer.status, answer.json["balance_after"]) == (201, "0")
    assert "idempotency-replayed" not in answer.headers


@pytest.mark.parametrize(
    "body",
    [
        {"amount": "0", "currency": "COIN", "reason": "refund"},
        {"amount": "5", "currency": "COIN", "reason": "Gift"},
        "{",
    ],
)
def test_a_malformed_request_does_not_use_its_key(service: Person, database: Database, body: object) -> None:
    assert service.post("/api/v1/wallets/pat/credit", body, key="once").status == 400
    assert (
        service.post(
            "/api/v1/wallets/pat/credit", {"amount": "5", "currency": "COIN", "reason": "refund"}, key="once"
        ).status
        == 201
    )
    assert kit.balance_of(service, "pat") == "5"


def test_a_repeat_returns_the_original_answer_after_later_changes(agent: Person, ann: str) -> None:
    def debit(key: str, amount: str) -> Answer:
        body = {"customer_id": ann, "amount": amount, "description": "Cash"}
        return agent.post("/api/v1/cashier/debit", body, key=key)

    first, second = debit("a", "60.00"), debit("b", "40.00")

    assert debit("b", "40.00").text == second.text
    assert debit("a", "60.00").text == first.text  # although the wallet is empty by now
    assert debit("c", "0.01").code == "insufficient_funds"
    agent.patch(f"/api/v1/agent/clients/{ann}", {"status": "frozen"})
    assert debit("a", "60.00").text == first.text  # although the customer is frozen by now


@pytest.mark.parametrize("name", NAMES)
def test_simultaneous_repeats_have_one_effect_and_equal_answers(database: Database, ann: str, name: str) -> None:
    person, (method, path, body) = calls(ann)[name]
    before = count(database)

    answers = kit.simultaneously(*[lambda: person.call(method, path, body, key="once")] * 4)

    assert {answer.status for answer in answers if isinstance(answer, Answer)} <= {200, 201}
    assert len({answer.text for answer in answers if isinstance(answer, Answer)}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in answers if isinstance(answer, Answer)) == 1
    assert count(database) == before + (name in POSTING_NAMES)
    database.assert_consistent()


def test_simultaneous_different_requests_with_one_key_have_one_effect(service: Person, database: Database) -> None:
    bodies = [{"amount": amount, "currency": "COIN", "reason": "refund"} for amount in ("1", "2", "3", "4")]

    answers = kit.simultaneously(
        *[lambda body=body: service.post("/api/v1/wallets/pat/credit", body, key="once") for body in bodies]
    )

    statuses = [answer.status for answer in answers if isinstance(answer, Answer)]
    assert sorted(statuses) == [201, 422, 422, 422]
    assert kit.balance_of(service, "pat") == str(statuses.index(201) + 1)
    database.assert_consistent()


@pytest.mark.parametrize("key", ["", "x" * 129, "caf\u00e9", "a\tb"])
def test_an_invalid_key_is_refused(service: Person, database: Database, key: str) -> None:
    answer = service.post(
        "/api/v1/wallets/pat/credit", {"amount": "5", "currency": "COIN", "reason": "refund"}, key=key
    )

    assert (answer.status, answer.code) == (400, "invalid_request")
    assert count(database) == 0


@pytest.mark.parametrize("key", ["x", "x" * 128, "a key with 'quotes' and ~"])
def test_a_key_is_one_to_128_printable_ascii_characters(service: Person, key: str) -> None:
    answer = service.post(
        "/api/v1/wallets/pat/credit", {"amount": "5", "currency": "COIN", "reason": "refund"}, key=key
    )

    assert (answer.status, answer.json["idempotency_key"]) == (201, key)
    assert (
        service.get("/api/v1/wallets/pat/transactions", {"currency": "COIN"}).json["items"][0]["idempotency_key"] == key
    )
