"""The claims that the stack's own user pool adds to tokens, and where they come from."""

import json
from typing import Any

import pytest

from ledger.core.principal import MACHINE_ROLES, ROLES
from ledger.edge import cognito
from ledger.edge.http import claims
from tests.support import kit, tokens
from tests.support.kit import ROOT

SAMPLE = json.loads((ROOT / "events" / "pre_token.json").read_text())


def person(**attributes: str) -> Any:
    named = {
        name if name in {"email", "email_verified", "name"} else f"custom:{name}": v for name, v in attributes.items()
    }
    return added_claims(SAMPLE | {"request": {"userAttributes": {"sub": "s"} | named, "scopes": ["openid"]}})


def system(*scopes: str, **metadata: str) -> Any:
    request = {"userAttributes": {}, "scopes": list(scopes), "clientMetadata": metadata}
    return added_claims(SAMPLE | {"triggerSource": "TokenGeneration_ClientCredentials", "request": request})


def added_claims(event: dict[str, Any]) -> Any:
    answer = cognito.with_claims(event)
    details = answer["response"]["claimsAndScopeOverrideDetails"]
    assert details.keys() == {"accessTokenGeneration"}, "an id token gets no claims, since the API refuses id tokens"
    assert {**answer, "response": None} == {**event, "response": None}
    return details["accessTokenGeneration"]["claimsToAddOrOverride"]


def test_the_deployed_function_answers_its_sample_and_the_edge_accepts_the_claims() -> None:
    answer = kit.handler("pre_token")(SAMPLE, kit.context("pre_token"))
    added = answer["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"]["claimsToAddOrOverride"]
    issued = added | {"sub": "ada-1"}

    principal = claims.principal(tokens.request(issued))

    assert (principal.sub, principal.tenant_id) == ("ada-1", "acme")
    assert principal.roles == frozenset({"agent", "billing.view"})
    assert principal.email == "ada@acme.example"
    assert added["name"] == "Ada"


def test_a_person_s_claims_are_those_that_an_operator_set_on_the_account() -> None:
    assert person(tenant_id="acme", roles="customer", customer_id="c-1") == {
        "tenant_id": "acme",
        "roles": ["customer"],
        "customer_id": "c-1",
    }
    assert person(tenant_id="acme", roles="billing.view, agent")["roles"] == ["agent", "billing.view"]


@pytest.mark.parametrize("attributes", [{}, {"tenant_id": "acme"}, {"roles": "root"}, {"tenant_id": "a", "roles": "x"}])
def test_an_account_without_a_tenant_or_a_known_role_gets_no_claims(attributes: dict[str, str]) -> None:
    assert person(**attributes) == {}


@pytest.mark.parametrize("roles", ["root cause analyst", "agent nobody", "agent;root", "Agent agent"])
def test_an_account_with_an_unknown_role_gets_no_claims(roles: str) -> None:
    assert person(tenant_id="platform", roles=roles) == {}


def test_an_unverified_address_is_not_in_the_claims() -> None:
    known = {"tenant_id": "acme", "roles": "agent", "email": "ada@acme.example"}

    assert "email" not in person(**known)
    assert "email" not in person(**known, email_verified="false")
    assert person(**known, email_verified="true")["email"] == "ada@acme.example"


def test_a_system_s_claims_come_from_the_scopes_of_its_client() -> None:
    assert system("acme/service") == {"tenant_id": "acme", "roles": ["service"]}
    assert system("a/b/trading", "a/b/messaging") == {"tenant_id": "a/b", "roles": ["messaging", "trading"]}


@pytest.mark.parametrize("role", sorted(ROLES - MACHINE_ROLES))
def test_a_system_never_gets_a_role_for_people(role: str) -> None:
    assert sorted(MACHINE_ROLES) == ["messaging", "service", "tournaments", "trading"]
    assert system(f"platform/{role}") == {}
    assert system("platform/service", f"platform/{role}") == {}


def test_claims_that_a_client_sends_are_ignored() -> None:
    assert system("acme/service", tenant_id="rival", roles="root") == {"tenant_id": "acme", "roles": ["service"]}
    assert system(tenant_id="acme", roles="root") == {}


@pytest.mark.parametrize(
    "scopes",
    [
        (),
        ("openid",),
        ("acme/service", "rival/service"),
        ("acme/nobody",),
        ("acme/service", "acme/nobody"),
        ("/service",),
    ],
)
def test_a_system_without_exactly_one_tenant_and_a_known_role_gets_no_claims(scopes: tuple[str, ...]) -> None:
    assert not system(*scopes).get("tenant_id")
