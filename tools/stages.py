"""Where the system is installed, and what has to be there before anything of it is changed.

A stage is an installation; samconfig.toml has a section `[<stage>.deploy.parameters]` for each.
"""

import os
import re
import shlex
import shutil
import subprocess  # nosec B404 (programs that stand here, without a shell)
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
"""What the stack is made of, by botocore's names, where not every region has it."""
CONFIG_FILE: Final = "samconfig.toml"
LONGEST_NAME: Final = 21
"""Of a stack. Lambda's names have 64 characters: the stack's, a function's (at most 29 where CodeDeploy has to find it
by the stack's name) and 12 that CloudFormation adds, with a hyphen between."""


REVIEW_IN_PROGRESS: Final = "REVIEW_IN_PROGRESS"
"""A stack of which only a change set was made: it has no resources, and `sam deploy` creates it as if it were new."""


class Stopped(Exception):
    """Why a command did not come to its end, in a line."""


class Refused(Stopped):
    """Why nothing was begun, in a line."""


@dataclass(frozen=True)
class Stage:
    """An installation. settings: what samconfig.toml tells `sam deploy`; parameters: those of the template among it."""

    name: str
    settings: Mapping[str, Any]
    parameters: Mapping[str, str]

    @property
    def stack(self) -> str:
        return str(self.settings["stack_name"])


def read(name: str, root: Path) -> Stage:
    """root: the folder that has samconfig.toml. Raises Refused."""
    sections = tomllib.loads((root / CONFIG_FILE).read_text(encoding="utf-8"))
    stages = [key for key, section in sections.items() if isinstance(section, dict) and "deploy" in section]
    if name not in stages:
        raise Refused(f"samconfig.toml has no stage {name or '(none given)'}; it has {', '.join(stages)}")
    settings = sections[name]["deploy"]["parameters"]
    given = settings.get("parameter_overrides", "")
    pairs = shlex.split(given) if isinstance(given, str) else given
    parameters = dict(pair.split("=", 1) for pair in pairs)
    found = Stage(name, settings, parameters)
    # It is part of the domain of the sign-in page, which Cognito takes without capitals and these words only.
    if not re.fullmatch(rf"(?!.*(aws|amazon|cognito))[a-z][a-z0-9-]{{0,{LONGEST_NAME - 1}}}", found.stack):
        wanted = f"lower-case letters, digits and hyphens, at most {LONGEST_NAME}, without aws, amazon and cognito"
        raise Refused(f"a stack cannot be called {found.stack}: {wanted}")
    return found


def check_tools(root: Path) -> None:
    """What builds and deploys is there. Raises Refused."""
    if sys.version_info[:2] != (3, 13):
        raise Refused("the functions are built by Python 3.13; this is another one")
    needed = {"sam": "make sets it up", "uv": "make sets it up", "make": "your system's packages have it"}
    if any(root.glob("functions/*/package.json")):
        needed["npm"] = "it comes with Node.js, and builds the console"
    for command, where in needed.items():
        if shutil.which(command) is None:
            raise Refused(f"{command} was not found: {where}")
    asked = ["sam", "--version"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603  (it stands here)
    found, wanted = re.findall(r"\d+", said)[:3], re.findall(r"\d+", version("aws-sam-cli"))[:3]
    if [int(part) for part in found] < [int(part) for part in wanted]:
        raise Refused(f"sam is {'.'.join(found) or 'unknown'}, and {'.'.join(wanted)} is what was tried")


def check_region(region: str | None) -> str:
    """As far as the SDK's own data tell. Raises Refused."""
    if not region:
        raise Refused("no AWS region (set AWS_REGION, or region in samconfig.toml)")
    session = boto3.Session()
    try:
        partition = session.get_partition_for_region(region)
    except (BotoCoreError, ValueError) as error:
        raise Refused(f"there is no AWS region {region}") from error
    known = {name: session.get_available_regions(name, partition_name=partition) for name in SERVICES}
    if not any(region in regions for regions in known.values()):
        raise Refused(f"there is no AWS region {region}")
    if missing := [name for name, regions in known.items() if region not in regions]:
        raise Refused(f"{region} does not have {', '.join(missing)}")
    if f"Amazon RDS {region} Root CA" not in rds_certificates.names():
        raise Refused(f"rds.pem has no root of {region}'s databases; tools/rds_certificates.py says how it gets one")
    return region


def account(region: str) -> str:
    """Whose account it will be. Raises Refused."""
    if boto3.Session().get_credentials() is None:
        raise Refused("no AWS credentials (set AWS_PROFILE, or run aws sso login)")
    try:
        return str(client("sts", region).get_caller_identity()["Account"])
    except (BotoCoreError, ClientError) as error:
        raise Refused(f"AWS does not take these credentials: {one_line(error)}") from error


def existing(stack: str, region: str) -> Mapping[str, Any] | None:
    """The stack as CloudFormation has it. Raises Refused."""
    try:
        (found,) = client("cloudformation", region).describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":  # there is none of that name
            return None
        raise Refused(f"the stack {stack} cannot be looked at: {one_line(error)}") from error
    except BotoCoreError as error:
        raise Refused(f"CloudFormation cannot be reached: {one_line(error)}") from error
    return dict(found)


def known_region(one: Stage) -> str | None:
    """The stage's region: from samconfig.toml, else from the caller's settings."""
    return one.settings.get("region") or boto3.Session().region_name or os.environ.get("AWS_REGION")


def chosen_region(one: Stage) -> str:
    """The same, checked. Raises Refused."""
    return check_region(known_region(one))


def client(service: str, region: str) -> Any:
    return boto3.Session(region_name=region).client(service)


def parameters_of(stack: Mapping[str, Any]) -> dict[str, str]:
    """The values that a stack was deployed with."""
    return {one["ParameterKey"]: one["ParameterValue"] for one in stack.get("Parameters", [])}


def outputs_of(stack: Mapping[str, Any]) -> dict[str, str]:
    return {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}


def one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def carry_out(command: str, task: Callable[[], object]) -> None:
    """Do it, or end with one line that says why not."""
    try:
        task()
    except Stopped as stopped:
        sys.exit(f"{command}: {stopped}")
    except subprocess.CalledProcessError as failed:
        sys.exit(f"{command}: {' '.join(failed.cmd[:2])} failed, and says above why")
    except (KeyboardInterrupt, EOFError):
        sys.exit(f"{command}: given up")
