"""CodeDeploy, before a new version gets its first calls: asks the version whether it can work.

The event is `ledger.edge.releases.CHECK`. To answer it the version imports its code, takes its settings and its role,
and reads a row from the database. It moves nothing.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

CHECK: Final = {"check": "release"}
READY: Final = {"status": "ok"}
# A cold start and the version's own timeout of 29 s fit; asked twice, a version would be waited for beyond this one's.
_ONCE: Final = Config(connect_timeout=5, read_timeout=40, retries={"total_max_attempts": 1})


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    codedeploy, functions = boto3.client("codedeploy", config=_ONCE), boto3.client("lambda", config=_ONCE)
    deployment = event["DeploymentId"]
    try:
        answers = {version: _answer(functions, version) for version in _versions(codedeploy, deployment)}
        ready = bool(answers) and all(answer == READY for answer in answers.values())
        _log(deployment, ready, answers)
    except (BotoCoreError, ClientError) as error:
        ready = False
        _log(deployment, ready, type(error).__name__)
    status = "Succeeded" if ready else "Failed"
    try:
        codedeploy.put_lifecycle_event_hook_execution_status(
            deploymentId=deployment,
            lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
            status=status,
        )
    except (BotoCoreError, ClientError) as error:
        # CodeDeploy goes back by itself when it hears nothing.
        _log(deployment, ready, f"not reported: {type(error).__name__}")
    return {"status": status}


def _versions(codedeploy: Any, deployment: str) -> Iterator[tuple[str, str]]:
    """(function, version) of each that the deployment would shift calls to."""
    targets = codedeploy.list_deployment_targets(deploymentId=deployment)["targetIds"]
    found = codedeploy.batch_get_deployment_targets(deploymentId=deployment, targetIds=targets)
    for target in found["deploymentTargets"]:
        function = target["lambdaTarget"]["lambdaFunctionInfo"]
        yield function["functionName"], function["targetVersion"]


def _answer(functions: Any, version: tuple[str, str]) -> Any:
    """What the version answers; of one that raised, the kind of the error, and none of its message."""
    name, number = version
    reply = functions.invoke(FunctionName=name, Qualifier=number, Payload=json.dumps(CHECK))
    answer = json.loads(reply["Payload"].read())
    return {"error": answer.get("errorType")} if "FunctionError" in reply else answer


def _log(deployment: str, ready: bool, found: Any) -> None:
    seen = {":".join(version): answer for version, answer in found.items()} if isinstance(found, dict) else found
    print(json.dumps({"deployment": deployment, "ready": ready, "found": seen}))
