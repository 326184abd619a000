"""Requests that are refused before the database is used. These tests have none, so its use would fail."""

import json

import pytest

from ledger.edge.http import arguments
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
    "body",
    [
        pytest.param('{"amount": "5", "reason": "winner"', id="not closed"),
        pytest.param("amount=5", id="a form"),
        pytest.param("{'amount': 5}", id="a Python literal"),
        pytest.param('{"amount": NaN, "reason": "winner"}', id="NaN"),
        pytest.param('{"amount": -Infinity, "reason": "winner"}', id="Infinity"),
        pytest.param('{"amount": 1e99999999999999999999, "reason": "winner"}', id="an exponent that is too large"),
        pytest.param('{"amount": 05, "reason": "winner"}', id="a leading zero"),
        pytest.param('{"amount": "5", "amount": "6", "reason": "winner"}', id="a member twice"),
        pytest.param(
            '{"amount": "5", "reason": "winner", "meta": {"a": {"b": 1, "b": 1}}}', id="a nested member twice"
        ),
        pytest.param("[" * 100_000, id="100,000 open brackets"),
        pytest.param("[" * 100_000 + "]" * 100_000, id="100,000 nested lists"),
        pytest.param('{"a":' * 40_000 + "1" + "}" * 40_000, id="40,000 nested objects"),
        pytest.param("\ufeff" + json.dumps(VALID), id="a byte order mark"),
        pytest.param(b'{"amount": "5", "reason": "winner\xff"}', id="not UTF-8"),
        pytest.param(json.dumps(VALID).encode("utf-16"), id="UTF-16"),
        pytest.param([VALID], id="a list instead of an object"),
        pytest.param("null", id="null"),
        pytest.param('"text"', id="text"),
        pytest.param("5", id="a number"),
    ],
)
def test_a_body_that_is_not_a_json_object_is_refused(service: Person, body: object) -> None:
    answer = service.post(CREDIT, body)

    assert_problem(answer, 400, "invalid_request")
    assert answer.json["errors"][0].keys() == {"pointer", "detail"}


@pytest.mark.parametrize("body", [None, "", "  \n ", "{}"])
def test_an_absent_body_is_an_empty_object(service: Person, body: object) -> None:
    answer = service.post(CREDIT, body)

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["/amount", "/reason"]


def test_every_problem_is_listed_and_unknown_fields_are_named(agent: Person) -> None:
    answer = agent.call(
        "POST",
        DEBIT,
        {"customer_id": "x", "amount": True, "description": " ", "surprise": 1, "a/b~c": 2},
        query="colour=red",
    )

    assert_problem(answer, 400, "invalid_request")
    assert set(answer.pointers) == {"/a~1b~0c", "/amount", "/customer_id", "/description", "/surprise", "colour"}


def test_a_malformed_id_in_the_path_is_listed_with_the_other_problems(agent: Person) -> None:
    answer = agent.patch("/api/v1/agent/clients/42", {"status": "gone", "x": 1})

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["customer_id", "/status", "/x"]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "text/csv", "multipart/form-data", "", "json"]
)
def test_a_body_that_is_not_declared_as_json_gets_415(service: Person, content_type: str) -> None:
    answer = service.call("POST", CREDIT, VALID, headers={"content-type": content_type})

    assert_problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", "utf-8, utf-16"])
def test_json_in_another_charset_gets_415(service: Person, charset: str) -> None:
    answer = service.call("POST", CREDIT, VALID, headers={"content-type": f'application/json; charset="{charset}"'})

    assert_problem(answer, 415, "unsupported_media_type")


def test_a_body_above_256_kib_is_refused(service: Person) -> None:
    padded = json.dumps({"x": ""})
    at_most = padded.replace('""', f'"{"y" * (arguments.MAX_BODY_BYTES - len(padded))}"')

    assert len(at_most) == 256 * 1024
    assert service.post(CREDIT, at_most).status == 400
    assert_problem(service.post(CREDIT, at_most + " "), 413, "payload_too_large")
    assert_problem(service.post(CREDIT, "x" * 300_000), 413, "payload_too_large")
    assert_problem(service.post(CREDIT, ("ä" * 131_073).encode()), 413, "payload_too_large")


@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ("limit=0", ["limit"]),
        ("limit=101", ["limit"]),
        ("limit=-1&offset=-1", ["limit", "offset"]),
        ("limit=1.0", ["limit"]),
        ("limit=", ["limit"]),
        ("limit=%D9%A1", ["limit"]),
        ("limit=1e1", ["limit"]),
        ("offset=1_000", ["offset"]),
        (f"offset={'9' * 5000}", ["offset"]),
        ("limit=5&limit=5", ["limit"]),
        ("a=1&a=2&limit=1&limit=2", ["a", "limit"]),
        ("colour=red&size=2", ["colour", "size"]),
        ("Limit=5", ["Limit"]),
        ("limit", ["limit"]),
        ("status=gone", ["status"]),
        ("search=", ["search"]),
        ("search=%00", ["search"]),
        (f"search={'x' * 65}", ["search"]),
        ("search=%ED%A0%80", [""]),
        ("search=%FF", [""]),
        ("tenant_id=globex", ["tenant_id"]),
    ],
)
def test_an_invalid_query_parameter_is_refused_and_named(agent: Person, query: str, pointers: list[str]) -> None:
    answer = agent.get("/api/v1/agent/clients", query)

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == pointers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nowhere"),
        ("GET", "/api/v1"),
        ("GET", "/api/v2/agent/clients"),
        ("DELETE", CREDIT),
        ("PUT", DEBIT),
        ("GET", "/api/v1/wallets/"),
    ],
)
@pytest.mark.parametrize("body", [None, {"any": "thing"}, "{", "x" * 300_000], ids=["none", "json", "broken", "large"])
def test_any_request_to_an_unknown_path_is_not_found(method: str, path: str, body: object, agent: Person) -> None:
    answer = agent.call(method, path, body, query="a=1&a=2", key="k")

    assert_problem(answer, 404, "not_found")


@pytest.mark.parametrize("body", ["[]", '{"a": 1}', "{", "1"])
def test_a_non_empty_body_is_refused_if_none_is_expected(agent: Person, body: str) -> None:
    assert_problem(agent.call("GET", "/api/v1/agent/clients", body), 400, "invalid_request")


def test_every_answer_has_the_request_s_id_and_is_not_cached(agent: Person) -> None:
    answers = [agent.get("/nowhere"), agent.get("/api/v1/agent/clients", "x=1"), agent.post(CREDIT)]

    assert [answer.status for answer in answers] == [404, 400, 403]
    assert len({answer.headers["x-request-id"] for answer in answers}) == 3
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
