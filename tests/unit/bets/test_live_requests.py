"""Bets, cash-outs, feed and settlement: invalid requests are refused without a database."""

from typing import Any

import pytest

from tests.support import kit, live
from tests.support.kit import Person

BET = f"/api/v1/bets/{live.UNKNOWN}"
PEOPLE = {"agent": kit.agent(), "service": kit.service(), "customer": kit.customer(live.UNKNOWN)}
ROUTES = [
    ("POST", "/api/v1/bets", {"customer", "service"}),
    ("GET", "/api/v1/bets", {"customer"}),
    ("GET", BET, {"customer", "agent", "service"}),
    ("POST", f"{BET}/cash-out", {"service"}),
    ("POST", f"{BET}/settle", {"service"}),
    ("GET", "/api/v1/agent/bets", {"agent"}),
    ("GET", "/api/v1/agent/cash-out/activity", {"agent"}),
    ("GET", "/api/v1/agent/cash-out/summary", {"agent"}),
    ("GET", "/api/v1/agent/cash-out/stream", {"agent"}),
    ("GET", "/api/v1/agent/settlement/preview", {"agent"}),
    ("GET", "/api/v1/agent/settlements", {"agent"}),
    ("POST", "/api/v1/agent/settlements", {"agent"}),
]


@pytest.mark.parametrize(("method", "path", "roles"), ROUTES)
def test_a_route_refuses_other_roles_before_it_reads_the_request(method: str, path: str, roles: set[str]) -> None:
    others = [person for role, person in PEOPLE.items() if role not in roles]
    others += [Person("root-1", (role,)) for role in ("root", "billing.view", "billing.manage")]

    answers = [person.call(method, path, "not JSON", query="nonsense=1") for person in others]

    assert {(answer.status, answer.code) for answer in answers} == {(403, "forbidden")}


BET_BODY = {"stake": "10.00", "description": "Home win"}
CLOSE_BODY = {"customer_id": live.UNKNOWN, "method": "carry"}


@pytest.mark.parametrize(
    ("role", "path", "body", "code", "pointers"),
    [
        ("customer", "/api/v1/bets", {}, "invalid_request", ["/stake", "/description"]),
        ("customer", "/api/v1/bets", BET_BODY | {"stake": "0"}, "invalid_amount", ["/stake"]),
        ("customer", "/api/v1/bets", BET_BODY | {"stake": "-1"}, "invalid_amount", ["/stake"]),
        ("customer", "/api/v1/bets", BET_BODY | {"stake": None}, "invalid_amount", ["/stake"]),
        ("customer", "/api/v1/bets", BET_BODY | {"description": " "}, "invalid_request", ["/description"]),
        ("customer", "/api/v1/bets", BET_BODY | {"description": "x" * 501}, "invalid_request", ["/description"]),
        ("customer", "/api/v1/bets", BET_BODY | {"bet": 1}, "invalid_request", ["/bet"]),
        ("service", f"{BET}/settle", {}, "invalid_request", ["/outcome"]),
        ("service", f"{BET}/settle", {"outcome": "cashed_out"}, "invalid_request", ["/outcome"]),
        ("service", f"{BET}/settle", {"outcome": "won"}, "invalid_request", ["/payout"]),
        ("service", f"{BET}/settle", {"outcome": "won", "payout": "0"}, "invalid_amount", ["/payout"]),
        ("service", f"{BET}/settle", {"outcome": "won", "payout": "-1"}, "invalid_amount", ["/payout"]),
        ("service", f"{BET}/settle", {"outcome": "lost", "payout": "1"}, "invalid_request", ["/payout"]),
        ("service", f"{BET}/settle", {"outcome": "void", "payout": "10"}, "invalid_request", ["/payout"]),
        ("service", f"{BET}/cash-out", {}, "invalid_request", ["/cash_out_amount"]),
        ("service", f"{BET}/cash-out", {"cash_out_amount": "-0.01"}, "invalid_amount", ["/cash_out_amount"]),
        (
            "service",
            f"{BET}/cash-out",
            {"cash_out_amount": 1, "is_auto": "yes", "trigger_reason": "", "note": 1},
            "invalid_request",
            ["/is_auto", "/trigger_reason", "/note"],
        ),
        (
            "service",
            f"{BET}/cash-out",
            {"cash_out_amount": 1, "trigger_reason": "x" * 129},
            "invalid_request",
            ["/trigger_reason"],
        ),
        ("service", "/api/v1/bets/7/settle", {"outcome": "lost"}, "invalid_request", ["bet_id"]),
        ("service", "/api/v1/bets/7/cash-out", {"cash_out_amount": 1}, "invalid_request", ["bet_id"]),
        ("agent", "/api/v1/agent/settlements", {}, "invalid_request", ["/customer_id", "/method"]),
        ("agent", "/api/v1/agent/settlements", CLOSE_BODY | {"method": "half"}, "invalid_request", ["/method"]),
        ("agent", "/api/v1/agent/settlements", CLOSE_BODY | {"note": "x" * 513}, "invalid_request", ["/note"]),
        ("agent", "/api/v1/agent/settlements", CLOSE_BODY | {"customer_id": "7"}, "invalid_request", ["/customer_id"]),
        (
            "agent",
            "/api/v1/agent/settlements",
            CLOSE_BODY | {"expected_balance": "ten"},
            "invalid_amount",
            ["/expected_balance"],
        ),
    ],
)
def test_a_malformed_body_is_refused(role: str, path: str, body: Any, code: str, pointers: list[str]) -> None:
    answer = PEOPLE[role].post(path, body)

    assert (answer.status, answer.code, answer.pointers) == (400, code, pointers)


@pytest.mark.parametrize(
    ("role", "path", "body", "field", "most"),
    [
        ("agent", "/api/v1/agent/settlements", CLOSE_BODY, "note", 512),
        ("customer", "/api/v1/bets", BET_BODY, "description", 500),
        ("agent", "/api/v1/agent/clients", {"account_type": "postup"}, "username", 64),
    ],
)
def test_a_text_that_is_too_long_is_refused_with_its_maximum_in_characters(
    role: str, path: str, body: dict[str, str], field: str, most: int
) -> None:
    answer = PEOPLE[role].post(path, body | {field: "é" * (most + 1)})

    assert answer.json["errors"] == [{"pointer": f"/{field}", "detail": f"At most {most} characters."}]


@pytest.mark.parametrize(
    "odds", ["1", "0.5", "10000.0001", "1.00001", "-2", "two", "1e3", True, [2], "", "1_000", 1, 0, "٢"]
)
def test_odds_outside_one_to_ten_thousand_are_refused(odds: object) -> None:
    answer = PEOPLE["service"].post("/api/v1/bets", BET_BODY | {"odds": odds})

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", ["/odds"])


PAGED = ["limit=0", "limit=101", "limit=ten", "offset=-1", "limit=1&limit=1", "x=1"]
PERIOD = ["date_from=yesterday", "date_to=2026-13-01", "customer_id=7"]


@pytest.mark.parametrize(
    ("role", "path", "query"),
    [("customer", "/api/v1/bets", query) for query in [*PAGED, "status=open", "status="]]
    + [("agent", "/api/v1/agent/bets", query) for query in [*PAGED, "status=open", "customer_id=7"]]
    + [("agent", "/api/v1/agent/cash-out/activity", query) for query in PAGED + PERIOD]
    + [("agent", "/api/v1/agent/settlements", query) for query in [*PAGED, "customer_id=7"]]
    + [("agent", "/api/v1/agent/settlement/preview", query) for query in [*PAGED, "since=never", "customer_id=7"]]
    + [("agent", "/api/v1/agent/cash-out/summary", query) for query in ("period=1h", "period=24H", "period=", "x=1")]
    + [
        ("agent", "/api/v1/agent/cash-out/stream", query)
        for query in (
            *("wait=21", "wait=-1", "wait=1.5", "wait=", "wait=1&wait=1"),
            *("last_event_id=x", "last_event_id=", "last_event_id=-1", "last_event_id=1.0", "last_event_id=%D9%A2"),
        )
    ],
)
def test_a_malformed_query_is_refused(role: str, path: str, query: str) -> None:
    answer = PEOPLE[role].get(path, query)

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", [query.split("=", maxsplit=1)[0]])


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    answer = PEOPLE["agent"].get("/api/v1/agent/cash-out/activity", "date_from=2026-02-02&date_to=2026-02-01")

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", ["date_to"])
    assert answer.json["detail"] == "date_to: date_to is before date_from."


@pytest.mark.parametrize("last", ["x", "-1", "1.5", " ", "٢"])
def test_an_invalid_last_event_id_is_refused_even_with_a_valid_one_in_the_query(last: str) -> None:
    answer = PEOPLE["agent"].call(
        "GET", "/api/v1/agent/cash-out/stream", headers={"last-event-id": last}, query="last_event_id=1"
    )

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", ["last-event-id"])


def test_a_malformed_bet_id_is_refused() -> None:
    for person in PEOPLE.values():
        answer = person.get("/api/v1/bets/7")

        assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", ["bet_id"])
