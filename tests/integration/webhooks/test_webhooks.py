"""Webhooks are created, listed and deleted, each in its tenant."""

import base64

import pytest

from tests.support import kit, webhooks
from tests.support.kit import Database, Person, assert_problem
from tests.support.webhooks import PATH, URL, Queues

pytestmark = pytest.mark.usefixtures("_nothing_is_left_to_read")


def test_a_secret_is_shown_once(service: Person) -> None:
    created = webhooks.create(service, "TransactionPosted", "LowBalance", description="Our books")

    secret = created.pop("secret")
    assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32
    assert (
        created.items()
        >= {
            "tenant_id": "acme",
            "url": URL,
            "types": ["TransactionPosted", "LowBalance"],
            "description": "Our books",
            "status": "active",
            "created_by": "service-1",
        }.items()
    )
    assert service.get(f"{PATH}/{created['webhook_id']}").json == created
    assert service.get(PATH).json["items"] == [created]
    (change,) = service.get("/api/v1/changes").json["items"]
    assert (change["kind"], change["subject"], change["before"]) == ("webhook", created["webhook_id"], None)
    assert change["after"] == {name: created[name] for name in ("url", "types", "description")} | {"disabled": False}


def test_a_repetition_with_the_same_key_answers_the_same_secret_and_creates_no_second_webhook(service: Person) -> None:
    body = {"url": URL, "types": ["TransactionPosted"]}

    first, second = service.post(PATH, body, key="once"), service.post(PATH, body, key="once")

    assert first.json == second.json
    assert service.get(PATH).json["total_count"] == 1


def test_a_deleted_webhook_is_gone_with_its_secret_and_its_deliveries(
    service: Person, database: Database, queues: Queues
) -> None:
    created = webhooks.create(service)
    kept = webhooks.create(service, url="https://kept.example/")
    service.post("/api/v1/wallets/bob/credit", {"amount": "5", "currency": "COIN", "reason": "winner"})
    assert webhooks.write() == 2
    path = f"{PATH}/{created['webhook_id']}"

    deleted = service.call("DELETE", path)

    assert deleted.json == {name: created[name] for name in created if name != "secret"}
    assert_problem(service.call("DELETE", path), 404, "webhook_not_found")
    assert_problem(service.get(path), 404, "webhook_not_found")
    assert [webhook["webhook_id"] for webhook in service.get(PATH).json["items"]] == [kept["webhook_id"]]
    assert service.get("/api/v1/changes").json["items"][0]["after"] is None
    secrets = database.rows("select webhook_id from webhook_secrets")
    assert [str(row["webhook_id"]) for row in secrets] == [kept["webhook_id"]]
    service.post("/api/v1/wallets/bob/credit", {"amount": "5", "currency": "COIN", "reason": "winner"})
    assert webhooks.write() == 1
    webhooks.run()
    assert {attempt.url for attempt in queues.attempts()} == {kept["url"]}
    for table in ("webhooks", "deliveries"):
        ids = {str(row["webhook_id"]) for row in database.rows(f"select webhook_id from {table}")}
        assert ids == {kept["webhook_id"]}, table


def test_a_webhook_of_another_tenant_is_not_found(service: Person) -> None:
    path = f"{PATH}/{webhooks.create(kit.service('globex'))['webhook_id']}"

    assert_problem(service.get(path), 404, "webhook_not_found")
    assert_problem(service.call("DELETE", path), 404, "webhook_not_found")
    assert service.get(PATH).json["items"] == []


def test_a_tenant_has_at_most_ten_webhooks(service: Person) -> None:
    deleted = webhooks.create(service)["webhook_id"]
    assert service.call("DELETE", f"{PATH}/{deleted}").status == 200
    for _ in range(10):
        webhooks.create(service)

    assert_problem(service.post(PATH, {"url": URL, "types": ["LowBalance"]}), 409, "too_many_webhooks")
    webhooks.create(kit.service("globex"))


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"types": ["LowBalance"]}, "/url"),
        ({"url": 5, "types": ["LowBalance"]}, "/url"),
        ({"url": "http://receiver.example/", "types": ["LowBalance"]}, "/url"),
        ({"url": "http://127.0.0.1/", "types": ["LowBalance"]}, "/url"),
        ({"url": "https://169.254.169.254/latest", "types": ["LowBalance"]}, "/url"),
        ({"url": URL}, "/types"),
        ({"url": URL, "types": []}, "/types"),
        ({"url": URL, "types": ["Unknown"]}, "/types/0"),
        ({"url": URL, "types": ["ReconciliationRequested"]}, "/types/0"),
        ({"url": URL, "types": ["LowBalance", "LowBalance"]}, "/types"),
        ({"url": URL, "types": ["LowBalance"], "description": "x" * 501}, "/description"),
        ({"url": URL, "types": ["LowBalance"], "secret": "whsec_mine"}, "/secret"),
    ],
)
def test_a_webhook_has_a_public_https_url_and_types_of_events(
    service: Person, body: dict[str, object], pointer: str
) -> None:
    refused = service.post(PATH, body)

    assert_problem(refused, 400, "invalid_request")
    assert refused.pointers == [pointer]
