"""Attacks that concern several parts of the system. Attacks on one part are in the tests of that part."""

import ast
import json
from pathlib import Path

import pytest

from local import identity
from tests.contract.test_template import TEMPLATE
from tests.support import kit, live
from tests.support.kit import DEPLOYED, ROOT, Database, Person

INJECTED = [
    "x' or '1'='1",
    "'; drop table ledger.entries; --",
    "%' union select tenant_id from ledger.wallets --",
    "%s%(tenant)s{}$1\\",
    "_%",
]


@pytest.mark.parametrize("text", INJECTED)
@pytest.mark.usefixtures("acme_is_the_platform")
def test_input_of_a_caller_is_never_executed_as_sql(
    text: str, agent: Person, service: Person, database: Database
) -> None:
    ann = kit.new_customer(agent, "ann", balance="10.00")
    kit.new_customer(kit.agent("agent-1", "globex"), "eve")

    assert agent.get("/api/v1/agent/clients", {"search": text}).json["items"] == []
    caller = Person("s", ("agent", "auditor", "root", "billing.manage", "customer", "service"))
    for route in (route for route in DEPLOYED.routes if route.method == "GET" and route.authorizer):
        path = "/".join(text.replace("/", "") if part.startswith("{") else part for part in route.path.split("/"))
        model = kit.handler(route.function).operation.query  # type: ignore[attr-defined]
        for parameter in [*(model[1].model_fields if model else ()), "order_by"]:
            answer = caller.call("GET", path, query={parameter: text})
            assert answer.status in {200, 400, 404}, (route.key, parameter, answer.text)
            assert "globex" not in answer.text
    cashier = {"customer_id": ann, "amount": "1.00", "description": text, "external_reference": text}
    assert agent.post("/api/v1/cashier/credit", cashier, key="k").status == 201
    award = {"amount": "1", "currency": "COIN", "reason": "winner", "meta": {text: text}}
    assert service.post("/api/v1/wallets/bob/credit", award, key=text).status == 201

    newest = agent.get("/api/v1/agent/transactions").json["items"][0]
    assert (newest["description"], newest["external_reference"]) == (text, text)
    (coins,) = service.get("/api/v1/wallets/bob/transactions", {"currency": "COIN"}).json["items"]
    assert (coins["meta"], coins["idempotency_key"]) == ({text: text}, text)
    database.assert_consistent()


def test_a_tenant_s_name_is_only_compared_and_never_interpreted(database: Database) -> None:
    """The name comes from the issuer, but is never part of a statement, a path or another tenant's name."""
    for tenant_id in ("acme' --", "acme%", "ACME", " acme", "acme\n", "acme,globex", "*"):
        assert kit.credit(kit.service(tenant_id), "bob", "5")["balance_after"] == "5"
        assert kit.balance_of(kit.service(tenant_id), "bob") == "5"
    assert kit.balance_of(kit.service("acme"), "bob") == "0"
    database.assert_consistent()


@pytest.mark.parametrize(
    "headers",
    [
        {"x-http-method-override": "DELETE", "x-original-url": "/api/v1/billing/wallet", "x-rewrite-url": "/healthz"},
        {"x-tenant-id": "globex", "x-roles": "root", "x-forwarded-user": "root-1", "x-amzn-oidc-identity": "root-1"},
        {"transfer-encoding": "chunked", "x-forwarded-host": "evil.example", "forwarded": "host=evil.example"},
    ],
    ids=["another route", "another person", "another host"],
)
def test_no_header_changes_the_meaning_of_a_request(headers: dict[str, str], agent: Person) -> None:
    ann = kit.new_customer(agent, balance="10.00")

    answer = agent.call("GET", f"/api/v1/agent/clients/{ann}", headers=headers)

    assert (answer.status, answer.json["agent_id"]) == (200, agent.sub)
    assert "evil" not in json.dumps([answer.text, dict(answer.headers)])
    assert agent.call("GET", "/api/v1/reconciliation/runs", headers=headers).status == 403


def test_the_key_of_another_principal_does_not_return_that_principal_s_answer(
    agent: Person, other_agent: Person
) -> None:
    ann, bob = kit.new_customer(agent, "ann"), kit.new_customer(other_agent, "bob")
    first = agent.post("/api/v1/cashier/credit", {"customer_id": ann, "amount": "9.00", "description": "In"}, key="k")

    foreign = other_agent.post(
        "/api/v1/cashier/credit", {"customer_id": ann, "amount": "9.00", "description": "In"}, key="k"
    )
    own = other_agent.post(
        "/api/v1/cashier/credit", {"customer_id": bob, "amount": "1.00", "description": "In"}, key="k"
    )

    assert (first.status, foreign.status, own.status) == (201, 403, 201)
    assert "idempotency-replayed" not in own.headers
    assert own.json["balance_after"] == "1.00"


def test_a_principal_who_lost_a_role_gets_no_stored_answer(agent: Person) -> None:
    body = {"customer_id": kit.new_customer(agent), "amount": "9.00", "description": "In"}
    assert agent.post("/api/v1/cashier/credit", body, key="k").status == 201

    assert Person(agent.sub, ("customer",)).post("/api/v1/cashier/credit", body, key="k").status == 403


def test_a_customer_s_claim_gives_access_to_one_owner_only(database: Database, agent: Person) -> None:
    ann, bob = kit.new_customer(agent, "ann", balance="10.00"), kit.new_customer(agent, "bob", balance="10.00")
    for claim in (f"{ann},{bob}", f"[{ann} {bob}]", ann[:-1], "%", "*"):
        attacker = kit.customer(claim)
        assert attacker.get(f"/api/v1/wallets/{bob}/balance", {"currency": "USD"}).status == 403
        sent = {"from_owner_id": bob, "to_owner_id": "mallory", "amount": "1.00", "currency": "USD"}
        assert attacker.post("/api/v1/transfers", sent).status == 403
        assert live.request_bet(attacker).status in {400, 404}
    assert kit.balance_of(agent, bob, "USD") == kit.balance_of(agent, ann, "USD") == "10.00"


# ---- imports of the deployed code ----------------------------------------------------------------------------------


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


DEPLOYED_FILES = [*(ROOT / "functions").glob("*/*.py"), *(ROOT / "layers" / "ledger" / "ledger").rglob("*.py")]


def test_no_function_but_the_sender_calls_an_address_that_a_request_names() -> None:
    """Two other files open URLs: one for CloudFormation's answer, and one for Lambda's credentials."""
    clients = {"urllib.request", "http.client", "socket", "httpx", "requests", "smtplib", "ftplib", "xmlrpc.client"}

    found = {str(file.relative_to(ROOT)) for file in DEPLOYED_FILES if imported(file) & clients}
    assert found == {
        "layers/ledger/ledger/edge/cloudformation.py",
        "layers/ledger/ledger/storage/rds.py",
        "layers/ledger/ledger/webhooks/sender.py",
    }
    assert [file.parent.name for file in DEPLOYED_FILES if "ledger.webhooks.sender" in imported(file)] == [
        "webhooks_send"
    ]
    parsers = {"xml.etree.ElementTree", "xml.dom.minidom", "xml.sax", "pickle", "marshal", "yaml", "shelve"}
    assert [str(file) for file in DEPLOYED_FILES if imported(file) & parsers] == []


def test_a_deployment_does_not_contain_the_development_issuer() -> None:
    assert [file for file in DEPLOYED_FILES if any(name.split(".")[0] == "local" for name in imported(file))] == []
    assert identity.ISSUER.endswith(".invalid"), "RFC 2606: the name cannot be registered"
    assert TEMPLATE["Parameters"]["Issuer"]["Default"] == ""
    assert identity.ISSUER not in (ROOT / "template.yaml").read_text(encoding="utf-8")
    assert not any(route.path.startswith("/local") for route in DEPLOYED.routes)
