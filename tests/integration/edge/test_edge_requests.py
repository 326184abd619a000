"""Accepted requests: every form that the contract allows, and its effect."""

import base64
import json
from typing import Any

import pytest

from local import payload
from tests.support import kit
from tests.support.kit import Database, Person, assert_problem

CREDIT = "/api/v1/wallets/bob/credit"
VALID = {"amount": "5", "currency": "COIN", "reason": "winner"}


AMOUNTS = {
    ("USD", "0.1"): "0.10",
    ("USD", '"0.1"'): "0.10",
    ("USD", "1e2"): "100.00",
    ("USD", "1E-2"): "0.01",
    ("USD", "5.0"): "5.00",
    ("USD", '"007.50"'): "7.50",
    ("USD", '".5"'): "0.50",
    ("USD", "90071992547409.91"): "90071992547409.91",
    ("USD", '"90071992547409.91"'): "90071992547409.91",
    ("COIN", "9007199254740991"): "9007199254740991",
    ("COIN", "9.007199254740991e15"): "9007199254740991",
    ("JPY", '"120"'): "120",
    ("KWD", "0.001"): "0.001",
    ("KWD", '"1.234"'): "1.234",
}
INVALID_AMOUNTS = [
    ("USD", "0.001"),
    ("USD", '"1.000"'),
    ("USD", "1.000"),
    ("COIN", "5.5"),
    ("COIN", '"5.0"'),
    ("JPY", "0.5"),
    ("KWD", "0.0001"),
    ("COIN", "9007199254740992"),
    ("USD", "90071992547409.92"),
    ("KWD", '"9007199254740.992"'),
]


def test_an_amount_is_stored_exactly_as_sent(service: Person) -> None:
    answers = {
        (currency, written): service.post(
            f"/api/v1/wallets/owner-{number}/credit",
            f'{{"amount": {written}, "currency": "{currency}", "reason": "winner"}}',
        ).json["balance_after"]
        for number, (currency, written) in enumerate(AMOUNTS)
    }

    assert answers == AMOUNTS


def test_an_amount_that_its_currency_cannot_represent_is_refused_and_never_rounded(
    service: Person, database: Database
) -> None:
    for currency, written in INVALID_AMOUNTS:
        answer = service.post(CREDIT, f'{{"amount": {written}, "currency": "{currency}", "reason": "winner"}}')
        assert_problem(answer, 400, "invalid_amount")
        assert answer.pointers == ["/amount"]
    assert database.value("select count(*) from entries") == 0


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "APPLICATION/JSON",
        "application/json; charset=UTF-8",
        'application/json;charset="utf-8"',
        "application/vnd.purser+json",
    ],
)
def test_every_valid_content_type_of_json_is_accepted(service: Person, content_type: str) -> None:
    assert service.call("POST", CREDIT, VALID, headers={"content-type": content_type}).status == 201


def test_a_base64_encoded_body_is_decoded(service: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    original = payload.event

    def encoded(*given: Any) -> dict[str, Any]:
        event = original(*given)
        return event | {"body": base64.b64encode(event["body"].encode()).decode(), "isBase64Encoded": True}

    monkeypatch.setattr(payload, "event", encoded)

    assert service.post(CREDIT, VALID | {"meta": {"ä": "€"}}).status == 201


@pytest.mark.parametrize(("body", "content_type"), [("", ""), ("{}", "application/json"), (" {} ", ""), ("{}", "a/b")])
def test_an_empty_body_or_object_is_ignored_if_no_body_is_expected(agent: Person, body: str, content_type: str) -> None:
    headers = {"content-type": content_type}

    assert agent.call("GET", "/api/v1/agent/clients", body, headers=headers, key="§").status == 200


def test_text_is_trimmed_and_counted_in_characters(agent: Person) -> None:
    name = "\U0001f600" * 64
    ann = kit.new_customer(agent, f"  {name}\n")
    note = "ä" * 500

    receipt = kit.cashier(agent, "credit", ann, "1.00", description=f"\t{note} ", external_reference=f" {'r' * 128}")

    assert agent.get(f"/api/v1/agent/clients/{ann}").json["username"] == name
    assert receipt["external_reference"] == "r" * 128
    (item,) = agent.get("/api/v1/agent/transactions").json["items"]
    assert (item["description"], item["username"]) == (note, name)


def test_an_id_in_upper_case_is_accepted_and_returned_in_lower_case(agent: Person) -> None:
    ann = kit.new_customer(agent)

    by_path = agent.get(f"/api/v1/agent/clients/{ann.upper()}")
    by_body = kit.cashier(agent, "credit", ann.upper(), "1.00")
    by_query = agent.get("/api/v1/agent/transactions", {"customer_id": ann.upper()})

    assert by_path.json["customer_id"] == by_body["customer_id"] == ann == ann.lower()
    assert by_query.json["total_count"] == 1
    assert ann[14] == "7", "the id is a UUID of version 7"


def test_meta_of_4_kib_is_returned_unchanged(service: Person) -> None:
    meta = {"a": [1, 1.5, True, None, {"ä": "€"}], "pad": "x"}
    meta["pad"] = "x" * (4097 - len(json.dumps(meta, ensure_ascii=False, separators=(",", ":")).encode()))

    assert service.post(CREDIT, VALID | {"meta": meta}).status == 201

    (item,) = service.get("/api/v1/wallets/bob/transactions", {"currency": "COIN"}).json["items"]
    assert item["meta"] == meta


def set_times(database: Database, *moments: str) -> None:
    """Set the times of a wallet's entries, oldest first."""
    with database.admin() as admin:
        for table in ("entries", "transactions"):
            admin.execute(f"alter table {table} disable trigger all".encode())
        for version, moment in enumerate(moments, 1):
            admin.execute(
                """
                with moved as (update entries set posted_at = %(at)s where transaction_id =
                    (select transaction_id from entries where version = %(version)s) returning transaction_id)
                update transactions t set posted_at = %(at)s from moved m where t.transaction_id = m.transaction_id
                """,
                {"at": moment, "version": version},
            )


PERIODS: list[tuple[dict[str, str], int]] = [
    ({}, 4),
    ({"date_from": "2026-01-31"}, 3),
    ({"date_from": "2026-01-31T00:00:00Z"}, 3),
    ({"date_from": "2026-01-31T00:00:00.000001Z"}, 2),
    ({"date_to": "2026-01-31"}, 3),
    ({"date_to": "2026-01-31T23:59:59.999999Z"}, 2),
    ({"date_to": "2026-01-31T00:00:00"}, 1),
    ({"date_to": "2026-02-01T00:00:00Z"}, 3),
    ({"date_to": "2026-02-01"}, 4),
    ({"date_from": "2026-01-31", "date_to": "2026-01-31"}, 2),
    ({"date_from": "2026-01-31T00:00:00Z", "date_to": "2026-01-31T00:00:00Z"}, 0),
    ({"date_from": "2026-01-31T01:00:00+01:00", "date_to": "2026-01-31t02:00:00z"}, 1),
    ({"date_from": "2026-01-31 00:00"}, 3),
    ({"date_from": "0001-01-01", "date_to": "9999-12-31"}, 4),
    ({"date_from": "0001-01-01T00:00:00Z", "date_to": "9999-12-31T23:59:59.999999Z"}, 4),
    ({"date_from": "0001-01-01T00:00:00Z", "date_to": "0001-01-01T00:00:00Z"}, 0),
    ({"date_to": "0001-01-01"}, 0),
    ({"date_from": "9999-12-31"}, 0),
]


def test_date_from_is_inclusive_and_date_to_is_inclusive_for_a_day_and_exclusive_for_a_time(
    agent: Person, service: Person, database: Database
) -> None:
    ann = kit.new_customer(agent)
    for _ in range(4):
        kit.cashier(agent, "credit", ann, "1.00")
    set_times(
        database,
        "2026-01-30T23:59:59.999999Z",
        "2026-01-31T00:00:00Z",
        "2026-01-31T23:59:59.999999Z",
        "2026-02-01T00:00:00Z",
    )

    for period, found in PERIODS:
        cashier = agent.get("/api/v1/agent/transactions", period)
        statement = service.get(f"/api/v1/wallets/{ann}/statement", period | {"currency": "USD"})
        assert (cashier.status, statement.status) == (200, 200), (period, cashier.text, statement.text)
        assert (period, cashier.json["total_count"], len(statement.json["movements"])) == (period, found, found)


PAGES: list[tuple[int, int, list[int], bool]] = [
    (1, 0, [6], True),
    (100, 0, [6, 5, 4, 3, 2, 1, 0], False),
    (3, 4, [2, 1, 0], False),
    (3, 3, [3, 2, 1], True),
    (7, 0, [6, 5, 4, 3, 2, 1, 0], False),
    (6, 0, [6, 5, 4, 3, 2, 1], True),
    (5, 7, [], False),
    (5, 999_999_999, [], False),
]


def test_a_page_contains_its_part_of_the_list(agent: Person, service: Person) -> None:
    names = [f"u{number}" for number in range(7)]
    rows = [{"username": name, "account_type": "postup"} for name in names]
    assert agent.post("/api/v1/agent/clients/import", {"rows": rows}).status == 201
    ann = agent.get("/api/v1/agent/clients", "limit=1").json["items"][0]["customer_id"]
    for number in range(7):
        kit.cashier(agent, "credit", ann, "1.00", description=str(number))

    for limit, offset, shown, has_more in PAGES:
        page = {"limit": limit, "offset": offset}

        by_name = agent.get("/api/v1/agent/clients", page).json
        cashier = agent.get("/api/v1/agent/transactions", page).json
        history = service.get(f"/api/v1/wallets/{ann}/transactions", page | {"currency": "USD"}).json

        for answer in (by_name, cashier, history):
            returned = (answer["total_count"], answer["limit"], answer["offset"], answer["has_more"])
            assert returned == (7, limit, offset, has_more)
        assert [item["username"] for item in by_name["items"]] == [names[6 - number] for number in shown]
        assert [item["description"] for item in cashier["items"]] == [str(number) for number in shown]
        assert [item["balance_after"] for item in history["items"]] == [f"{number + 1}.00" for number in shown]
        assert by_name["totals"]["total_balance"] == "7.00", "totals cover the whole set"


@pytest.mark.parametrize("key", ["k", "k" * 128, "~!@#$%^&*() {}|\\\"'<>?"])
def test_a_key_of_any_printable_ascii_is_accepted_and_replayed_byte_for_byte(service: Person, key: str) -> None:
    first = service.post(CREDIT, VALID, key=key)
    again = service.post(CREDIT, '{"reason": "winner", "amount": 5, "currency": "COIN", "meta": null}', key=key)

    assert (first.status, first.json["idempotency_key"]) == (201, key)
    assert (again.status, again.text, again.headers["idempotency-replayed"]) == (201, first.text, "true")
    assert kit.balance_of(service, "bob") == "5"
