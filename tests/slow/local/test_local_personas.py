"""The personas with which a developer signs in to the console."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from local import personas
from local.identity import TokenRequest
from tests.support import kit
from tests.support.kit import Database

type GetPersonas = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def get_personas(database: Database) -> GetPersonas:
    """A function that returns the items of GET /local/personas."""
    transport = httpx.ASGITransport(Starlette(routes=[personas.route(database.admin_url)]))

    async def answers() -> list[dict[str, Any]]:
        async with httpx.AsyncClient(transport=transport, base_url="http://local.example") as client:
            answer = await client.get("/local/personas")
            return list(answer.json()["items"])

    return lambda: asyncio.run(answers())


def test_every_persona_of_the_console_is_listed_with_the_claims_of_its_token(get_personas: GetPersonas) -> None:
    items = get_personas()

    assert {role for item in items for role in item["roles"]} == {
        "agent",
        "billing.view",
        "billing.manage",
        "root",
        "customer",
        "owner",
        "auditor",
    }
    for item in items:
        assert item.pop("title")
        assert TokenRequest.model_validate(item).name


def test_the_customer_persona_has_an_id_after_the_demo_data_was_loaded(get_personas: GetPersonas) -> None:
    def customer() -> dict[str, object]:
        (found,) = [item for item in get_personas() if item["roles"] == ["customer"]]
        return found

    before = customer()
    kit.new_customer(kit.agent("agent-ada", "acme"), "alice")
    after_another_tenant = customer()
    alice = kit.new_customer(kit.agent("agent-ada", "demo"), "alice")

    assert "customer_id" not in before
    assert after_another_tenant == before, "a customer with the same name in another tenant is another person"
    assert customer() == before | {"customer_id": alice}
