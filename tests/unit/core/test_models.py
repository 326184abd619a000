"""Invalid amounts, ids, texts and times are refused without a database."""

import json
from typing import Any

import pytest

from tests.support import kit
from tests.support.kit import Person, assert_problem

CREDIT = "/api/v1/wallets/bob/credit"
DEBIT = "/api/v1/cashier/debit"
VALID = {"amount": "5", "reason": "winner"}
VALID_DEBIT = {"customer_id": "01a1f82d-a729-7d47-82e3-0ad8ada30f6a", "amount": "5.00", "description": "Cash"}
ID = VALID_DEBIT["customer_id"]


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def service() -> Person:
    return kit.service()


@pytest.fixture
def agent() -> Person:
    return kit.agent()


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        " ",
        "+5",
        "-5",
        " 5",
        "5 ",
        "5\n",
        "1e2",
        "1E2",
        "1_000",
        "1,000",
        "1 000",
        "0x10",
        "\u0661\u0662",
        "\uff15",
        ".",
        "1.2.3",
        "NaN",
        "Infinity",
        "$5",
        "5" * 5_000,
        "0",
        "0.00",
        "\u00bd",
        "5\0",
        True,
        False,
        None,
        [],
        {},
        ["5"],
        0,
        -5,
        -0.5,
    ],
    ids=lambda wrong: repr(wrong)[:20],
)
def test_an_amount_that_is_not_a_positive_decimal_is_refused(service: Person, agent: Person, wrong: object) -> None:
    for answer in (service.post(CREDIT, VALID | {"amount": wrong}), agent.post(DEBIT, VALID_DEBIT | {"amount": wrong})):
        assert_problem(answer, 400, "invalid_amount")
        assert answer.pointers == ["/amount"]


@pytest.mark.parametrize("number", ["1e400", "1e-400", "1e16", "0.00001", "5" * 5_000, "0." + "1" * 5_000, "1e309"])
def test_an_amount_outside_every_currency_s_range_is_refused(service: Person, number: str) -> None:
    answer = service.post(CREDIT, f'{{"amount": {number}, "reason": "winner"}}')

    assert_problem(answer, 400, "invalid_amount")


@pytest.mark.parametrize(
    "customer_id",
    ["", "42", f"{{{ID}}}", f"urn:uuid:{ID}", ID.replace("-", ""), f" {ID}", f"{ID}\n", ID[:-1] + "g", 42, None],
)
def test_an_id_that_is_not_a_uuid_is_refused(agent: Person, customer_id: object) -> None:
    answer = agent.post(DEBIT, VALID_DEBIT | {"customer_id": customer_id})

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["/customer_id"]


@pytest.mark.parametrize("owner", ["a b", "a" * 129, "ä", "a\0", "a%2Fb", "a|b", "*"])
def test_an_invalid_owner_name_is_an_invalid_wallet(service: Person, owner: str) -> None:
    assert_problem(service.get(f"/api/v1/wallets/{owner}"), 400, "invalid_wallet")
    transfer = {"from_owner_id": "ann", "to_owner_id": owner, "amount": "5"}
    assert_problem(service.post("/api/v1/transfers", transfer), 400, "invalid_wallet")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("description", ""),
        ("description", " \t\n\u2003"),
        ("description", "x" * 501),
        ("description", "a\0b"),
        ("description", "a\ud800b"),
        ("description", 5),
        ("description", None),
        ("external_reference", ""),
        ("external_reference", "x" * 129),
        ("external_reference", "\udfff"),
        ("transaction_type", "bet"),
        ("allow_overdraft", "true"),
        ("allow_overdraft", 1),
        ("allow_overdraft", None),
        ("idempotency_key", "k"),
    ],
)
def test_text_and_choices_outside_their_bounds_are_refused(agent: Person, field: str, value: object) -> None:
    answer = agent.post(DEBIT, VALID_DEBIT | {field: value})

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == [f"/{field}"]


@pytest.mark.parametrize(
    "meta",
    [
        pytest.param("[]", id="a list instead of an object"),
        pytest.param('{"a": "\\ud800"}', id="a lone surrogate"),
        pytest.param('{"\\u0000": 1}', id="NUL in a name"),
        pytest.param('{"a": ["\\u0000"]}', id="NUL in a value"),
        pytest.param('{"a": 1e400}', id="a number beyond the range of a double"),
        pytest.param(f'{{"a": {"9" * 4000}}}', id="an integer of 4,000 digits"),
        pytest.param('{"a":' * 16 + "{}" + "}" * 16, id="17 levels"),
        pytest.param(json.dumps({"a": "x" * 4089}), id="4,097 bytes"),
        pytest.param(json.dumps({"a": "ä" * 2045}), id="4,098 bytes of two-byte characters"),
    ],
)
def test_meta_that_is_not_a_small_json_object_is_refused(service: Person, meta: str) -> None:
    answer = service.post(CREDIT, f'{{"amount": "5", "reason": "winner", "meta": {meta}}}')

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["/meta"]


@pytest.mark.parametrize(
    "period",
    [
        {"date_from": "2026-02-01", "date_to": "2026-01-31T23:59:59Z"},
        {"date_from": "2026-02-01T00:00:00+01:00", "date_to": "2026-01-30"},
        {"date_from": "yesterday"},
        {"date_from": "2026-01-31T12:00\0"},
        {"date_from": "2026-02-30"},
        {"date_from": "2026-1-1"},
        {"date_from": "20260101"},
        {"date_from": "2026-W01-1"},
        {"date_from": "2026-01-01T"},
        {"date_from": "2026-01-01T25:00:00Z"},
        {"date_from": "2026-12-31T23:59:60Z"},
        {"date_from": "0000-01-01"},
        {"date_from": "0001-01-01T00:00:00+14:00"},
        {"date_to": "9999-12-31T23:59:59-14:00"},
        {"date_to": "10000-01-01"},
        {"date_to": "1767225600"},
        {"date_to": ""},
        {"date_to": "2026-01-01T00:00:00 02:00"},
        {"date_to": "\u0662\u0660\u0662\u0666-01-01"},
    ],
    ids=str,
)
def test_an_invalid_time_or_period_is_refused(service: Person, agent: Person, period: dict[str, str]) -> None:
    assert_problem(service.get("/api/v1/wallets/bob/statement", period), 400, "invalid_request")
    assert_problem(agent.get("/api/v1/agent/transactions", period), 400, "invalid_request")
    if len(period) == 1:
        at = {"at": next(iter(period.values()))}
        assert_problem(service.get("/api/v1/wallets/bob/balance", at), 400, "invalid_request")


@pytest.mark.parametrize("key", ["", "k" * 129, "schlüssel", "tab\tkey", "\x7f", "line\nbreak", "§" + "0" * 32])
def test_a_key_is_1_to_128_printable_ascii_characters(service: Person, key: str) -> None:
    answer = service.post(CREDIT, VALID, key=key)

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["Idempotency-Key"]


@pytest.mark.parametrize("currency", ["EURO", "usd", "US", "", "XXX", "BTC", 840])
def test_an_unknown_currency_is_refused(service: Person, currency: Any) -> None:
    assert service.post(CREDIT, VALID | {"currency": currency}).pointers == ["/currency"]
