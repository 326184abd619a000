"""The user pool of a deployed stack, with the caller's AWS credentials. AWS's errors are botocore's exceptions."""

from dataclasses import dataclass
from typing import Any

from cli.outcome import CannotFinish
from cli.stack import Stack


@dataclass(frozen=True)
class UserPool:
    """client_id: of the app client for people. api_id: of the stack's HTTP API."""

    stack: Stack
    pool_id: str
    client_id: str
    api_id: str

    @property
    def cognito(self) -> Any:
        return self.stack.client("cognito-idp")


def of_stack(name: str, region: str | None = None) -> UserPool:
    """Raises CannotFinish if the stack has no user pool of its own. region: by default the AWS CLI's."""
    stack = Stack(name, region)
    outputs = stack.outputs
    try:
        return UserPool(stack, outputs["UserPoolId"], outputs["ClientId"], outputs["ApiId"])
    except KeyError as error:
        raise CannotFinish(f"The stack {name} has no user pool; its accounts are at its Issuer.") from error
