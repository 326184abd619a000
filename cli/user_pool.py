"""The user pool of a deployed stack, with the caller's AWS credentials. AWS's refusals are botocore's exceptions."""

from dataclasses import dataclass
from typing import Any

from cli.outcome import CannotFinish
from cli.stack import Stack


@dataclass(frozen=True)
class UserPool:
    """client_id: of the app client that people sign in with. api_id: of the stack's HTTP API."""

    stack: Stack
    pool_id: str
    client_id: str
    api_id: str

    @property
    def cognito(self) -> Any:
        return self.stack.client("cognito-idp")


def of_stack(name: str) -> UserPool:
    """Raises CannotFinish where the stack has no user pool of its own."""
    stack = Stack(name)
    (found,) = stack.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
    try:
        return UserPool(stack, outputs["UserPoolId"], outputs["ClientId"], outputs["ApiId"])
    except KeyError as error:
        raise CannotFinish(f"The stack {name} has no user pool: its people and systems are at its Issuer.") from error
