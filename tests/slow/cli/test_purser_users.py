"""purser users, with a user pool in moto."""

import json
from typing import Any

import boto3
import pytest

from ledger.core.principal import ROLES
from tests.support.pool import (
    CUSTOMER,
    OLGA,
    PASSWORD,
    STACK,
    TEMPLATE,
    CommandResult,
    Pool,
    Terminal,
    add_user,
    purser,
)


def test_a_new_account_has_the_given_claims(pool: Pool) -> None:
    result = purser(
        "users", "add", OLGA, "--tenant", "acme", "--role", "agent", "--role", "billing.view", "--name", "Olga"
    )

    assert result == CommandResult(
        0, f"{OLGA}: agent billing.view of acme. To sign in: purser token {OLGA} --stack {STACK}\n", ""
    )
    assert pool.claims(OLGA) == {
        "tenant_id": "acme",
        "roles": ["agent", "billing.view"],
        "name": "Olga",
        "email": OLGA,
    }
    state = pool.cognito.admin_get_user(UserPoolId=pool.pool_id, Username=OLGA)["UserStatus"]
    assert state == "FORCE_CHANGE_PASSWORD"


def test_a_customer_s_account_uses_the_id_of_the_customer(pool: Pool) -> None:
    without = purser("users", "add", OLGA, "--tenant", "acme", "--role", "customer")
    assert (without.code, "--customer" in without.err) == (2, True)

    purser("users", "add", OLGA, "--tenant", "acme", "--role", "customer", "--customer", str(CUSTOMER))

    assert pool.claims(OLGA)["customer_id"] == str(CUSTOMER)


def test_an_unknown_role_is_refused_and_every_known_role_can_be_assigned(pool: Pool) -> None:
    assert purser("users", "add", OLGA, "--tenant", "acme", "--role", "admin").code == 2
    given = [word for role in sorted(ROLES - {"customer"}) for word in ("--role", role)]

    assert purser("users", "add", OLGA, "--tenant", "platform", "--yes", *given).code == 0
    assert pool.claims(OLGA)["roles"] == sorted(ROLES - {"customer"})


def test_the_role_root_is_given_in_the_platform_s_tenant_only(pool: Pool) -> None:
    add = purser("users", "add", OLGA, "--tenant", "acme", "--role", "root", "--yes")
    assert (add.code, pool.cognito.list_users(UserPoolId=pool.pool_id)["Users"]) == (2, [])
    assert "The role root counts in the tenant platform only, and would have no effect in acme." in add.err
    purser("users", "add", OLGA, "--tenant", "acme", "--role", "agent")

    for arguments in ((), ("--tenant", "globex")):
        assert purser("users", "update", OLGA, "--role", "root", "--yes", *arguments).code == 2
        assert (pool.claims(OLGA)["tenant_id"], pool.claims(OLGA)["roles"]) == ("acme", ["agent"])
    assert purser("users", "update", OLGA, "--role", "root", "--yes", "--tenant", "platform").code == 0
    assert (pool.claims(OLGA)["tenant_id"], pool.claims(OLGA)["roles"]) == ("platform", ["root"])


@pytest.mark.parametrize("command", ["add", "update"])
@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 2), ("\n", 2)])
def test_the_role_root_is_assigned_only_after_a_confirmation(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, command: str, typed: str, code: int
) -> None:
    if command == "update":
        purser("users", "add", OLGA, "--tenant", "platform", "--role", "agent")
    monkeypatch.setattr("sys.stdin", Terminal(typed))

    result = purser("users", command, OLGA, "--tenant", "platform", "--role", "root")

    assert result.code == code
    assert f"{OLGA} will be able to move money in every tenant of {STACK}." in result.err
    users = pool.cognito.list_users(UserPoolId=pool.pool_id)["Users"]
    assert [pool.claims(OLGA)["roles"] for _ in users] == {
        ("add", 0): [["root"]],
        ("add", 2): [],
        ("update", 0): [["root"]],
        ("update", 2): [["agent"]],
    }[command, code]


def test_without_a_terminal_the_role_root_needs_an_option(pool: Pool) -> None:
    result = purser("users", "add", OLGA, "--tenant", "platform", "--role", "root")

    assert (result.code, "--yes" in result.err) == (2, True)
    assert pool.cognito.list_users(UserPoolId=pool.pool_id)["Users"] == []


def test_an_account_that_exists_is_not_added_twice_and_can_be_updated(pool: Pool) -> None:
    add_user()
    again = purser("users", "add", OLGA, "--tenant", "acme", "--role", "agent")
    assert (again.code, again.err) == (2, f"purser: {OLGA} has an account already; `purser users update` changes it.\n")

    result = purser("users", "update", OLGA, "--tenant", "acme", "--role", "customer", "--customer", str(CUSTOMER))

    assert result == CommandResult(0, f"{OLGA}: updated\n", "")
    assert pool.claims(OLGA) == {
        "tenant_id": "acme",
        "roles": ["customer"],
        "customer_id": str(CUSTOMER),
        "name": "olga",
        "email": OLGA,
    }


def test_an_update_keeps_other_attributes_and_needs_at_least_one_change(pool: Pool) -> None:
    add_user()

    assert purser("users", "update", OLGA, "--role", "agent").code == 0
    assert (pool.claims(OLGA)["tenant_id"], pool.claims(OLGA)["roles"]) == ("platform", ["agent"])
    assert "Nothing to change" in purser("users", "update", OLGA).err


def test_accounts_are_listed_with_their_roles_tenant_and_state(pool: Pool) -> None:
    add_user()
    purser("users", "add", "ada@acme.example", "--tenant", "acme", "--role", "agent")
    purser("users", "disable", "ada@acme.example")

    listed, as_json = purser("users", "list"), purser("users", "list", "--json")

    assert listed.out.splitlines() == [
        "ada@acme.example  agent of acme, disabled",
        f"{OLGA}  root of platform, force_change_password",
        "users: 2",
    ]
    assert json.loads(as_json.out)[0] == {
        "email": "ada@acme.example",
        "tenant": "acme",
        "roles": "agent",
        "customer": "",
        "state": "disabled",
    }
    assert pool.pool_id not in listed.out


def test_a_disabled_account_cannot_sign_in(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> None:
    add_user()
    pool.set_password(OLGA)
    monkeypatch.setenv("PURSER_PASSWORD", PASSWORD)
    assert purser("token", OLGA).code == 0

    assert purser("users", "disable", OLGA) == CommandResult(0, f"{OLGA}: disabled\n", "")

    refused = purser("token", OLGA)
    assert (refused.code, refused.err) == (2, f"purser: Cognito does not sign {OLGA} in: User is disabled.\n")


def test_a_stack_with_another_issuer_has_no_user_pool(pool: Pool) -> None:
    other: Any = boto3
    other.client("cloudformation").create_stack(StackName="another", TemplateBody=TEMPLATE % pool.api_id)

    result = purser("users", "list", stack="another")

    assert (result.code, "has no user pool" in result.err) == (2, True)


@pytest.mark.usefixtures("pool")
def test_a_stack_that_does_not_exist_is_a_one_line_error() -> None:
    result = purser("users", "list", stack="nowhere")

    assert (result.code, result.err.startswith("purser: AWS error: "), result.err.count("\n")) == (2, True, 1)
