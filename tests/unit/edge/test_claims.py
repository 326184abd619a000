"""The principal that a token's claims describe."""

from typing import Any

import pytest

from ledger.core import errors
from ledger.core.principal import ROLES, Principal
from ledger.edge.http import claims


def principal(**given: Any) -> Principal:
    """A principal from claims in API Gateway's form: all strings."""
    known = {"sub": "s-1", "tenant_id": "acme", "roles": "[agent]"} | given
    return claims.principal({"requestContext": {"authorizer": {"jwt": {"claims": known}}}})


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("[agent]", {"agent"}),
        ("[agent billing.view]", {"agent", "billing.view"}),
        ("[agent superuser]", {"agent"}),
        ("agent", {"agent"}),
        (f"[{' '.join(sorted(ROLES))}]", ROLES),
    ],
)
def test_roles_are_read_from_the_form_that_the_gateway_passes(written: str, roles: set[str]) -> None:
    assert principal(roles=written).roles == roles


@pytest.mark.parametrize(
    "given",
    [
        {"roles": "[]"},
        {"roles": ""},
        {"roles": "[superuser Agent AGENT agents]"},
        {"roles": "[agent,service]"},
        {"tenant_id": ""},
        {"tenant_id": "x" * 129},
        {"tenant_id": "a\0b"},
        {"tenant_id": "\ud800"},
        {"sub": ""},
        {"sub": "x" * 129},
        {"sub": "\udfff"},
        {"customer_id": "x" * 129},
        {"customer_id": "\0"},
    ],
    ids=str,
)
def test_a_token_without_a_subject_a_tenant_or_a_role_is_forbidden(given: dict[str, str]) -> None:
    with pytest.raises(errors.Forbidden):
        principal(**given)


@pytest.mark.parametrize(
    ("given", "is_machine"),
    [
        ({"roles": "[service]"}, True),
        ({"roles": "[agent]"}, False),
        ({"roles": "[root]"}, False),
        ({"roles": "[root service]"}, False),
        ({"roles": "[root]", "client_id": "s-1"}, True),
        ({"roles": "[root]", "client_id": "console"}, False),
        ({"roles": "[billing.manage]", "azp": "s-1"}, True),
        ({"roles": "[billing.manage]", "gty": "client-credentials"}, True),
        ({"roles": "[billing.manage]", "gty": "password"}, False),
        ({"roles": "[billing.manage]", "idtyp": "app"}, True),
        ({"roles": "[billing.manage]", "idtyp": "user"}, False),
    ],
    ids=str,
)
def test_a_machine_has_only_roles_of_systems_or_a_token_that_its_client_got_for_itself(
    given: dict[str, str], is_machine: bool
) -> None:
    assert principal(**given).is_machine is is_machine


@pytest.mark.parametrize("context", [{}, {"authorizer": {}}, {"authorizer": {"jwt": {}}}])
def test_a_request_without_claims_is_forbidden(context: dict[str, Any]) -> None:
    with pytest.raises(errors.Forbidden):
        claims.principal({"requestContext": context})


def test_a_customer_acts_for_the_claimed_owner_or_else_for_their_sub() -> None:
    assert principal(customer_id="c-1").owner_id == "c-1"
    assert principal(customer_id="").owner_id == "s-1"
    assert principal().owner_id == "s-1"
    assert principal(sub="x" * 128, tenant_id="y" * 128).sub == "x" * 128


def test_an_address_and_a_name_in_the_token_are_used_if_valid() -> None:
    complete = principal(email=" ann@example.com ", name="Ann Arbor")
    assert (complete.email, complete.name) == ("ann@example.com", "Ann Arbor")
    for invalid in ("", "  ", "a\0b", "\ud800", "x" * 321):
        incomplete = principal(email=invalid, name=invalid)
        assert (incomplete.email, incomplete.name) == (None, None)
    assert (principal().email, principal().name) == (None, None)
