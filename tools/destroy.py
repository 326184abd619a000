"""`make destroy`: delete a stage's stack, and list what remains.

python -m tools.destroy <stage>, in the folder of samconfig.toml. CONFIRM is the stack's name, asked for if it is not
set; UNPROTECT=1 removes the protection of the stack and of its data.
"""

import os
import shutil
import subprocess  # nosec B404 (fixed programs, without a shell)
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from tools import protection, stages
from tools.stages import Refused, Stage

REMAINS: Final = """\
Deleted. What remains, and may cost something:
  a final snapshot of the database (aws rds describe-db-cluster-snapshots), with all data
  the user pool with its accounts (aws cognito-idp list-user-pools --max-results 60)
  the identity of MailFrom, if the stack created it (aws sesv2 list-email-identities), from which other stages may send
  versions of the layer LedgerLayer (aws lambda list-layer-versions --layer-name LedgerLayer), which cost nothing
Deleted with the stack: logs, the events in archive and queues, and all backups except that snapshot."""
FAILED_STACK_REMAINS: Final = """\
Deleted. What remains:
  a final snapshot of the database, if that was created (aws rds describe-db-cluster-snapshots), which costs something
  the identity of MailFrom, if that was created (aws sesv2 list-email-identities)
  versions of the layer LedgerLayer (aws lambda list-layer-versions --layer-name LedgerLayer), which cost nothing"""
NOTICE: Final = """\
This deletes the stack {stack}: the API, the functions, the queues with their messages, the event archive, the logs and
the database. A final snapshot of the database and the user pool remain. It may take 40 minutes, most of them for the
network."""
FAILED_STACK_NOTICE: Final = """\
This deletes the stack {stack}, whose first deployment failed, with everything that is left of it, its user pool too. It
may take 40 minutes, most of them for the network."""


def destroy(stage: Stage, region: str, confirm: Callable[[str], str], *, unprotect: bool) -> None:
    """Delete the stack. confirm: asks for the stack's name. unprotect: remove the protection of stack and data.

    The user pool is kept, unless the first deployment failed: then nobody has an account in it. Raises Refused before
    anything is changed, and CalledProcessError if the deletion fails.
    """
    stack = stages.existing(stage.stack, region)
    if stack is None:
        raise Refused(f"there is no stack {stage.stack} in {region}")
    if stack["StackStatus"] == stages.REVIEW_IN_PROGRESS:
        stages.client("cloudformation", region).delete_stack(StackName=stage.stack)
        print(f"Nothing was ever deployed to {stage.stack}; its change set is deleted.")
        return
    if not unprotect and (reason := reason_to_unprotect(stage, stack, region)):
        raise Refused(reason)
    failed = stack["StackStatus"] in stages.FIRST_FAILED
    print((FAILED_STACK_NOTICE if failed else NOTICE).format(stack=stage.stack), flush=True)
    if (confirmed := confirm(stage.stack)) != stage.stack:
        raise Refused(f"nothing was deleted: {confirmed or 'nothing'} is not the stack's name, {stage.stack}")
    unused_pools = protection.protected_pools(stage.stack, region) if failed else {}
    _unprotect(stack, region, unused_pools)
    deletion = ["sam", "delete", "--stack-name", stage.stack, "--region", region, "--no-prompts"]
    subprocess.run(deletion, check=True)  # noqa: S603  (fixed words, and values of samconfig.toml)
    _delete_pools(list(unused_pools), region)
    print(FAILED_STACK_REMAINS if failed else REMAINS)


def reason_to_unprotect(stage: Stage, stack: Mapping[str, Any], region: str) -> str | None:
    """The reason why deleting the stack needs UNPROTECT=1; None if nothing is protected."""
    for name, is_protected in protection.protected_clusters(stage.stack, region).items():
        if is_protected:
            return f"the database {name} is protected; UNPROTECT=1 removes its protection"
    if stack["StackStatus"] in stages.FIRST_FAILED:  # otherwise the pool is kept
        for name, is_protected in protection.protected_pools(stage.stack, region).items():
            if is_protected:
                return f"the user pool {name} is protected; UNPROTECT=1 removes its protection"
    if stack.get("EnableTerminationProtection"):
        return f"the stack {stage.stack} is protected from deletion; UNPROTECT=1 removes its protection"
    return "prod can only be destroyed with UNPROTECT=1" if stage.name == "prod" else None


def _unprotect(stack: Mapping[str, Any], region: str, unused_pools: Mapping[str, bool]) -> None:
    """Remove the protection of the stack, of its databases and of user pools that are to be deleted."""
    name = stack["StackName"]
    for cluster, is_protected in protection.protected_clusters(name, region).items():
        if is_protected:
            stages.client("rds", region).modify_db_cluster(
                DBClusterIdentifier=cluster, DeletionProtection=False, ApplyImmediately=True
            )
            print(f"The database {cluster} is no longer protected.")
    for pool_id, is_protected in unused_pools.items():
        if is_protected:
            stages.client("cognito-idp", region).update_user_pool(UserPoolId=pool_id, DeletionProtection="INACTIVE")
            print(f"The user pool {pool_id} is no longer protected.")
    if stack.get("EnableTerminationProtection"):
        protection.disable_termination_protection(name, region)
        print(f"The stack {name} is no longer protected.")


def _delete_pools(pool_ids: list[str], region: str) -> None:
    """Delete user pools that the deletion of the stack kept."""
    cognito = stages.client("cognito-idp", region)
    for pool_id in pool_ids:
        try:
            cognito.delete_user_pool(UserPoolId=pool_id)
        except cognito.exceptions.ResourceNotFoundException:
            continue


def main(name: str, root: Path) -> None:
    """Raises Refused, CalledProcessError."""
    stage = stages.read(name, root)
    if shutil.which("sam") is None:
        raise Refused("sam was not found; any make target installs it")
    region = stages.chosen_region(stage)
    print(f"destroy: {stage.stack}, in account {stages.account(region)}, {region}", flush=True)
    destroy(stage, region, _confirmed, unprotect=os.environ.get("UNPROTECT") == "1")


def _confirmed(stack: str) -> str:
    given = os.environ.get("CONFIRM", "")
    if not given and sys.stdin.isatty():
        return input(f"Type the stack's name, {stack}, to delete it: ").strip()
    return given


if __name__ == "__main__":
    stages.run_task("destroy", lambda: main(sys.argv[1], Path.cwd()))
