"""A stack's user pool and API in moto, and the `purser` commands for them."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cli.main import main
from ledger.edge import cognito

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
  PlatformTenant: {Value: platform}
"""


@dataclass
class CommandResult:
    """The result of a command. code: its exit status; out, err: its output."""

    code: int
    out: str
    err: str


@dataclass
class Pool:
    """The stack's user pool, its client for people, and its API with an authorizer."""

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

    @property
    def client_names(self) -> list[str]:
        """The names of the systems' clients."""
        listed = self.cognito.list_user_pool_clients(UserPoolId=self.pool_id, MaxResults=60)["UserPoolClients"]
        return sorted(one["ClientName"] for one in listed if one["ClientId"] != self.client_id)

    def attributes(self, email: str) -> dict[str, str]:
        user = self.cognito.admin_get_user(UserPoolId=self.pool_id, Username=email)
        return {one["Name"]: one["Value"] for one in user["UserAttributes"]}

    def claims(self, email: str) -> Any:
        """The claims that the deployed trigger adds for the account."""
        event = {
            "triggerSource": "TokenGeneration_Authentication",
            "request": {"userAttributes": self.attributes(email)},
        }
        answer = cognito.with_claims(event)["response"]
        return answer["claimsAndScopeOverrideDetails"]["accessTokenGeneration"]["claimsToAddOrOverride"]

    def set_password(self, email: str) -> None:
        self.cognito.admin_set_user_password(UserPoolId=self.pool_id, Username=email, Password=PASSWORD, Permanent=True)


def schema(properties: Any) -> list[Any]:
    return [{**one, "DeveloperOnlyAttribute": False} for one in properties["Schema"]]


class Terminal(io.StringIO):
    """The output of a command at a terminal."""

    def isatty(self) -> bool:
        return True


def purser(*arguments: str, stack: str | None = STACK, terminal: bool = False) -> CommandResult:
    """Run a `purser` command. terminal: whether it prints to a terminal, instead of a pipe."""
    out, err = (Terminal(), Terminal()) if terminal else (io.StringIO(), io.StringIO())
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*arguments, *(["--stack", stack] if stack else [])])
    return CommandResult(code, out.getvalue(), err.getvalue())


def add_user(*more: str, email: str = OLGA) -> CommandResult:
    result = purser("users", "add", email, "--tenant", "platform", "--role", "root", "--yes", *more)
    assert (result.code, result.err) == (0, "")
    return result


def add_client(name: str = "trading", *more: str) -> dict[str, str]:
    result = purser("clients", "add", name, "--tenant", "acme", "--print-secret", *more)
    assert (result.code, result.err) == (0, "")
    created: dict[str, str] = json.loads(result.out)
    return created
