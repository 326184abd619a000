"""The checks of `make deploy` before it changes anything; each prints one line.

A check that AWS does not answer, for example because a permission is missing, is a warning: CloudFormation decides
later.
"""

from collections.abc import Callable, Mapping
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from tools import stages
from tools.preflight.account import check_concurrency, check_key, check_sandbox, check_sender
from tools.preflight.database import check_engine
from tools.preflight.network import check_network, check_zones
from tools.preflight.plan import Finding, Plan
from tools.stages import Refused

__all__ = ["CHECKS", "Finding", "Plan", "run"]

CHECKS: Final[Mapping[str, Callable[[Plan], Finding]]] = {
    "zones": check_zones,
    "network": check_network,
    "concurrency": check_concurrency,
    "engine": check_engine,
    "key": check_key,
    "sender": check_sender,
    "sandbox": check_sandbox,
}


def run(plan: Plan) -> dict[str, str]:
    """Run all checks, print a line for each, and return the parameters that they chose.

    Raises Refused after all of them if at least one failed.
    """
    refused = 0
    chosen: dict[str, str] = {}
    for name, check in CHECKS.items():
        finding = _run_check(check, plan)
        print(f"  {finding.level:<8} {name}: {finding.text}", flush=True)
        refused += finding.level == "refused"
        chosen |= finding.parameters
    if refused:
        raise Refused(f"{refused} of the checks above failed; nothing was changed")
    return chosen


def _run_check(check: Callable[[Plan], Finding], plan: Plan) -> Finding:
    try:
        return check(plan)
    except (BotoCoreError, ClientError) as error:
        return Finding("warning", f"not checked; AWS error: {stages.one_line(error)}")
