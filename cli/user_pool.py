"""The user pool of a deployed stack, with the caller's AWS credentials. AWS's errors are botocore's exceptions."""

import sys
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import click

from cli.outcome import CannotFinish
from cli.stack import Stack

yes = click.option("--yes", is_flag=True, help="Give the role root without asking.")


@dataclass(frozen=True)
class UserPool:
    """client_id: of the app client for people. api_id: of the stack's HTTP API. platform_tenant: where root counts."""

    stack: Stack
    pool_id: str
    client_id: str
    api_id: str
    platform_tenant: str

    @property
    def cognito(self) -> Any:
        return self.stack.client("cognito-idp")

    def check_root(self, tenant: str, roles: Collection[str]) -> None:
        """Raises CannotFinish if the roles include root and the tenant is another one than the platform's."""
        if "root" in roles and tenant != self.platform_tenant:
            raise CannotFinish(
                f"The role root counts in the tenant {self.platform_tenant} only, and would have no effect in {tenant}."
            )


def of_stack(name: str, region: str | None = None) -> UserPool:
    """Raises CannotFinish if the stack has no user pool of its own. region: by default the AWS CLI's."""
    stack = Stack(name, region)
    outputs = stack.outputs
    try:
        return UserPool(stack, outputs["UserPoolId"], outputs["ClientId"], outputs["ApiId"], outputs["PlatformTenant"])
    except KeyError as error:
        raise CannotFinish(f"The stack {name} has no user pool; its accounts are at its Issuer.") from error


def confirm_root(name: str, roles: Collection[str], stack: str, *, yes: bool) -> None:
    """Raises CannotFinish unless a person confirms the role root, and UsageError if nobody can.

    name: of the account that gets the roles.
    """
    if "root" not in roles or yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("The role root has to be confirmed; without a terminal, use --yes.")
    question = f"{name} will be able to move money in every tenant of {stack}. Give the role root?"
    if not click.confirm(question, err=True):
        raise CannotFinish("Nothing was changed.")
