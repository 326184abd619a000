"""A folder with the project's deployment files and an account on moto's server, for `make deploy` and `make destroy`.

`sam` and `make` are stand-ins, since the real commands need an account. They record their calls.
"""

import json
import sys
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from moto.backends import get_backend

from tests.support.account import ACCOUNT, REGION
from tests.support.kit import ROOT
from tools import answers, deploy, stages

STACK = """
Parameters:
  DeletionProtection: {Type: String, Default: "true"}
Resources:
  Database: {Type: AWS::SQS::Queue}
  UserPool: {Type: AWS::SQS::Queue}
Outputs:
  ClientId: {Description: The client that people sign in with, Value: abc}
  ApiId: {Description: The id of the API, Value: "%s"}
  ApiUrl: {Description: Where the API answers, Value: "%s"}
  UserPoolId: {Description: The user pool, Value: "%s"}
  PlatformTenant: {Description: The tenant of the operators, Value: platform}
"""
STAND_IN = f"""#!{sys.executable}
import pathlib, sys
if sys.argv[1:] == ["--version"]:
    print("SAM CLI, version {{version}}")
else:
    name = pathlib.Path(__file__).name
    with open("calls", "a") as calls:
        print(name, *sys.argv[1:], file=calls)
    if name == "make":
        pathlib.Path(".aws-sam/build").mkdir(parents=True, exist_ok=True)
        pathlib.Path(".aws-sam/build/template.yaml").write_text("PARAMETERS: '0'\\n")
    if name == "sam" and pathlib.Path("sam.py").exists():
        exec(pathlib.Path("sam.py").read_text())
"""
FAILS = "sys.exit(1)"
CHANGE_SET = """
import boto3
boto3.client("cloudformation").create_change_set(
    StackName="purser-dev", ChangeSetName="samcli-deploy1", ChangeSetType="{kind}",
    TemplateBody="Resources: {{Queue: {{Type: AWS::SQS::Queue}}}}")
"""
MAIL_FROM = "billing@purser"
ZONES = 'ZoneA=eu-central-1a ZoneB=eu-central-1b ServiceClientIds=""'
DEV = tomllib.loads((ROOT / "samconfig.toml").read_text())["dev"]["deploy"]["parameters"]["parameter_overrides"]


class Api:
    """A fake of a deployed API. health: the statuses that /healthz returns in turn; the last one is repeated."""

    def __init__(self) -> None:
        self.health = [200]
        self.without_token = 401
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(api.status(self.path))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def status(self, path: str) -> int:
        if path != "/healthz":
            return self.without_token
        return self.health.pop(0) if len(self.health) > 1 else self.health[0]


def stand_in(root: Path, name: str, version: str = "9.0.0") -> None:
    path = root / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(STAND_IN.replace("{version}", version))
    path.chmod(0o755)


def calls(root: Path) -> list[str]:
    return (root / "calls").read_text().splitlines() if (root / "calls").exists() else []


def answered(root: Path, stage: str = "dev", **more: str) -> None:
    """Write the answers to a deployment's questions into samconfig.toml."""
    answers.write(root, stage, settings={}, parameters={"MailFrom": MAIL_FROM} | more)


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    """Make standard input a terminal at which a person types these lines."""
    lines = iter(typed)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True, readline=lambda: next(lines, "") + "\n"))


def gateway() -> str:
    """The id of a new API, with an authorizer and a stage as in the template."""
    client = stages.client("apigatewayv2", REGION)
    api = str(client.create_api(Name="purser", ProtocolType="HTTP")["ApiId"])
    client.create_authorizer(
        ApiId=api,
        Name="Jwt",
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": "https://issuer.example", "Audience": ["abc"]},
    )
    limits = {"ThrottlingRateLimit": 500.0, "ThrottlingBurstLimit": 1000}
    client.create_stage(ApiId=api, StageName="$default", DefaultRouteSettings=limits)
    return api


def installed(
    name: str = "purser-dev", status: str = "CREATE_COMPLETE", url: str = "https://api.example", **parameters: str
) -> Any:
    """Create a stack with a database. moto creates no database for a stack, so it is added here."""
    pool = stages.client("cognito-idp", REGION).create_user_pool(PoolName=name)["UserPool"]["Id"]
    stages.client("cloudformation", REGION).create_stack(StackName=name, TemplateBody=STACK % (gateway(), url, pool))
    stages.client("rds", REGION).create_db_cluster(
        DBClusterIdentifier="purser",
        Engine="aurora-postgresql",
        EngineVersion="17.5",
        MasterUsername="a",
        MasterUserPassword="of-moto-only",
    )
    stack = stack_of(name)
    stack.status = status
    stack.resource_map.resolved_parameters |= parameters
    database: Any = get_backend("rds")[ACCOUNT][REGION].clusters["purser"]
    database.cf_resource_type, database.physical_resource_id = "AWS::RDS::DBCluster", "purser"
    stack.resource_map._parsed_resources["Database"] = database
    owned: Any = get_backend("cognito-idp")[ACCOUNT][REGION].user_pools[pool]
    owned.cf_resource_type, owned.physical_resource_id = "AWS::Cognito::UserPool", pool
    stack.resource_map._parsed_resources["UserPool"] = owned
    return stack


def protect_pool(pool: str, *, on: bool) -> None:
    stages.client("cognito-idp", REGION).update_user_pool(
        UserPoolId=pool, DeletionProtection="ACTIVE" if on else "INACTIVE"
    )


def pool_of(stack: str) -> str:
    return stages.outputs_of(stages.existing(stack, REGION) or {})["UserPoolId"]


def pools() -> list[str]:
    listed = stages.client("cognito-idp", REGION).list_user_pools(MaxResults=60)["UserPools"]
    return [pool["Id"] for pool in listed]


def stack_of(name: str) -> Any:
    return get_backend("cloudformation")[ACCOUNT][REGION].get_stack(name)


def will_install(root: Path, url: str, name: str = "purser-dev") -> None:
    """Make the next `sam deploy` create the stack, with the DeletionProtection of its command line."""
    pool = stages.client("cognito-idp", REGION).create_user_pool(PoolName=name)["UserPool"]["Id"]
    template = STACK % (gateway(), url, pool)
    (root / "sam.py").write_text(f"""
import boto3
given = dict(word.split("=", 1) for word in sys.argv if "=" in word)["DeletionProtection"]
boto3.client("cloudformation").create_stack(
    StackName={name!r}, TemplateBody={template!r},
    Parameters=[{{"ParameterKey": "DeletionProtection", "ParameterValue": given}}])
""")


def will_update(root: Path, name: str) -> None:
    """Make the next `sam deploy` update the stack, with the DeletionProtection of its command line."""
    (root / "sam.py").write_text(f"""
import boto3
given = dict(word.split("=", 1) for word in sys.argv if "=" in word)["DeletionProtection"]
boto3.client("cloudformation").update_stack(
    StackName={name!r}, UsePreviousTemplate=True,
    Parameters=[{{"ParameterKey": "DeletionProtection", "ParameterValue": given}}])
""")


def parameter(stack: str, name: str) -> str:
    return stages.parameters_of(stages.existing(stack, REGION) or {})[name]


def policy_of(name: str) -> Any:
    return json.loads(stages.client("cloudformation", REGION).get_stack_policy(StackName=name)["StackPolicyBody"])


class Clock:
    """A clock that advances only when its `sleep` is called."""

    def __init__(self) -> None:
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept += seconds


def run(root: Path, stage: str = "dev") -> Clock:
    clock = Clock()
    deploy.main(stage, root, clock.sleep)
    return clock


def cluster() -> Any:
    (found,) = stages.client("rds", REGION).describe_db_clusters()["DBClusters"]
    return found


def protect(name: str, *, on: bool) -> None:
    stages.client("rds", REGION).modify_db_cluster(DBClusterIdentifier=name, DeletionProtection=on)
