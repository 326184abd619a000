"""Authentication: every route of the template with missing, invalid and incomplete tokens."""

import asyncio
import re
import time
from collections.abc import Mapping
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from ledger.core.principal import ROLES
from local.gateway import Gateway
from local.identity import AUDIENCE, ISSUER, Issuer, TokenRequest
from tests.support.kit import DEPLOYED, Answer, Person

OPEN = {"GET /healthz", "$default"} | {route.key for route in DEPLOYED.routes if route.function == "console"}
GUARDED = [route for route in DEPLOYED.routes if route.key not in OPEN]
EVERY_ROLE = tuple(sorted(ROLES))
KEY = generate_private_key(public_exponent=65537, key_size=2048)
issuer = Issuer(KEY)


class NeverCalled:
    """The functions behind the gateway. A call fails the test."""

    async def invoke(self, name: str, event: dict[str, Any]) -> Any:
        raise AssertionError(f"{name} was called")


def signed(**changes: object) -> str:
    now = int(time.time())
    claims: dict[str, object] = {
        "sub": "ada",
        "tenant_id": "acme",
        "roles": list(EVERY_ROLE),
        "iss": ISSUER,
        "client_id": AUDIENCE,
    }
    claims |= {"iat": now, "exp": now + 60}
    return jwt.encode(claims | changes, KEY, algorithm="RS256", headers={"kid": issuer.kid})


def statuses(headers: Mapping[str, str], query: str = "") -> dict[str, int]:
    """The status of the gateway's own answer, by route."""
    gateway = Gateway(DEPLOYED.routes, NeverCalled(), issuer.keys)

    async def answers() -> dict[str, int]:
        transport = httpx.ASGITransport(app=gateway)
        async with httpx.AsyncClient(transport=transport, base_url="http://api.example") as client:
            return {
                route.key: (
                    await client.request(route.method, f"{with_ids(route.path)}?{query}", headers=headers)
                ).status_code
                for route in GUARDED
            }

    return asyncio.run(answers())


def with_ids(path: str) -> str:
    return re.sub(r"{\w+}", "0", path)


WITHOUT_A_VALID_TOKEN = {
    "no token": {},
    "an expired token": {"Authorization": f"Bearer {issuer.token(TokenRequest(sub='ada', expires_in=-1))}"},
    "a token that is not valid yet": {"Authorization": f"Bearer {signed(nbf=int(time.time()) + 60)}"},
    "a token of another issuer": {"Authorization": f"Bearer {signed(iss='https://example.com')}"},
    "a token for another client": {"Authorization": f"Bearer {signed(client_id='another')}"},
    "two tokens with a comma between them": {"Authorization": f"Bearer {signed()}, Bearer {signed()}"},
    "a token in another header": {"X-Authorization": f"Bearer {signed()}", "Cookie": f"Authorization={signed()}"},
}


@pytest.mark.parametrize("headers", WITHOUT_A_VALID_TOKEN.values(), ids=WITHOUT_A_VALID_TOKEN)
def test_every_route_except_the_open_ones_answers_401_without_a_valid_token(headers: dict[str, str]) -> None:
    assert set(statuses(headers, query=f"access_token={signed()}").values()) == {401}


INCOMPLETE_TOKENS = [
    pytest.param(Person("s", ()), id="no role"),
    pytest.param(Person("s", ("superuser", "Agent")), id="only unknown roles"),
    pytest.param(Person("s", EVERY_ROLE, tenant_id=""), id="no tenant"),
    pytest.param(Person("s", EVERY_ROLE, tenant_id="x" * 129), id="a tenant that is too long"),
    pytest.param(Person("", EVERY_ROLE), id="no sub"),
    pytest.param(Person("s", EVERY_ROLE, extra={"token_use": "id"}), id="an id token"),
    pytest.param(Person("s", EVERY_ROLE, extra={"token_use": "refresh"}), id="a refresh token"),
    pytest.param(Person("s", (), extra={"cognito:groups": ["root"], "scope": "root", "role": "root"}), id="a group"),
    pytest.param(Person("s", ("agent,root", "[root]", "root;")), id="roles with wrong separators"),
]


@pytest.mark.parametrize("caller", INCOMPLETE_TOKENS)
def test_every_route_answers_403_to_a_token_with_missing_claims_before_validation(caller: Person) -> None:
    """The test has no database: none is needed."""
    refused = {route.key: malformed(caller, route) for route in GUARDED}

    assert {(answer.status, answer.code) for answer in refused.values()} == {(403, "forbidden")}


def malformed(caller: Person, route: Any) -> Answer:
    path = re.sub(r"{\w+}", "malformed", route.path.replace("{owner_id}", "%20"))
    return caller.call(route.method, path, "{", query="unknown=1")


def test_an_access_token_is_accepted() -> None:
    answer = Person("s", ("agent",), extra={"token_use": "access"}).call("POST", "/api/v1/cashier/debit", "{")

    assert (answer.status, answer.code) == (400, "invalid_request")
