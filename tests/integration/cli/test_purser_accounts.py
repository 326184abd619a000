"""purser users, purser token and purser clients, against a user pool and an API as moto has them."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import boto3
import httpx
import jwt
import pytest

from cli.main import main
from ledger.core.principal import ROLES
from ledger.edge import cognito
from tests.support import account
from tests.support.account import Limits
from tests.support.local_system import free_port, start_system
from tests.support.stack import deployed

STACK = "purser-dev"
OLGA = "olga@vendor.example"
PASSWORD = "Of-moto-only-1!"
CUSTOMER = UUID(int=7)
TEMPLATE = """
Resources:
  Queue: {Type: AWS::SQS::Queue}
Outputs:
  ApiId: {Value: "%s"}
"""
POOL_OUTPUTS = """  UserPoolId: {Value: "%s"}
  ClientId: {Value: "%s"}
"""


@dataclass
class Said:
    """A command's end. code: its exit; out, err: what it printed."""

    code: int
    out: str
    err: str


@dataclass
class Pool:
    """The stack's user pool, its people's client, and its API with an authorizer."""

    cognito: Any
    gateway: Any
    pool_id: str
    client_id: str
    api_id: str

    @property
    def audience(self) -> list[str]:
        (authorizer,) = self.gateway.get_authorizers(ApiId=self.api_id)["Items"]
        assert authorizer["JwtConfiguration"]["Issuer"] == "https://issuer.example"
        audience: list[str] = authorizer["JwtConfiguration"]["Audience"]
        return audience

    def attributes(self, email: str) -> dict[str, str]:
        user = self.cognito.admin_get_user(UserPoolId=self.pool_id, Username=email)
        return {one["Name"]: one["Value"] for one in user["UserAttributes"]}

    def claims(self, email: str) -> Any:
        """What the deployed trigger makes of the account."""
        event = {
            "triggerSource": "TokenGeneration_Authentication",
            "request": {"userAttributes": self.attributes(email)},
        }
        answer = cognito.with_claims(event)["response"]
        return answer["claimsAndScopeOverrideDetails"]["accessTokenGeneration"]["claimsToAddOrOverride"]

    def with_password(self, email: str) -> None:
        self.cognito.admin_set_user_password(UserPoolId=self.pool_id, Username=email, Password=PASSWORD, Permanent=True)


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with account.moto_server() as address:
        yield address


@pytest.fixture
def pool(aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pool:
    account.sign_in(monkeypatch, aws, tmp_path)
    account.add_missing_operations(monkeypatch, Limits())
    httpx.post(f"{aws}/moto-api/reset")
    for name in ("PURSER_PASSWORD", "PURSER_NEW_PASSWORD", "PURSER_MFA_CODE"):
        monkeypatch.delenv(name, raising=False)
    clients: Any = boto3
    cognito, gateway = clients.client("cognito-idp"), clients.client("apigatewayv2")
    properties = deployed()["UserPool"]["Properties"]
    pool_id = cognito.create_user_pool(
        PoolName=STACK, UsernameAttributes=properties["UsernameAttributes"], Schema=schema(properties)
    )["UserPool"]["Id"]
    flows = deployed()["UserPoolClient"]["Properties"]["ExplicitAuthFlows"]
    client = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="people", ExplicitAuthFlows=flows)
    client_id = client["UserPoolClient"]["ClientId"]
    api_id = gateway.create_api(Name=STACK, ProtocolType="HTTP")["ApiId"]
    gateway.create_authorizer(
        ApiId=api_id,
        Name="Jwt",
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": "https://issuer.example", "Audience": [client_id]},
    )
    template = TEMPLATE % api_id + POOL_OUTPUTS % (pool_id, client_id)
    clients.client("cloudformation").create_stack(StackName=STACK, TemplateBody=template)
    return Pool(cognito, gateway, pool_id, client_id, api_id)


def schema(properties: Any) -> list[Any]:
    return [{**one, "DeveloperOnlyAttribute": False} for one in properties["Schema"]]


def purser(*arguments: str, stack: str | None = STACK) -> Said:
    """As the program, which prints to a terminal and not to a log."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*arguments, *(["--stack", stack] if stack else [])])
    return Said(code, out.getvalue(), err.getvalue())


def added(*more: str, email: str = OLGA) -> Said:
    said = purser("users", "add", email, "--tenant", "platform", "--role", "root", *more)
    assert (said.code, said.err) == (0, "")
    return said


# ---- users ----------------------------------------------------------------------------------------------------------


def test_an_account_that_is_added_has_the_claims_that_were_named(pool: Pool) -> None:
    said = purser(
        "users", "add", OLGA, "--tenant", "acme", "--role", "agent", "--role", "billing.view", "--name", "Olga"
    )

    assert said == Said(0, f"{OLGA}: agent billing.view of acme. To sign in: purser token {OLGA} --stack {STACK}\n", "")
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

    assert purser("users", "add", OLGA, "--tenant", "acme", *given).code == 0
    assert pool.claims(OLGA)["roles"] == sorted(ROLES - {"customer"})


def test_an_account_that_exists_is_not_added_twice_and_can_be_updated(pool: Pool) -> None:
    added()
    again = purser("users", "add", OLGA, "--tenant", "acme", "--role", "agent")
    assert (again.code, again.err) == (2, f"purser: {OLGA} has an account already; `purser users update` changes it.\n")

    said = purser("users", "update", OLGA, "--tenant", "acme", "--role", "customer", "--customer", str(CUSTOMER))

    assert said == Said(0, f"{OLGA}: updated\n", "")
    assert pool.claims(OLGA) == {
        "tenant_id": "acme",
        "roles": ["customer"],
        "customer_id": str(CUSTOMER),
        "name": "olga",
        "email": OLGA,
    }


def test_an_update_keeps_unnamed_attributes_and_needs_at_least_one(pool: Pool) -> None:
    added()

    assert purser("users", "update", OLGA, "--role", "agent").code == 0
    assert (pool.claims(OLGA)["tenant_id"], pool.claims(OLGA)["roles"]) == ("platform", ["agent"])
    assert "Nothing to change" in purser("users", "update", OLGA).err


def test_accounts_are_listed_with_their_owners(pool: Pool) -> None:
    added()
    purser("users", "add", "ada@acme.example", "--tenant", "acme", "--role", "agent")
    purser("users", "disable", "ada@acme.example")

    listed, for_programs = purser("users", "list"), purser("users", "list", "--json")

    assert listed.out.splitlines() == [
        "ada@acme.example  agent of acme, disabled",
        f"{OLGA}  root of platform, force_change_password",
        "users: 2",
    ]
    assert json.loads(for_programs.out)[0] == {
        "email": "ada@acme.example",
        "tenant": "acme",
        "roles": "agent",
        "customer": "",
        "state": "disabled",
    }
    assert pool.pool_id not in listed.out


def test_a_disabled_account_does_not_sign_in(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> None:
    added()
    pool.with_password(OLGA)
    monkeypatch.setenv("PURSER_PASSWORD", PASSWORD)
    assert purser("token", OLGA).code == 0

    assert purser("users", "disable", OLGA) == Said(0, f"{OLGA}: disabled\n", "")

    refused = purser("token", OLGA)
    assert (refused.code, refused.err) == (2, f"purser: Cognito does not sign {OLGA} in: User is disabled.\n")


def test_a_stack_with_an_issuer_of_its_own_has_no_accounts_here(pool: Pool) -> None:
    other: Any = boto3
    other.client("cloudformation").create_stack(StackName="another", TemplateBody=TEMPLATE % pool.api_id)

    said = purser("users", "list", stack="another")

    assert (said.code, "has no user pool" in said.err) == (2, True)


@pytest.mark.usefixtures("pool")
def test_a_stack_that_is_not_there_is_a_line() -> None:
    said = purser("users", "list", stack="nowhere")

    assert (said.code, said.err.startswith("purser: AWS error: "), said.err.count("\n")) == (2, True, 1)


# ---- token ----------------------------------------------------------------------------------------------------------


def test_the_first_sign_in_sets_a_password_and_prints_nothing_but_the_token(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = re.search(r"first sign-in: (\S+)", added("--no-mail").out)
    assert first
    monkeypatch.setenv("PURSER_PASSWORD", first[1])
    monkeypatch.setenv("PURSER_NEW_PASSWORD", PASSWORD)

    said = purser("token", OLGA)

    assert (said.code, said.err) == (0, "")
    claims = jwt.decode(said.out.strip(), options={"verify_signature": False})
    assert (claims["client_id"], claims["token_use"]) == (pool.client_id, "access")
    monkeypatch.setenv("PURSER_PASSWORD", PASSWORD)
    assert purser("token", OLGA).code == 0


def test_first_passwords_differ_and_satisfy_the_pool_s_policy(pool: Pool) -> None:
    passwords = []
    for number in range(5):
        found = re.search(r"first sign-in: (\S+)", added("--no-mail", email=f"u{number}@vendor.example").out)
        assert found
        passwords.append(found[1])

    assert len(set(passwords)) == 5
    policy = deployed()["UserPool"]["Properties"]["Policies"]["PasswordPolicy"]
    for password in passwords:
        assert len(password) >= policy["MinimumLength"]
        assert all(re.search(kind, password) for kind in ("[a-z]", "[A-Z]", "[0-9]", r"[!\-_.+]"))


def test_a_second_factor_is_required(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    added()
    pool.with_password(OLGA)
    monkeypatch.setenv("PURSER_PASSWORD", PASSWORD)
    token = purser("token", OLGA).out.strip()
    pool.cognito.associate_software_token(AccessToken=token)
    pool.cognito.verify_software_token(AccessToken=token, UserCode="123456")
    pool.cognito.set_user_mfa_preference(
        AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    monkeypatch.setenv("PURSER_MFA_CODE", "123456")

    said = purser("token", OLGA)

    assert (said.code, said.out.count(".")) == (0, 2)


def test_where_the_pool_insists_on_a_second_factor_an_authenticator_is_enrolled(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool.cognito.set_user_pool_mfa_config(
        UserPoolId=pool.pool_id, SoftwareTokenMfaConfiguration={"Enabled": True}, MfaConfiguration="ON"
    )
    first = re.search(r"first sign-in: (\S+)", added("--no-mail").out)
    assert first
    monkeypatch.setenv("PURSER_PASSWORD", first[1])
    monkeypatch.setenv("PURSER_NEW_PASSWORD", PASSWORD)
    monkeypatch.setenv("PURSER_MFA_CODE", "123456")

    said = purser("token", OLGA)

    assert said.code == 0, said.err
    assert "otpauth://totp/Purser:olga%40vendor.example?secret=" in said.err
    assert said.out.count("\n") == 1


def test_a_wrong_password_is_a_line_and_no_token(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    added()
    pool.with_password(OLGA)
    monkeypatch.setenv("PURSER_PASSWORD", "wrong")

    said = purser("token", OLGA)

    assert (said.code, said.out, said.err.startswith(f"purser: Cognito does not sign {OLGA} in")) == (2, "", True)


@pytest.mark.usefixtures("pool")
def test_claims_are_for_the_local_system_only() -> None:
    said = purser("token", OLGA, "--tenant", "acme")

    assert (said.code, "for the local system" in said.err) == (2, True)


def test_the_local_system_issues_the_token_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    running = start_system(free_port(), tmp_path_factory.mktemp("token") / "kept")
    monkeypatch.setenv("PORT", running.base_url.rsplit(":", 1)[1])

    said = purser("token", "ada", "--tenant", "acme", "--role", "agent", stack=None)

    assert (said.code, said.err) == (0, "")
    claims = jwt.decode(said.out.strip(), options={"verify_signature": False})
    assert (claims["sub"], claims["tenant_id"], claims["roles"]) == ("ada", "acme", ["agent"])
    bearer = {"authorization": f"Bearer {said.out.strip()}"}
    assert httpx.get(f"{running.base_url}/api/v1/agent/clients", headers=bearer).status_code == 200
    running.process.terminate()
    assert running.ended()[0] == 0


def test_a_missing_local_system_is_a_one_line_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", str(free_port()))

    said = purser("token", "ada", stack=None)

    assert (said.code, said.out, "No local system answers" in said.err) == (2, "", True)


# ---- clients --------------------------------------------------------------------------------------------------------


def client(name: str = "trading", *more: str) -> dict[str, str]:
    said = purser("clients", "add", name, "--tenant", "acme", *more)
    assert (said.code, said.err) == (0, "")
    made: dict[str, str] = json.loads(said.out)
    return made


def test_an_added_client_has_one_scope_and_is_admitted_in_addition_to_earlier_clients(pool: Pool) -> None:
    first, second = client(), client("games")

    assert (first["scope"], bool(first["client_secret"])) == ("acme/service", True)
    assert pool.audience == [pool.client_id, *sorted([first["client_id"], second["client_id"]])]
    described = pool.cognito.describe_user_pool_client(UserPoolId=pool.pool_id, ClientId=first["client_id"])
    made = described["UserPoolClient"]
    assert (made["AllowedOAuthFlows"], made["AllowedOAuthScopes"]) == (["client_credentials"], ["acme/service"])
    event = {"triggerSource": "TokenGeneration_ClientCredentials", "request": {"scopes": [first["scope"]]}}
    claims = cognito.with_claims(event)["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"]
    assert claims["claimsToAddOrOverride"] == {"tenant_id": "acme", "roles": ["service"]}


def test_another_role_is_another_scope_of_the_same_tenant(pool: Pool) -> None:
    client()

    assert client("reports", "--role", "billing.view")["scope"] == "acme/billing.view"
    server = pool.cognito.describe_resource_server(UserPoolId=pool.pool_id, Identifier="acme")["ResourceServer"]
    assert [scope["ScopeName"] for scope in server["Scopes"]] == ["service", "billing.view"]


@pytest.mark.usefixtures("pool")
def test_a_customer_is_no_system() -> None:
    assert purser("clients", "add", "x", "--tenant", "acme", "--role", "customer").code == 2


def test_clients_are_listed_with_their_admission(pool: Pool) -> None:
    made = client()["client_id"]
    other = pool.cognito.create_user_pool_client(
        UserPoolId=pool.pool_id, ClientName="by-hand", AllowedOAuthFlows=["client_credentials"]
    )["UserPoolClient"]["ClientId"]

    assert purser("clients", "list").out.splitlines() == [
        f"by-hand  {other}  , not accepted: the next deployment adds it",
        f"trading  {made}  acme/service, accepted",
        "clients: 2 of 49",
    ]


def test_a_client_that_is_removed_is_refused_before_it_is_deleted(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    made, kept = client()["client_id"], client("games")["client_id"]

    assert purser("clients", "remove", made) == Said(0, f"{made}: removed\n", "")
    assert pool.audience == [pool.client_id, kept]
    again = purser("clients", "remove", made)
    assert (again.code, "is not a system's client" in again.err) == (2, True)


def test_the_people_s_client_cannot_be_removed(pool: Pool) -> None:
    assert purser("clients", "remove", pool.client_id).code == 2
    assert pool.audience == [pool.client_id]


def test_the_fiftieth_client_is_refused_before_anything_is_made(pool: Pool) -> None:
    for number in range(49):
        pool.cognito.create_user_pool_client(
            UserPoolId=pool.pool_id, ClientName=f"c{number}", AllowedOAuthFlows=["client_credentials"]
        )

    said = purser("clients", "add", "one-more", "--tenant", "acme")

    assert (said.code, said.err) == (2, "purser: There are 49 clients already, and an API accepts no more.\n")
    listed = pool.cognito.get_paginator("list_user_pool_clients").paginate(UserPoolId=pool.pool_id)
    assert "one-more" not in [one["ClientName"] for page in listed for one in page["UserPoolClients"]]
