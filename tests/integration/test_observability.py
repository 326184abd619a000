"""What is told of a request: one line, its metrics, and nothing that anybody wrote or owns."""

import json
import logging
import re
import sys
from typing import Any

import pytest

from ledger import observability
from tests import kit
from tests.kit import Database, Person

# Recognisable wherever they turn up; the amounts by their digits alone.
NAME, NOTE, REFERENCE, KEY = "Planted-Name", "Planted note", "planted-reference", "planted-key"
META, TOKEN, SEARCH, OWNER = "planted meta", "planted.access.token", "planted search", "planted-owner"
AMOUNT, OPENING = "7391.57", "86420.13"
SECRETS = [NAME, NOTE, REFERENCE, KEY, META, TOKEN, SEARCH, "7391", "86420"]


class Now:
    """Whatever stdout is when something is written."""

    def write(self, text: str) -> None:
        sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Everything written since the last call; Powertools holds the stream that it found when it was imported."""
    caplog.set_level(logging.INFO)
    for handler in observability._logger._logger.handlers:
        monkeypatch.setattr(handler, "stream", Now())

    def written() -> list[str]:
        seen = capsys.readouterr()
        others = [record.getMessage() for record in caplog.records if record.name != "purser"]
        caplog.clear()
        assert others == [], "nothing is logged beside the one line"
        assert seen.err.splitlines() == []
        return seen.out.splitlines()

    return written


def planted(caller: Person, method: str, path: str, body: object = None, key: str | None = None) -> Any:
    return caller.call(method, path, body, key=key, headers={"authorization": f"Bearer {TOKEN}"})


def test_a_request_is_told_in_one_line_and_counted_by_its_outcome(agent: Person, lines: Any) -> None:
    ann = kit.new_customer(agent, balance="5.00")
    lines()

    answer = agent.post("/api/v1/cashier/debit", {"customer_id": ann, "amount": "7.00", "description": "Cash"})

    line, metrics = (json.loads(text) for text in lines())
    assert (line["level"], line["service"]) == ("INFO", "purser")
    assert line["request_id"] == answer.headers["x-request-id"]
    assert (line["operation"], line["tenant_id"]) == ("POST /api/v1/cashier/debit", "acme")
    assert (line["outcome"], line["status"], line["retries"]) == ("insufficient_funds", 400, 0)
    assert line["duration_ms"] > 0
    assert (metrics["outcome"], metrics["Requests"], metrics["Postings"]) == ("insufficient_funds", [1.0], [0.0])
    assert metrics["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Purser"
    assert ["outcome", "service"] in metrics["_aws"]["CloudWatchMetrics"][0]["Dimensions"]
    assert "tenant_id" not in metrics, "one metric a tenant would cost more than the tenant"


def test_a_line_is_a_line_whatever_the_token_says(database: Database, lines: Any) -> None:
    forged = '\n{"level": "ERROR", "outcome": "ok"}\r\n'

    Person(f"s{forged}", ("service",), f"acme{forged}").get("/api/v1/wallets/bob")

    line, metrics = (json.loads(text) for text in lines())
    assert (line["tenant_id"], line["level"], line["outcome"]) == (f"acme{forged}", "INFO", "ok")
    assert metrics["outcome"] == "ok"


def test_a_retry_is_told_in_the_same_line(
    agent: Person, database: Database, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.db.sleep", lambda _: None)
    monkeypatch.setenv("DATABASE_URL", "postgresql://purser_app@/purser?host=/nowhere")

    agent.get("/api/v1/agent/clients")

    line, metrics = (json.loads(text) for text in lines())
    assert (line["outcome"], line["retries"], line["transient"]) == ("unavailable", 2, ["connection"] * 3)
    assert line["failure"][0] == "Transient"
    assert metrics["Retries"] == [2.0]


def test_nothing_of_what_anybody_wrote_or_owns_is_told(agent: Person, service: Person, lines: Any) -> None:
    desk = {"amount": AMOUNT, "description": NOTE, "external_reference": REFERENCE}
    moved = {"amount": AMOUNT, "currency": "USD", "reason": "winner", "meta": {META: META}}
    client = {"username": NAME, "account_type": "credit", "credit_limit": AMOUNT}
    row = {"username": f"{NAME}2", "account_type": "postup", "opening_balance": OPENING}
    ann = planted(agent, "POST", "/api/v1/agent/clients", client, KEY).json["customer_id"]
    desk["customer_id"] = ann
    asked = [
        planted(agent, "POST", "/api/v1/agent/clients", client),  # taken
        planted(agent, "POST", "/api/v1/agent/clients/import", {"rows": [row]}),
        planted(agent, "POST", "/api/v1/agent/clients/import", {"rows": [row | {"account_type": NOTE}]}),
        planted(agent, "POST", "/api/v1/cashier/credit", desk, f"{KEY}2"),
        planted(agent, "POST", "/api/v1/cashier/credit", desk, f"{KEY}2"),
        planted(agent, "POST", "/api/v1/cashier/credit", desk | {"description": f"{NOTE}!"}, f"{KEY}2"),
        planted(agent, "POST", "/api/v1/cashier/debit", desk | {"amount": OPENING}),  # too much
        planted(agent, "POST", "/api/v1/cashier/debit", desk | {NOTE: NOTE}),
        planted(agent, "POST", "/api/v1/cashier/debit", f'{{"{NOTE}": '),
        planted(agent, "POST", "/api/v1/cashier/debit", desk, KEY * 20),
        planted(agent, "PATCH", f"/api/v1/agent/clients/{ann}", {"credit_limit": OPENING}),
        agent.get("/api/v1/agent/clients", {"search": SEARCH, NOTE: NOTE}),
        agent.get("/api/v1/agent/clients", {"search": NAME}),
        agent.get("/api/v1/agent/transactions"),
        agent.get(f"/api/v1/nowhere/{NAME}", {NOTE: NOTE}),
        planted(service, "POST", f"/api/v1/wallets/{OWNER}/credit", moved, f"{KEY}3"),
        planted(service, "POST", f"/api/v1/wallets/{OWNER}/debit", moved | {"amount": OPENING}),
        planted(agent, "POST", f"/api/v1/wallets/{OWNER}/debit", moved),
        service.get(f"/api/v1/wallets/{OWNER}/statement", {"currency": "USD"}),
    ]

    told = lines()
    assert len(told) == 2 * (len(asked) + 1)
    assert {answer.status for answer in asked} >= {200, 201, 400, 403, 404, 409, 422}
    assert [line for line in told if any(secret in line for secret in [*SECRETS, OWNER])] == []


def test_a_500_shows_neither_the_caller_nor_the_log_a_value_of_the_database(
    agent: Person, database: Database, lines: Any
) -> None:
    ann = kit.new_customer(agent, NAME)
    with database.admin() as admin:  # the server's message quotes the row: "Failing row contains (...)"
        admin.execute("alter table transactions add constraint broken check (description <> 'Planted note')")
    lines()
    desk = {"customer_id": ann, "amount": AMOUNT, "description": NOTE, "external_reference": REFERENCE}

    answer = planted(agent, "POST", "/api/v1/cashier/credit", desk, KEY)

    line, metrics = lines()
    told = json.loads(line)
    assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.json == {
        "type": "/problems/internal_error",
        "title": "Internal error",
        "status": 500,
        "detail": "Something went wrong on our side. Asking again with the same Idempotency-Key is safe.",
        "instance": answer.headers["x-request-id"],
        "code": "internal_error",
    }
    assert (told["level"], told["failure"], told["sqlstate"]) == ("ERROR", ["CheckViolation"], "23514")
    assert any(re.search(r"posting\.py:\d+ post", place) for place in told["where"])
    assert [secret for secret in SECRETS if secret in line + metrics + answer.text] == []
    assert database.value("select count(*) from requests") == 1, "only the one that made the customer"
    database.assert_sound()
