"""The principal that a token's claims describe."""

from typing import Any

import pytest

from ledger.core import errors
from ledger.core.principal import MACHINE_ROLES, ROLES, Principal
from ledger.edge.http import claims
from tests.support import tokens
from tests.support.kit import PLATFORM


def principal(**given: Any) -> Principal:
    return claims.principal(tokens.request({"sub": "s-1", "tenant_id": "acme", "roles": ["agent"]} | given))


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        (["agent"], {"agent"}),
        (["agent", "billing.view", "agent"], {"agent", "billing.view"}),
        ("agent", {"agent"}),
        (["agent", "root"], {"agent"}),
        (sorted(ROLES), ROLES - {"root"}),
    ],
)
def test_roles_are_a_list_or_one_text(written: object, roles: set[str]) -> None:
    assert principal(roles=written).roles == roles


def test_root_counts_in_the_platform_s_tenant() -> None:
    assert principal(roles=sorted(ROLES), tenant_id=PLATFORM).roles == ROLES


@pytest.mark.parametrize(
    "given",
    [
        {"roles": []},
        {"roles": ""},
        {"roles": ["superuser"]},
        {"roles": ["agent", "superuser"]},
        {"roles": ["Agent"]},
        {"roles": "agent service"},
        {"roles": ["agent,service"]},
        {"roles": ["root"]},
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
def test_a_token_without_a_subject_a_tenant_or_a_role_is_forbidden(given: dict[str, Any]) -> None:
    with pytest.raises(errors.Forbidden):
        principal(**given)


@pytest.mark.parametrize(
    ("given", "is_machine"),
    [
        *(({"roles": [role]}, True) for role in sorted(MACHINE_ROLES)),
        ({"roles": sorted(MACHINE_ROLES)}, True),
        *(({"roles": [role], "tenant_id": PLATFORM}, False) for role in sorted(ROLES - MACHINE_ROLES)),
        ({"roles": ["root", "service"], "tenant_id": PLATFORM}, False),
        ({"roles": ["root", "service"]}, True),
        ({"roles": ["root"], "tenant_id": PLATFORM, "client_id": "s-1"}, True),
        ({"roles": ["root"], "tenant_id": PLATFORM, "client_id": "console"}, False),
        ({"roles": ["billing.manage"], "azp": "s-1"}, True),
        ({"roles": ["billing.manage"], "gty": "client-credentials"}, True),
        ({"roles": ["billing.manage"], "gty": "password"}, False),
        ({"roles": ["billing.manage"], "idtyp": "app"}, True),
        ({"roles": ["billing.manage"], "idtyp": "user"}, False),
        ({"roles": ["billing.manage"], "cid": "s-1"}, True),
        ({"roles": ["billing.manage"], "cid": "console"}, False),
        ({"roles": ["billing.manage"], "azp": "Desk", "preferred_username": "service-account-desk"}, True),
        ({"roles": ["billing.manage"], "azp": "desk", "preferred_username": "ann"}, False),
    ],
    ids=str,
)
def test_a_machine_has_only_roles_of_systems_or_a_token_that_its_client_got_for_itself(
    given: dict[str, Any], is_machine: bool
) -> None:
    assert principal(**given).is_machine is is_machine


def test_a_customer_acts_for_the_claimed_owner_or_else_for_their_sub() -> None:
    assert principal(customer_id="c-1").owner_id == "c-1"
    assert principal(customer_id="").owner_id == "s-1"
    assert principal().owner_id == "s-1"
    assert principal(sub="x" * 128, tenant_id="y" * 128).sub == "x" * 128


def test_an_address_in_the_token_is_used_if_valid() -> None:
    assert principal(email=" ann@example.com ").email == "ann@example.com"
    for invalid in ("", "  ", "a\0b", "\ud800", "x" * 321, 7, ["ann@example.com"], None):
        assert principal(email=invalid).email is None
    assert principal().email is None
