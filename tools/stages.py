"""Stages (installations), and what must be true before a stage is changed.

samconfig.toml has a section `[<stage>.deploy.parameters]` for each stage.
"""

import os
import re
import shlex
import shutil
import subprocess  # nosec B404 (fixed programs, without a shell)
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tools import rds_certificates

SERVICES: Final = (
    "apigatewayv2",
    "codedeploy",
    "cognito-idp",
    "events",
    "lambda",
    "rds",
    "scheduler",
    "sesv2",
    "sns",
    "sqs",
)
"""The services of the stack that not every region has, by botocore's names."""
CONFIG_FILE: Final = "samconfig.toml"
MAX_STACK_NAME_LENGTH: Final = 21
"""Lambda's names have at most 64 characters: the stack's name, a function's (at most 29 if CodeDeploy must find it by
the stack's name) and 12 that CloudFormation adds, with a hyphen between."""
_EXPIRED: Final = frozenset({"ExpiredToken", "ExpiredTokenException"})
"""The codes with which AWS's services refuse a session that has expired."""
REVIEW_IN_PROGRESS: Final = "REVIEW_IN_PROGRESS"
"""The status of a stack with only a change set: it has no resources, and `sam deploy` creates it like a new one."""


FIRST_FAILED: Final = frozenset({"CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"})
"""The statuses of a stack whose first deployment failed. Such a stack can only be deleted."""


class Stopped(Exception):
    """The reason why a command stopped, in one line."""


class Refused(Stopped):
    """The reason why a command did not begin, in one line."""


@dataclass(frozen=True)
class Stage:
    """An installation. settings: the options of `sam deploy` in samconfig.toml. parameters: the template's."""

    name: str
    settings: Mapping[str, Any]
    parameters: Mapping[str, str]

    @property
    def stack(self) -> str:
        return str(self.settings["stack_name"])


def read(name: str, root: Path) -> Stage:
    """The stage's section of samconfig.toml, which is in `root`. Raises Refused."""
    sections = tomllib.loads((root / CONFIG_FILE).read_text(encoding="utf-8"))
    stages = [key for key, section in sections.items() if isinstance(section, dict) and "deploy" in section]
    if name not in stages:
        raise Refused(f"samconfig.toml has no stage {name or '(none given)'}; it has {', '.join(stages)}")
    settings = sections[name]["deploy"]["parameters"]
    given = settings.get("parameter_overrides", "")
    pairs = shlex.split(given) if isinstance(given, str) else given
    parameters = dict(pair.split("=", 1) for pair in pairs)
    found = Stage(name, settings, parameters)
    # The stack's name is part of the sign-in page's domain, where Cognito allows no capitals and none of these words.
    if not re.fullmatch(rf"(?!.*(aws|amazon|cognito))[a-z][a-z0-9-]{{0,{MAX_STACK_NAME_LENGTH - 1}}}", found.stack):
        wanted = (
            f"lower-case letters, digits and hyphens, at most {MAX_STACK_NAME_LENGTH}, without aws, amazon and cognito"
        )
        raise Refused(f"a stack cannot be called {found.stack}: {wanted}")
    return found


def check_tools(root: Path) -> None:
    """Check that the programs for building and deploying are installed. Raises Refused."""
    if sys.version_info[:2] != (3, 13):
        raise Refused("the functions must be built with Python 3.13; this is another version")
    needed = {"sam": "make installs it", "uv": "make installs it", "make": "install your system's package"}
    if any(root.glob("functions/*/package.json")):
        needed["npm"] = "it comes with Node.js, and is needed to build the console"
    for command, where in needed.items():
        if shutil.which(command) is None:
            raise Refused(f"{command} was not found: {where}")
    asked = ["sam", "--version"]
    output = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603  (fixed words)
    found, wanted = re.findall(r"\d+", output)[:3], re.findall(r"\d+", version("aws-sam-cli"))[:3]
    if [int(part) for part in found] < [int(part) for part in wanted]:
        raise Refused(f"sam is {'.'.join(found) or 'unknown'}; {'.'.join(wanted)} or later is needed")


def check_region(region: str | None) -> str:
    """Check a region against the SDK's data. Raises Refused."""
    if not region:
        raise Refused("no AWS region (set AWS_REGION, or region in samconfig.toml)")
    try:
        partition = session().get_partition_for_region(region)
    except (BotoCoreError, ValueError) as error:
        raise Refused(f"there is no AWS region {region}") from error
    known = {name: session().get_available_regions(name, partition_name=partition) for name in SERVICES}
    if not any(region in regions for regions in known.values()):
        raise Refused(f"there is no AWS region {region}")
    if missing := [name for name, regions in known.items() if region not in regions]:
        raise Refused(f"{region} does not have {', '.join(missing)}")
    if f"Amazon RDS {region} Root CA" not in rds_certificates.names():
        raise Refused(
            f"rds.pem has no root certificate for {region}; tools/rds_certificates.py describes how to add it"
        )
    return region


def account(region: str) -> str:
    """The account's number. Raises Refused."""
    if session().get_credentials() is None:
        raise Refused("no AWS credentials (set AWS_PROFILE, or run aws sso login)")
    try:
        return str(client("sts", region).get_caller_identity()["Account"])
    except (BotoCoreError, ClientError) as error:
        raise Refused(f"AWS rejects these credentials: {one_line(error)}") from error


def existing(stack: str, region: str) -> Mapping[str, Any] | None:
    """The stack, or None if it does not exist. Raises Refused."""
    try:
        (found,) = client("cloudformation", region).describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":  # no stack has this name
            return None
        raise Refused(f"the stack {stack} cannot be read: {one_line(error)}") from error
    except BotoCoreError as error:
        raise Refused(f"CloudFormation cannot be reached: {one_line(error)}") from error
    return dict(found)


def known_region(stage: Stage) -> str | None:
    """The stage's region: from samconfig.toml, else from the environment."""
    return stage.settings.get("region") or os.environ.get("AWS_REGION") or session().region_name


def chosen_region(stage: Stage) -> str:
    """The stage's region, checked by `check_region`. Raises Refused."""
    return check_region(known_region(stage))


@cache
def session() -> boto3.Session:
    """The session of this process. To create one takes longer than most calls."""
    return boto3.Session()


def client(service: str, region: str) -> Any:
    untyped: Any = session()  # its type lists every service by name
    return untyped.client(service, region_name=region)


def parameters_of(stack: Mapping[str, Any]) -> dict[str, str]:
    """The values that a stack was deployed with."""
    return {one["ParameterKey"]: one["ParameterValue"] for one in stack.get("Parameters", [])}


def outputs_of(stack: Mapping[str, Any]) -> dict[str, str]:
    return {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}


def one_line(error: Exception) -> str:
    """The reason of an AWS error, in one line."""
    if isinstance(error, ClientError) and error.response["Error"]["Code"] in _EXPIRED:
        return "the AWS session has expired: sign in again"
    return " ".join(str(error).split())


def run_task(command: str, task: Callable[[], object]) -> None:
    """Run a task; if it stops, or AWS refuses a call, exit with the reason in one line."""
    try:
        task()
    except Stopped as stopped:
        sys.exit(f"{command}: {stopped}")
    except subprocess.CalledProcessError as failed:
        sys.exit(f"{command}: {' '.join(failed.cmd[:2])} failed; its output above has the reason")
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"{command}: AWS error: {one_line(error)}")
    except (KeyboardInterrupt, EOFError):
        sys.exit(f"{command}: interrupted")
