"""CodeDeploy, before a new version gets its first calls: checks that the version works."""

from typing import Any

from ledger.edge import releases


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    return releases.check(event["DeploymentId"], event["LifecycleEventHookExecutionId"])
