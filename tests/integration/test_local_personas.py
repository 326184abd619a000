"""The people as whom a developer signs in to the console."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from local import personas
from local.identity import TokenRequest
from tests import kit
from tests.kit import Database


@pytest.fixture
def client(database: Database) -> TestClient:
    return TestClient(Starlette(routes=[personas.route(database.admin_url)]))


def test_everybody_whom_the_console_is_for_is_offered_with_what_their_token_claims(client: TestClient) -> None:
    items = client.get("/local/personas").json()["items"]

    assert {role for item in items for role in item["roles"]} == {
        "agent",
        "billing.view",
        "billing.manage",
        "root",
        "customer",
    }
    for item in items:
        assert item.pop("title")
        assert TokenRequest.model_validate(item).name


def test_a_customer_has_an_id_once_the_demo_made_them(client: TestClient) -> None:
    def customer() -> dict[str, object]:
        (found,) = [item for item in client.get("/local/personas").json()["items"] if item["roles"] == ["customer"]]
        return dict(found)

    before = customer()
    kit.new_customer(kit.agent("agent-ada", "acme"), "alice")
    elsewhere = customer()
    alice = kit.new_customer(kit.agent("agent-ada", "demo"), "alice")

    assert "customer_id" not in before
    assert elsewhere == before, "a customer of that name in another tenant is somebody else"
    assert customer() == before | {"customer_id": alice}
