"""The request log line: one line with its metrics, without texts of callers and without balances."""

import json
import logging
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from ledger.edge.logging import Outcome, log_request
from tests.support import kit, tokens
from tests.support.kit import Database, Person

# Values that are recognisable in any output. Amounts are recognised by their digits: so many that no random request id
# and no time contains them.
NAME, NOTE, REFERENCE, KEY = "Planted-Name", "Planted note", "planted-reference", "planted-key"
META, SIGNATURE, SEARCH, OWNER = "planted meta", "planted-signature", "planted search", "planted-owner"
AMOUNT, OPENING = "7391582640.57", "86420975318.13"
SECRETS = [NAME, NOTE, REFERENCE, KEY, META, SIGNATURE, SEARCH, "7391582640", "86420975318"]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Any:
    """Everything written since the last call."""
    caplog.set_level(logging.INFO)

    def written() -> list[Any]:
        seen = capsys.readouterr()
        logged = [record.getMessage() for record in caplog.records]
        caplog.clear()
        assert logged == [], "only the request log line is written"
        assert seen.err.splitlines() == []
        return [json.loads(line) for line in seen.out.splitlines()]

    return written


def call_with_secrets(caller: Person, method: str, path: str, body: object = None, key: str | None = None) -> Any:
    signed, _, _ = tokens.unverified(caller.claims).rpartition(".")
    return caller.call(method, path, body, key=key, headers={"authorization": f"Bearer {signed}.{SIGNATURE}"})


def test_a_request_is_logged_in_one_line_and_counted_by_its_outcome(agent: Person, lines: Any) -> None:
    ann = kit.new_customer(agent, balance="5.00")
    lines()

    answer = agent.post("/api/v1/cashier/debit", {"customer_id": ann, "amount": "7.00", "description": "Cash"})

    (line,) = lines()
    assert (line["level"], line["message"], line["service"]) == ("INFO", "request", "purser")
    assert datetime.fromisoformat(line["timestamp"]).utcoffset() == timedelta(0)
    assert line["request_id"] == answer.headers["x-request-id"]
    assert (line["operation"], line["tenant_id"]) == ("POST /api/v1/cashier/debit", "acme")
    assert (line["outcome"], line["status"]) == ("insufficient_funds", 400)
    assert (line["Requests"], line["Postings"], line["Retries"]) == (1, 0, 0)
    assert line["Duration"] > 0
    (metrics,) = line["_aws"]["CloudWatchMetrics"]
    assert metrics["Namespace"] == "Purser"
    assert metrics["Dimensions"] == [["outcome", "service"]], (
        "no metric has the tenant as a dimension, since that would be expensive"
    )
    assert [metric["Name"] for metric in metrics["Metrics"]] == ["Requests", "Duration", "Retries", "Postings"]


def test_a_log_line_names_the_trace_of_its_request(
    service: Person, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3f;Parent=53995c3f42cd8ad8;Sampled=1")

    service.get("/api/v1/wallets/bob")

    (line,) = lines()
    assert line["xray_trace_id"] == "1-5759e988-bd862e3f"


@pytest.mark.parametrize("forged", ['\n{"level": "ERROR", "outcome": "ok"}\r\n', "\x1b[2J\u2028", "Zoë"])
def test_a_request_is_logged_in_one_line_whatever_its_token_contains(
    database: Database, lines: Any, forged: str
) -> None:
    Person(f"s{forged}", ("service",), f"acme{forged}").get("/api/v1/wallets/bob")

    (line,) = lines()
    assert (line["tenant_id"], line["level"], line["outcome"]) == (f"acme{forged}", "INFO", "ok")


def test_a_log_line_is_written_whatever_it_contains(lines: Any) -> None:
    log_request(Outcome("r", "GET /\ud800", "acme\udfff", "ok", 200, 1.0))

    (line,) = lines()
    assert (line["operation"], line["tenant_id"]) == ("GET /\ud800", "acme\udfff")


def test_a_retry_is_logged_in_the_same_line(
    agent: Person, database: Database, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.storage.sessions.sleep", lambda _: None)
    monkeypatch.setenv("DATABASE_URL", "postgresql:///purser?host=/nowhere")

    agent.get("/api/v1/agent/clients")

    (line,) = lines()
    assert (line["outcome"], line["Retries"], line["transient"]) == ("unavailable", 2, ["connection"] * 3)
    assert line["failure"][0] == "Transient"


def test_texts_and_balances_of_people_are_not_logged(agent: Person, service: Person, lines: Any) -> None:
    cashier = {"amount": AMOUNT, "description": NOTE, "external_reference": REFERENCE}
    moved = {"amount": AMOUNT, "currency": "USD", "reason": "winner", "meta": {META: META}}
    client = {"username": NAME, "account_type": "credit", "credit_limit": AMOUNT}
    row = {"username": f"{NAME}2", "account_type": "postup", "opening_balance": OPENING}
    ann = call_with_secrets(agent, "POST", "/api/v1/agent/clients", client, KEY).json["customer_id"]
    cashier["customer_id"] = ann
    answers = [
        call_with_secrets(agent, "POST", "/api/v1/agent/clients", client),  # name in use
        call_with_secrets(agent, "POST", "/api/v1/agent/clients/import", {"rows": [row]}),
        call_with_secrets(agent, "POST", "/api/v1/agent/clients/import", {"rows": [row | {"account_type": NOTE}]}),
        call_with_secrets(agent, "POST", "/api/v1/cashier/credit", cashier, f"{KEY}2"),
        call_with_secrets(agent, "POST", "/api/v1/cashier/credit", cashier, f"{KEY}2"),
        call_with_secrets(agent, "POST", "/api/v1/cashier/credit", cashier | {"description": f"{NOTE}!"}, f"{KEY}2"),
        call_with_secrets(agent, "POST", "/api/v1/cashier/debit", cashier | {"amount": OPENING}),  # above the balance
        call_with_secrets(agent, "POST", "/api/v1/cashier/debit", cashier | {NOTE: NOTE}),
        call_with_secrets(agent, "POST", "/api/v1/cashier/debit", f'{{"{NOTE}": '),
        call_with_secrets(agent, "POST", "/api/v1/cashier/debit", cashier, KEY * 20),
        call_with_secrets(agent, "PATCH", f"/api/v1/agent/clients/{ann}", {"credit_limit": OPENING}),
        agent.get("/api/v1/agent/clients", {"search": SEARCH, NOTE: NOTE}),
        agent.get("/api/v1/agent/clients", {"search": NAME}),
        agent.get("/api/v1/agent/transactions"),
        agent.get(f"/api/v1/nowhere/{NAME}", {NOTE: NOTE}),
        call_with_secrets(service, "POST", f"/api/v1/wallets/{OWNER}/credit", moved, f"{KEY}3"),
        call_with_secrets(service, "POST", f"/api/v1/wallets/{OWNER}/debit", moved | {"amount": OPENING}),
        call_with_secrets(agent, "POST", f"/api/v1/wallets/{OWNER}/debit", moved),
        service.get(f"/api/v1/wallets/{OWNER}/statement", {"currency": "USD"}),
    ]

    logged = lines()
    assert len(logged) == len(answers) + 1
    assert {answer.status for answer in answers} >= {200, 201, 400, 403, 404, 409, 422}
    assert [line for line in logged if any(secret in json.dumps(line) for secret in [*SECRETS, OWNER])] == []


def test_a_500_reveals_no_database_value_to_the_caller_or_the_log(
    agent: Person, database: Database, lines: Any
) -> None:
    ann = kit.new_customer(agent, NAME)
    with database.admin() as admin:  # the server's message quotes the row: "Failing row contains (...)"
        admin.execute("alter table transactions add constraint broken check (description <> 'Planted note')")
    lines()
    cashier = {"customer_id": ann, "amount": AMOUNT, "description": NOTE, "external_reference": REFERENCE}

    answer = call_with_secrets(agent, "POST", "/api/v1/cashier/credit", cashier, KEY)

    (line,) = lines()
    assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.json == {
        "type": "/problems/internal_error",
        "title": "Internal error",
        "status": 500,
        "detail": "Something went wrong on our side. Asking again with the same Idempotency-Key is safe.",
        "instance": answer.headers["x-request-id"],
        "code": "internal_error",
    }
    assert (line["level"], line["failure"], line["sqlstate"]) == ("ERROR", ["CheckViolation"], "23514")
    assert any(re.search(r"posting/transaction\.py:\d+ post", place) for place in line["where"])
    assert [secret for secret in SECRETS if secret in json.dumps(line) + answer.text] == []
    assert database.value("select count(*) from requests") == 1, "only the request that created the customer is stored"
    database.assert_consistent()
