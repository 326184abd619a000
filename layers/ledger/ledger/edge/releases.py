"""The check of a new version of a function before a release shifts traffic to it. The check changes nothing.

`check` is CodeDeploy's hook, which calls the version; `ready` is the version's answer. Every function imports this
module, so the SDK is imported only when it is used: its import takes longer than the rest of a cold start.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ledger.storage import sessions

CHECK: Final = {"check": "release"}
"""The event of the check. API Gateway and SQS cannot send it; the sender needs permission to invoke the function."""
READY: Final = {"status": "ok"}
CONNECT_TIMEOUT_S: Final = 5
ANSWER_TIMEOUT_S: Final = 40
"""Longer than a cold start and the version's timeout of 29 s. The hook has 60 s, so there is one attempt only."""


def ready(budget: sessions.Budget) -> Mapping[str, Any]:
    """Read a row from the database, which shows that settings, network and role are right.

    The call itself shows that the code can be imported.

    Raises errors.Unavailable if the database does not answer.
    """
    sessions.read(lambda session: session.row("select 1 as answered"), sessions.Origin("", "release", ""), budget)
    return READY


def check(deployment: str, execution: str) -> dict[str, str]:
    """Call each version that a deployment of CodeDeploy shifts calls to, and report whether all of them are ready.

    deployment, execution: the ids in the hook's event, DeploymentId and LifecycleEventHookExecutionId. Returns the
    status that was reported. If CodeDeploy gets no report, it rolls back by itself.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  (see the module's docstring)

    codedeploy, functions = _client("codedeploy"), _client("lambda")
    try:
        answers = {version: _answer(functions, version) for version in _versions(codedeploy, deployment)}
        all_ready = bool(answers) and all(answer == READY for answer in answers.values())
        _log(deployment, all_ready, {":".join(version): answer for version, answer in answers.items()})
    except (BotoCoreError, ClientError) as error:
        all_ready = False
        _log(deployment, all_ready, type(error).__name__)
    status = "Succeeded" if all_ready else "Failed"
    try:
        codedeploy.put_lifecycle_event_hook_execution_status(
            deploymentId=deployment, lifecycleEventHookExecutionId=execution, status=status
        )
    except (BotoCoreError, ClientError) as error:
        _log(deployment, all_ready, f"not reported: {type(error).__name__}")
    return {"status": status}


def _client(service: str) -> Any:
    import boto3  # noqa: PLC0415  (see the module's docstring)
    from botocore.config import Config  # noqa: PLC0415

    one_attempt = Config(
        connect_timeout=CONNECT_TIMEOUT_S, read_timeout=ANSWER_TIMEOUT_S, retries={"total_max_attempts": 1}
    )
    session: Any = boto3.Session()
    return session.client(service, config=one_attempt)


def _versions(codedeploy: Any, deployment: str) -> Iterator[tuple[str, str]]:
    """(function, version) of each version that the deployment shifts calls to."""
    targets = codedeploy.list_deployment_targets(deploymentId=deployment)["targetIds"]
    found = codedeploy.batch_get_deployment_targets(deploymentId=deployment, targetIds=targets)
    for target in found["deploymentTargets"]:
        function = target["lambdaTarget"]["lambdaFunctionInfo"]
        yield function["functionName"], function["targetVersion"]


def _answer(functions: Any, version: tuple[str, str]) -> Any:
    """The version's answer; if it raised, only the error's type, without its message."""
    name, number = version
    reply = functions.invoke(FunctionName=name, Qualifier=number, Payload=json.dumps(CHECK))
    answer = json.loads(reply["Payload"].read())
    return {"error": answer.get("errorType")} if "FunctionError" in reply else answer


def _log(deployment: str, all_ready: bool, found: Any) -> None:
    print(json.dumps({"deployment": deployment, "ready": all_ready, "found": found}))
