"""`make destroy`: delete an installation, and say what remains of it.

python -m tools.destroy <stage>, in the folder that has samconfig.toml. CONFIRM is the stack's name, asked for where it
is not set; UNPROTECT=1 takes away the protection of the stack and of its database.
"""

import os
import shutil
import subprocess  # nosec B404 (programs that stand here, without a shell)
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tools import protection, stages
from tools.stages import Refused, Stage

REMAINS: Final = """\
Deleted. What is still there, and may cost something:
  a final snapshot of the database (aws rds describe-db-cluster-snapshots), with everything in it
  the user pool with its accounts, which is protected (aws cognito-idp list-user-pools --max-results 60)
  versions of the layer LedgerLayer (aws lambda list-layer-versions --layer-name LedgerLayer), which cost nothing
What is gone: logs, the events in archive and queues, and backups but that snapshot."""
DELETES: Final = """\
This deletes the stack {stack}: the API, the functions, the queues with what is in them, the event archive, the logs
and the database. A final snapshot of the database, and the user pool, remain. It may take 40 minutes, most of them for
the network."""


def destroy(one: Stage, region: str, confirm: Callable[[str], str], *, unprotect: bool) -> None:
    """Delete the stack. confirm: answers the stack's name where somebody means it. unprotect: take away the protection
    of the stack and of its database.

    Raises Refused before anything is changed, and CalledProcessError where the deletion failed.
    """
    stack = stages.existing(one.stack, region)
    if stack is None:
        raise Refused(f"there is no stack {one.stack} in {region}")
    if stack["StackStatus"] == stages.REVIEW_IN_PROGRESS:
        stages.client("cloudformation", region).delete_stack(StackName=one.stack)
        print(f"Nothing was ever deployed to {one.stack}; its change set is deleted.")
        return
    clusters = _clusters(one.stack, region)
    if not unprotect and (protected := [name for name, is_protected in clusters.items() if is_protected]):
        raise Refused(f"the database {', '.join(protected)} is protected; UNPROTECT=1 takes its protection away")
    if not unprotect and stack.get("EnableTerminationProtection"):
        raise Refused(f"the stack {one.stack} is protected from deletion; UNPROTECT=1 takes its protection away")
    if not unprotect and one.name == "prod":
        raise Refused("prod is destroyed with UNPROTECT=1 only")
    print(DELETES.format(stack=one.stack), flush=True)
    if (confirmed := confirm(one.stack)) != one.stack:
        raise Refused(f"nothing was deleted: {confirmed or 'nothing'} is not the stack's name, {one.stack}")
    rds = stages.client("rds", region)
    for name, is_protected in clusters.items():
        if is_protected:
            rds.modify_db_cluster(DBClusterIdentifier=name, DeletionProtection=False, ApplyImmediately=True)
            print(f"The database {name} is no longer protected.")
    if stack.get("EnableTerminationProtection"):
        protection.disable_termination_protection(one.stack, region)
        print(f"The stack {one.stack} is no longer protected.")
    deletion = ["sam", "delete", "--stack-name", one.stack, "--region", region, "--no-prompts"]
    subprocess.run(deletion, check=True)  # noqa: S603  (of words that stand here and in samconfig.toml)
    print(REMAINS)


def _clusters(stack: str, region: str) -> dict[str, bool]:
    """The stack's databases, and whether each is protected from deletion."""
    cloudformation, rds = (stages.client(name, region) for name in ("cloudformation", "rds"))
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    names = [
        resource["PhysicalResourceId"]
        for page in pages
        for resource in page["StackResourceSummaries"]
        if resource["ResourceType"] == "AWS::RDS::DBCluster" and resource.get("PhysicalResourceId")
    ]
    found = {}
    for name in names:
        try:
            (cluster,) = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
        except rds.exceptions.DBClusterNotFoundFault:
            continue  # deleted already
        found[name] = bool(cluster["DeletionProtection"])
    return found


def main(name: str, root: Path) -> None:
    """Raises Refused, CalledProcessError."""
    one = stages.read(name, root)
    if shutil.which("sam") is None:
        raise Refused("sam was not found: make sets it up")
    region = stages.chosen_region(one)
    print(f"destroy: {one.stack}, in account {stages.account(region)}, {region}", flush=True)
    destroy(one, region, _confirmed, unprotect=os.environ.get("UNPROTECT") == "1")


def _confirmed(stack: str) -> str:
    given = os.environ.get("CONFIRM", "")
    if not given and sys.stdin.isatty():
        return input(f"Type the stack's name, {stack}, to go on: ").strip()
    return given


if __name__ == "__main__":
    stages.carry_out("destroy", lambda: main(sys.argv[1], Path.cwd()))
