"""What keeps a stack's data from being replaced or deleted by mistake: its stack policy and termination protection."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tools import stages

POLICY_FILE: Final = Path(__file__).with_name("stack_policy.json")
ALLOW_ALL: Final = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "Update:*", "Resource": "*"}]}


def set_stack_policy(stack: str, region: str) -> None:
    """Deny updates that replace or delete the database, the user pool or the bus."""
    cloudformation = stages.client("cloudformation", region)
    cloudformation.set_stack_policy(StackName=stack, StackPolicyBody=POLICY_FILE.read_text(encoding="utf-8"))


def enable_termination_protection(stack: str, region: str) -> None:
    cloudformation = stages.client("cloudformation", region)
    cloudformation.update_termination_protection(StackName=stack, EnableTerminationProtection=True)


def disable_termination_protection(stack: str, region: str) -> None:
    cloudformation = stages.client("cloudformation", region)
    cloudformation.update_termination_protection(StackName=stack, EnableTerminationProtection=False)


@contextmanager
def replacement_allowed(stack: str, region: str) -> Iterator[None]:
    """For one update, allow replacing and deleting: a change set takes no policy of its own."""
    cloudformation: Any = stages.client("cloudformation", region)
    cloudformation.set_stack_policy(StackName=stack, StackPolicyBody=json.dumps(ALLOW_ALL))
    try:
        yield
    finally:
        set_stack_policy(stack, region)
