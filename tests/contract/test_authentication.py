"""Authentication: every route of the template with missing, invalid and incomplete tokens."""

import asyncio
import base64
import json
import re
import time
from collections.abc import Mapping
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from ledger.core.principal import ROLES
from local import identity
from local.gateway import Gateway
from local.identity import AUDIENCE, ISSUER, Issuer, TokenRequest
from local.template import Authorizer
from tests.support import kit, tokens
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
    pytest.param(Person("s", ("root",)), id="root of a tenant that is not the platform's"),
    pytest.param(Person("s", (*EVERY_ROLE, "superuser")), id="an unknown role beside known ones"),
    pytest.param(Person("s", ("service desk",)), id="a role with a space, of which each word is a role or none"),
    pytest.param(Person("s", ("service agent",)), id="a role with a space, of which each word is a role"),
    *(
        pytest.param(Person("s", (), extra={"roles": roles}), id=f"roles that are {json.dumps(roles)}")
        for roles in (None, True, 7, "", "service agent", "[service]", {"service": 1}, [None], [["service"]], [7], [""])
    ),
    *(
        pytest.param(Person("s", EVERY_ROLE, extra={claim: value}), id=f"a {claim} that is {json.dumps(value)}")
        for claim in ("sub", "tenant_id", "customer_id")
        for value in (None, False, 7, ["acme"], {"acme": 1})
    ),
    *(
        pytest.param(Person("s", EVERY_ROLE, extra=claims), id=f"an id token with {json.dumps(claims)}")
        for claims in (
            {"nonce": "n"},
            {"at_hash": "h"},
            {"c_hash": "h"},
            {"typ": "ID"},
            {"typ": "Refresh"},
            {"typ": None},
        )
    ),
]


@pytest.mark.parametrize("caller", INCOMPLETE_TOKENS)
def test_every_route_answers_403_to_a_token_with_missing_claims_before_validation(caller: Person) -> None:
    """The test has no database: none is needed."""
    refused = {route.key: malformed(caller, route) for route in GUARDED}

    assert {(answer.status, answer.code) for answer in refused.values()} == {(403, "forbidden")}


def malformed(caller: Person, route: Any) -> Answer:
    path = re.sub(r"{\w+}", "malformed", route.path.replace("{owner_id}", "%20"))
    return caller.call(route.method, path, "{", query="unknown=1")


# ---- one route, whose function reads the token as all others do ------------------------------------------------------

DEBIT = "/api/v1/cashier/debit"
AGENT = Person("ada", ("agent", "billing.view"), customer_id="c-1")


def answered(event: dict[str, Any]) -> tuple[int, str]:
    """Status and code. A request with an accepted token has an invalid body, so no test here needs a database."""
    answer = kit.invoke("cashier_debit", event)
    return answer.status, answer.code


ACCEPTED = (400, "invalid_request")
FORBIDDEN = (403, "forbidden")


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        ({}, {"token_use": "access"}),
        ({"typ": "at+jwt"}, {}),
        ({"typ": "application/at+JWT"}, {}),
        ({}, {"typ": "Bearer"}),
        ({}, {"roles": "agent"}),
        ({}, {"roles": ["agent", "root"]}),
        ({}, {"customer_id": ""}),
    ],
    ids=str,
)
def test_an_access_token_is_accepted(header: dict[str, str], claims: dict[str, Any]) -> None:
    issued = AGENT.claims | claims
    event = AGENT.event("POST", DEBIT, "{", headers={"authorization": f"Bearer {tokens.unverified(issued, **header)}"})
    event["requestContext"]["authorizer"] = tokens.passed_on(issued)

    assert answered(event) == ACCEPTED


@pytest.mark.parametrize("typ", ["id_token+jwt", "logout+jwt", "dpop+jwt", "", None, 7])
def test_a_token_whose_header_names_another_type_is_forbidden(typ: object) -> None:
    token = tokens.unverified(AGENT.claims, typ=typ)

    assert answered(AGENT.event("POST", DEBIT, "{", headers={"authorization": f"Bearer {token}"})) == FORBIDDEN


def test_the_authorizer_passes_a_role_with_a_space_on_as_two_roles_and_the_function_refuses_it() -> None:
    token = signed(roles=["service agent"])
    passed = identity.Verifier(issuer.keys).authorize(Authorizer(ISSUER, frozenset({AUDIENCE})), f"Bearer {token}")
    event = AGENT.event("POST", DEBIT, "{", headers={"authorization": f"Bearer {token}"})
    event["requestContext"]["authorizer"] = passed

    assert passed["jwt"]["claims"]["roles"] == "[service agent]"
    assert answered(event) == FORBIDDEN


PASSED_ON = {
    "another sub": {"sub": "eve"},
    "another tenant": {"tenant_id": "globex"},
    "no tenant": {"tenant_id": None},
    "another customer": {"customer_id": "c-2"},
    "no customer": {"customer_id": None},
    "more roles": {"roles": "[agent billing.view root]"},
    "fewer roles": {"roles": "[agent]"},
    "no roles": {"roles": None},
    "no claims": dict.fromkeys(AGENT.claims),
}


@pytest.mark.parametrize("changes", PASSED_ON.values(), ids=PASSED_ON)
def test_a_token_that_is_not_the_one_that_was_verified_is_forbidden(changes: dict[str, str | None]) -> None:
    event = AGENT.event("POST", DEBIT, "{")
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"] | changes
    event["requestContext"]["authorizer"]["jwt"]["claims"] = {k: v for k, v in claims.items() if v is not None}

    assert answered(event) == FORBIDDEN


@pytest.mark.parametrize("authorizer", [None, {}, {"jwt": {}}, {"lambda": {"roles": "[agent]"}}], ids=str)
def test_a_request_that_no_authorizer_has_verified_is_forbidden(authorizer: dict[str, Any] | None) -> None:
    event = AGENT.event("POST", DEBIT, "{")
    del event["requestContext"]["authorizer"]
    event["requestContext"] |= {} if authorizer is None else {"authorizer": authorizer}

    assert answered(event) == FORBIDDEN


def part(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


HEADER, CLAIMS, SIGNATURE = tokens.unverified(AGENT.claims).split(".")
NO_TOKENS = {
    "no header": None,
    "an empty header": "",
    "only the prefix": "Bearer ",
    "a word": "Bearer abc",
    "two parts": f"Bearer {HEADER}.{CLAIMS}",
    "five parts, as of an encrypted token": f"Bearer {HEADER}.{CLAIMS}.{SIGNATURE}.{SIGNATURE}.{SIGNATURE}",
    "two tokens": f"Bearer {HEADER}.{CLAIMS}.{SIGNATURE}, Bearer {HEADER}.{CLAIMS}.{SIGNATURE}",
    "claims that are not base64": f"Bearer {HEADER}.{CLAIMS}!.{SIGNATURE}",
    "claims that are not ASCII": f"Bearer {HEADER}.é{CLAIMS}.{SIGNATURE}",
    "claims that are not UTF-8": f"Bearer {HEADER}._w.{SIGNATURE}",
    "claims that are a list": f"Bearer {HEADER}.{part([AGENT.claims])}.{SIGNATURE}",
    "claims nested too deeply": f"Bearer {HEADER}.{base64.urlsafe_b64encode(b'[' * 60_000).decode()}.{SIGNATURE}",
    "a header that is a text": f"Bearer {part('RS256')}.{CLAIMS}.{SIGNATURE}",
    "another scheme": f"Basic {HEADER}.{CLAIMS}.{SIGNATURE}",
}


@pytest.mark.parametrize("authorization", NO_TOKENS.values(), ids=NO_TOKENS)
def test_a_request_without_a_token_is_a_401(authorization: str | None) -> None:
    event = AGENT.event("POST", DEBIT, "{")
    del event["headers"]["authorization"]
    event["headers"] |= {} if authorization is None else {"authorization": authorization}

    assert answered(event) == (401, "unauthorized")


@pytest.mark.parametrize("prefix", ["Bearer ", "bearer ", "BEARER  ", "", " "])
def test_the_prefix_of_a_token_is_read_as_the_authorizer_reads_it(prefix: str) -> None:
    authorization = f"{prefix}{HEADER}.{CLAIMS}.{SIGNATURE}"

    assert answered(AGENT.event("POST", DEBIT, "{", headers={"authorization": authorization})) == ACCEPTED


@pytest.mark.parametrize(
    "context", [{"apiId": "another"}, {"stage": "another"}, {"apiId": None}, {"stage": None}], ids=str
)
def test_a_request_through_another_api_or_another_stage_is_forbidden(context: dict[str, str | None]) -> None:
    event = AGENT.event("POST", DEBIT, "{")
    event["requestContext"] |= context

    assert answered(event) == FORBIDDEN


def test_only_the_stage_is_compared_while_the_api_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_ID", "")
    event = AGENT.event("POST", DEBIT, "{")

    event["requestContext"]["apiId"] = "unknown"
    assert answered(event) == ACCEPTED
    event["requestContext"]["stage"] = "another"
    assert answered(event) == FORBIDDEN


def test_the_role_root_counts_in_the_tenant_that_the_template_names(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = "/api/v1/reconciliation/runs"

    def status(tenant_id: str, *roles: str) -> int:
        return Person("rita", roles, tenant_id).call("GET", runs, query="unknown=1").status

    assert (status(kit.PLATFORM, "root"), status("acme", "root"), status("acme", "root", "agent")) == (400, 403, 403)
    monkeypatch.setenv("PLATFORM_TENANT", "acme")
    assert (status(kit.PLATFORM, "root"), status("acme", "root")) == (403, 400)
    monkeypatch.delenv("PLATFORM_TENANT")
    assert (status(kit.PLATFORM, "root"), status("acme", "root")) == (403, 403)


def test_a_tenant_s_root_with_another_role_keeps_that_role_and_names_no_tenant() -> None:
    both = Person("olga", ("root", "billing.view"))

    assert both.call("GET", "/api/v1/billing/wallet/me", query="unknown=1").status == 400
    assert both.call("GET", "/api/v1/billing/wallet/me", query="tenant_id=globex").status == 403
