"""Protection of a stack's data from being replaced or deleted by mistake.

A stack policy denies updates that replace or delete data. DeletionProtection, a parameter of the template, protects the
database and the user pool from being deleted, and termination protection the whole stack.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from cli.stack import Stack
from tools import stages
from tools.stages import Refused, Stage, Stopped

POLICY_FILE: Final = Path(__file__).with_name("stack_policy.json")
PARAMETER: Final = "DeletionProtection"
CAPABILITIES: Final = ("CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND")
POLL_INTERVAL_S: Final = 10
MAX_ATTEMPTS: Final = 180
_RESOURCE: Final = "LogicalResourceId/"


def set_stack_policy(stack: str, region: str) -> None:
    """Deny updates that replace or delete the database, the user pool or the bus."""
    _set_policy(stack, region, _policy())


def enable_termination_protection(stack: str, region: str) -> None:
    cloudformation = stages.client("cloudformation", region)
    cloudformation.update_termination_protection(StackName=stack, EnableTerminationProtection=True)


def disable_termination_protection(stack: str, region: str) -> None:
    cloudformation = stages.client("cloudformation", region)
    cloudformation.update_termination_protection(StackName=stack, EnableTerminationProtection=False)


def protect_data(stack: Mapping[str, Any], region: str) -> None:
    """Set DeletionProtection=true by an update that changes nothing else. Raises ClientError, WaiterError."""
    cloudformation = stages.client("cloudformation", region)
    kept = [{"ParameterKey": name, "UsePreviousValue": True} for name in stages.parameters_of(stack)]
    parameters = [one for one in kept if one["ParameterKey"] != PARAMETER]
    cloudformation.update_stack(
        StackName=stack["StackName"],
        UsePreviousTemplate=True,
        Capabilities=list(CAPABILITIES),
        Parameters=[*parameters, {"ParameterKey": PARAMETER, "ParameterValue": "true"}],
    )
    cloudformation.get_waiter("stack_update_complete").wait(
        StackName=stack["StackName"], WaiterConfig={"Delay": POLL_INTERVAL_S, "MaxAttempts": MAX_ATTEMPTS}
    )


def protected_clusters(stack: str, region: str) -> dict[str, bool]:
    """The stack's databases, and whether each is protected from deletion."""
    rds = stages.client("rds", region)
    found = {}
    for name in Stack(stack, region).resources("AWS::RDS::DBCluster").values():
        try:
            (cluster,) = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
        except rds.exceptions.DBClusterNotFoundFault:
            continue  # deleted already
        found[name] = bool(cluster["DeletionProtection"])
    return found


def protected_pools(stack: str, region: str) -> dict[str, bool]:
    """The stack's user pools, and whether each is protected from deletion."""
    cognito = stages.client("cognito-idp", region)
    found = {}
    for pool_id in Stack(stack, region).resources("AWS::Cognito::UserPool").values():
        try:
            pool = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        except cognito.exceptions.ResourceNotFoundException:
            continue  # deleted already
        found[pool_id] = pool.get("DeletionProtection") == "ACTIVE"
    return found


def replaceable() -> list[str]:
    """The logical ids of the resources that REPLACE may name: those that the stack policy protects."""
    (denies,) = [one for one in _policy()["Statement"] if one["Effect"] == "Deny"]
    return [name.removeprefix(_RESOURCE) for name in denies["Resource"]]


def check_replaceable(name: str) -> None:
    """Raises Refused if the stack policy protects no resource of this name."""
    if name not in (names := replaceable()):
        raise Refused(f"REPLACE={name} is not one of {', '.join(names)}")


@contextmanager
def replacement_allowed(stage: Stage, region: str, name: str) -> Iterator[None]:
    """Allow replacing and deleting one resource for one update, since a change set cannot have a policy of its own.

    Raises Stopped if AWS does not accept the strict policy at the end.
    """
    policy = _policy()
    (denies,) = [one for one in policy["Statement"] if one["Effect"] == "Deny"]
    denies["Resource"].remove(f"{_RESOURCE}{name}")
    _set_policy(stage.stack, region, policy)
    try:
        yield
    finally:
        _deny_replacing(stage, region, name)


def _deny_replacing(stage: Stage, region: str, name: str) -> None:
    try:
        set_stack_policy(stage.stack, region)
    except (BotoCoreError, ClientError) as error:
        raise Stopped(
            f"{stages.one_line(error)}; until you run `make deploy STAGE={stage.name}` again, the stack policy of "
            f"{stage.stack} allows replacing {name}"
        ) from error


def _policy() -> Any:
    return json.loads(POLICY_FILE.read_text(encoding="utf-8"))


def _set_policy(stack: str, region: str, policy: Any) -> None:
    stages.client("cloudformation", region).set_stack_policy(StackName=stack, StackPolicyBody=json.dumps(policy))
