"""`make deploy` and `make destroy` look before they change anything, and say in one line what is missing.

AWS is moto here. `sam` and `make` are stand-ins, since what they would do next needs an account; they write down how
they were called.
"""

import json
import shutil
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from moto.backends import get_backend

from local import transform
from tests.support import account
from tests.support.account import ACCOUNT, REGION, Limits
from tests.support.kit import ROOT
from tools import answers, deploy, destroy, preflight, protection, smoke, stages
from tools.preflight import Plan
from tools.stages import Refused, Stopped

STACK = """
Resources:
  Database: {Type: AWS::SQS::Queue}
Outputs:
  ClientId: {Description: The client that people sign in with, Value: abc}
  ApiUrl: {Description: Where the API answers, Value: "%s"}
  UserPoolId: {Description: The user pool, Value: "%s"}
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
    """What a deployed API answers. health: the statuses of /healthz, one after the other, the last one for ever."""

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


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with account.moto_server() as address:
        yield address


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
def api() -> Iterator[Api]:
    api = Api()
    yield api
    api.server.shutdown()
    api.server.server_close()


@pytest.fixture
def root(aws: str, tmp_path: Path, limits: Limits, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like the project's, and an account with nothing in it."""
    for file in ("samconfig.toml", "template.yaml"):
        shutil.copy(ROOT / file, tmp_path)
    for name in ("sam", "make", "uv", "npm"):
        stand_in(tmp_path, name)
    for name in ("CONFIRM", "UNPROTECT", "REPLACE"):
        monkeypatch.delenv(name, raising=False)
    account.sign_in(monkeypatch, aws, tmp_path)
    account.add_missing_operations(monkeypatch, limits)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.chdir(tmp_path)
    httpx.post(f"{aws}/moto-api/reset")
    return tmp_path


def stand_in(root: Path, name: str, version: str = "9.0.0") -> None:
    path = root / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(STAND_IN.replace("{version}", version))
    path.chmod(0o755)


def calls(root: Path) -> list[str]:
    return (root / "calls").read_text().splitlines() if (root / "calls").exists() else []


def answered(root: Path, stage: str = "dev", **more: str) -> None:
    """As a deployment leaves samconfig.toml once its questions are answered."""
    answers.write(root, stage, settings={}, parameters={"MailFrom": MAIL_FROM} | more)


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    lines = iter(typed)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True, readline=lambda: next(lines, "") + "\n"))


def installed(
    name: str = "purser-dev", status: str = "CREATE_COMPLETE", url: str = "https://api.example", **parameters: str
) -> Any:
    """A stack with a database; moto makes none for a stack, so it is given one."""
    pool = stages.client("cognito-idp", REGION).create_user_pool(PoolName=name)["UserPool"]["Id"]
    stages.client("cloudformation", REGION).create_stack(StackName=name, TemplateBody=STACK % (url, pool))
    stages.client("rds", REGION).create_db_cluster(
        DBClusterIdentifier="purser", Engine="aurora-postgresql", MasterUsername="a", MasterUserPassword="of-moto-only"
    )
    stack = stack_of(name)
    stack.status = status
    stack.resource_map.resolved_parameters |= parameters
    database: Any = get_backend("rds")[ACCOUNT][REGION].clusters["purser"]
    database.cf_resource_type, database.physical_resource_id = "AWS::RDS::DBCluster", "purser"
    stack.resource_map._parsed_resources["Database"] = database
    return stack


def stack_of(name: str) -> Any:
    return get_backend("cloudformation")[ACCOUNT][REGION].get_stack(name)


def will_install(root: Path, url: str, name: str = "purser-dev") -> None:
    """What `sam deploy` is going to do: the stack is there afterwards."""
    template = STACK % (url, "pool")
    create = f"boto3.client('cloudformation').create_stack(StackName={name!r}, TemplateBody={template!r})"
    (root / "sam.py").write_text(f"import boto3\n{create}\n")


def policy_of(name: str) -> Any:
    return json.loads(stages.client("cloudformation", REGION).get_stack_policy(StackName=name)["StackPolicyBody"])


class Clock:
    """Time that passes only when somebody sleeps."""

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


# ---- deploy: before anything begins ---------------------------------------------------------------------------------


def test_a_stage_that_samconfig_does_not_know_is_named_with_those_it_does(root: Path) -> None:
    with pytest.raises(Refused, match=r"no stage production; it has dev, staging, prod$"):
        deploy.main("production", root)


def test_a_stack_s_name_leaves_room_for_those_of_its_functions(root: Path) -> None:
    config = root / "samconfig.toml"
    config.write_text(config.read_text().replace('"purser-dev"', '"purser-of-the-development-team"'))

    with pytest.raises(Refused, match=r"cannot be called purser-of-the-development-team"):
        run(root)


@pytest.mark.parametrize("command", ["sam", "uv", "make"])
def test_a_command_that_is_missing_is_named(root: Path, command: str) -> None:
    (root / "bin" / command).unlink()

    with pytest.raises(Refused, match=f"^{command} was not found: "):
        run(root)


def test_npm_is_needed_where_something_is_built_by_it(root: Path) -> None:
    (root / "bin" / "npm").unlink()
    stages.check_tools(root)
    (root / "functions" / "console").mkdir(parents=True)
    (root / "functions" / "console" / "package.json").write_text("{}")

    with pytest.raises(Refused, match=r"^npm was not found"):
        stages.check_tools(root)


def test_an_older_sam_than_the_locked_one_is_refused(root: Path) -> None:
    stand_in(root, "sam", "1.99.0")

    with pytest.raises(Refused, match=r"^sam is 1\.99\.0; \d"):
        run(root)


def test_without_a_region_nothing_begins(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    with pytest.raises(Refused, match="no AWS region"):
        run(root)


@pytest.mark.parametrize(
    ("region", "says"),
    [
        ("eu-nowhere-1", "there is no AWS region eu-nowhere-1"),
        ("nonsense", "there is no AWS region nonsense"),
        ("cn-north-1", "cn-north-1 does not have cognito-idp, sesv2"),
        ("il-central-1", "rds.pem has no root certificate for il-central-1; .*"),
    ],
)
def test_a_region_without_the_stack_s_services_is_refused(region: str, says: str) -> None:
    with pytest.raises(Refused, match=f"^{says}$"):
        stages.check_region(region)


def test_without_credentials_nothing_begins(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")

    with pytest.raises(Refused, match="no AWS credentials"):
        run(root)


def test_credentials_that_aws_rejects_are_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    with pytest.raises(Refused, match="AWS rejects these credentials"):
        run(root)


@pytest.mark.parametrize(
    ("stage", "status", "says"),
    [
        ("dev", "UPDATE_IN_PROGRESS", "purser-dev is busy"),
        (
            "dev",
            "ROLLBACK_COMPLETE",
            "run `make destroy STAGE=dev` to remove what is left, then `make deploy STAGE=dev` again",
        ),
        ("prod", "ROLLBACK_FAILED", "run `make destroy STAGE=prod UNPROTECT=1` to remove what is left, then"),
        ("dev", "UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name purser-dev` to try it again, then"),
        ("dev", "DELETE_FAILED", "its deletion failed; run `make destroy STAGE=dev` again"),
    ],
)
def test_a_stack_that_cannot_be_deployed_to_is_left_unchanged_and_the_next_step_is_named(
    root: Path, stage: str, status: str, says: str
) -> None:
    answered(root, stage)
    installed(f"purser-{stage}", status)

    with pytest.raises(Refused, match=says):
        run(root, stage)
    assert calls(root) == []


def test_a_required_parameter_is_not_guessed_without_a_terminal(root: Path) -> None:
    with pytest.raises(Refused, match=r"has no MailFrom for dev, and there is no terminal to ask at$"):
        run(root)
    assert calls(root) == []


# ---- deploy ---------------------------------------------------------------------------------------------------------


def test_the_first_deployment_asks_for_parameters_without_a_default_and_stores_the_answers(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (root / "samconfig.toml").read_text()
    at_a_terminal(monkeypatch, "nobody", MAIL_FROM)
    will_install(root, api.url)

    run(root)

    assert calls(root) == [
        "make --no-print-directory build ARCHITECTURE=arm64",
        f"sam deploy --config-env dev --parameter-overrides {DEV} MailFrom={MAIL_FROM} {ZONES}",
    ]
    added = f" MailFrom={MAIL_FROM}"
    assert (root / "samconfig.toml").read_text() == before.replace("LogDays=7", f"LogDays=7{added}", 1)


def test_three_invalid_answers_end_the_deployment(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch, "nobody", "nobody", "nobody", MAIL_FROM)

    with pytest.raises(SystemExit, match=r"^deploy: interrupted$"):
        stages.run_task("deploy", lambda: run(root))
    assert "MailFrom" not in (root / "samconfig.toml").read_text()


def test_an_unknown_region_is_asked_for_and_stored(root: Path, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    answered(root)
    at_a_terminal(monkeypatch, REGION)
    (root / "sam.py").write_text("")

    with pytest.raises(Stopped, match="there is no stack purser-dev"):
        run(root)
    assert stages.read("dev", root).settings["region"] == REGION
    assert "region" not in stages.read("prod", root).settings


def test_an_answer_with_spaces_and_quotes_reaches_sam_as_it_was_typed(root: Path) -> None:
    from samcli.cli.types import CfnParameterOverridesType  # noqa: PLC0415

    vendor = 'Acme "Games" Ltd|1 High Street'
    answered(root, Vendor=vendor)
    given = stages.read("dev", root).parameters

    assert given["Vendor"] == vendor
    overrides = [answers.override(name, value) for name, value in (dict(given) | {"Issuer": ""}).items()]
    understood = CfnParameterOverridesType().convert(overrides, None, None)
    assert understood == dict(given) | {"Issuer": ""}


def test_a_list_of_parameters_stays_a_list(root: Path) -> None:
    config = root / "samconfig.toml"
    text = config.read_text()
    line = next(line for line in text.splitlines() if "MaxCapacity=4" in line)
    config.write_text(text.replace(line, 'parameter_overrides = ["LogLevel=INFO", "MaxCapacity=4"]'))

    answered(root, "staging")

    assert stages.read("staging", root).settings["parameter_overrides"] == [
        "LogLevel=INFO",
        "MaxCapacity=4",
        f"MailFrom={MAIL_FROM}",
    ]


def test_a_later_deployment_asks_nothing_keeps_the_zones_and_prints_its_address_and_the_next_step(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_a_terminal(monkeypatch)
    answered(root, Architecture="x86_64")
    stack = installed(url=api.url, PostgresVersion="17.5")
    later = 'Architecture=x86_64 ServiceClientIds=""'

    run(root)

    assert calls(root) == [
        "make --no-print-directory build ARCHITECTURE=x86_64",
        f"sam deploy --config-env dev --parameter-overrides {DEV} MailFrom={MAIL_FROM} {later}",
    ]
    pool = stages.outputs_of(stages.existing("purser-dev", REGION) or {})["UserPoolId"]
    assert stack.status == "CREATE_COMPLETE"
    assert capsys.readouterr().out.splitlines() == [
        f"deploy: purser-dev, in account {ACCOUNT}, {REGION}",
        "  ok       zones: the stack keeps its zones",
        "  ok       concurrency: StreamConcurrency=50 leaves 950 concurrent executions unreserved",
        "  ok       engine: the database stays at 17.5",
        f"  warning  sender: SES will write to {MAIL_FROM}; it sends nothing until somebody follows the link there",
        "  ok       sandbox: SES delivers to any address",
        "Deployed: purser-dev",
        f"  ApiUrl      {api.url}  (Where the API answers)",
        "  ClientId    abc  (The client that people sign in with)",
        f"  UserPoolId  {pool}  (The user pool)",
        f"The API works: {api.url}/healthz answers 200, and a call without a token gets 401.",
        "Next, create the first root user: purser users add EMAIL --tenant platform --role root --stack purser-dev",
    ]


def test_a_deployment_without_a_terminal_waits_for_no_answer_and_no_confirmation(root: Path, api: Api) -> None:
    answered(root, "prod")
    will_install(root, api.url, "purser-prod")

    run(root, "prod")

    assert calls(root)[-1].startswith("sam deploy --config-env prod --no-confirm-changeset --parameter-overrides ")


def test_a_deployment_keeps_the_clients_of_systems_and_no_others(root: Path, api: Api) -> None:
    answered(root)
    installed(url=api.url)
    cognito = stages.client("cognito-idp", REGION)
    pool = stages.outputs_of(stages.existing("purser-dev", REGION) or {})["UserPoolId"]
    made = [
        cognito.create_user_pool_client(UserPoolId=pool, ClientName=flow, AllowedOAuthFlows=[flow])["UserPoolClient"]
        for flow in ("client_credentials", "code", "client_credentials")
    ]

    run(root)

    ids = ",".join(sorted([made[0]["ClientId"], made[2]["ClientId"]]))
    assert calls(root)[-1].endswith(f"ServiceClientIds={ids}")


def test_the_clients_of_a_custom_issuer_are_those_given(root: Path, api: Api) -> None:
    answered(root, Issuer="https://id.example", Audience="purser", ServiceClientIds="a,b")
    installed(url=api.url)

    run(root)

    assert calls(root)[-1].count("ServiceClientIds") == 1
    assert " ServiceClientIds=a,b" in calls(root)[-1]


# ---- deploy: what a first attempt leaves --------------------------------------------------------------------------


def test_a_declined_first_change_set_is_said_so_and_the_next_attempt_deploys(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch)
    answered(root)
    (root / "sam.py").write_text(CHANGE_SET.format(kind="CREATE"))

    with pytest.raises(Stopped, match=r"declined and nothing was deployed; run `make deploy STAGE=dev` to try again$"):
        run(root)
    assert stack_of("purser-dev").status == "REVIEW_IN_PROGRESS"
    assert stages.client("cloudformation", REGION).list_change_sets(StackName="purser-dev")["Summaries"] == []

    will_install(root, api.url)
    (root / "sam.py").write_text(f"""
import boto3
cloudformation = boto3.client("cloudformation")
cloudformation.delete_stack(StackName="purser-dev")  # moto takes no second change set of a new stack
{(root / "sam.py").read_text()}""")
    run(root)
    assert "ZoneA=eu-central-1a" in calls(root)[-1]


def test_a_declined_update_is_said_so_and_tests_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    answered(root)
    installed()
    (root / "sam.py").write_text(CHANGE_SET.format(kind="UPDATE"))

    with pytest.raises(Stopped, match="declined"):
        run(root)


def test_a_first_deployment_that_fails_is_a_line_and_an_exit(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answered(root)
    (root / "sam.py").write_text(FAILS)

    with pytest.raises(SystemExit, match=r"^deploy: sam deploy failed; its output above has the reason$"):
        stages.run_task("deploy", lambda: run(root))
    assert "Deployed" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("ROLLBACK_COMPLETE", "; the stack purser-dev is ROLLBACK_COMPLETE: its first deployment failed; .*"),
        ("UPDATE_ROLLBACK_FAILED", "; the stack purser-dev is UPDATE_ROLLBACK_FAILED: its rollback failed; .*"),
        ("UPDATE_ROLLBACK_COMPLETE", ""),
    ],
)
def test_a_failed_deployment_names_the_next_step_if_the_state_allows_one(
    root: Path, monkeypatch: pytest.MonkeyPatch, status: str, says: str
) -> None:
    answered(root)
    stack = installed()
    (root / "sam.py").write_text(FAILS)
    # What becomes of the stack meanwhile.
    deployed = property(lambda _: status if "sam deploy" in " ".join(calls(root)) else "UPDATE_COMPLETE")
    monkeypatch.setattr(type(stack), "status", deployed, raising=False)

    with pytest.raises(SystemExit, match=f"^deploy: sam deploy failed; its output above has the reason{says}$"):
        stages.run_task("deploy", lambda: run(root))


# ---- deploy: the checks -------------------------------------------------------------------------------------------


def plan(region: str = REGION, stack: Any = None, **values: str) -> Plan:
    declared = transform.parsed((ROOT / "template.yaml").read_text())["Parameters"]
    defaults = {name: str(one["Default"]) for name, one in declared.items() if "Default" in one}
    return Plan(region, defaults | {"MailFrom": MAIL_FROM} | values, stack)


def stack_with(**parameters: str) -> dict[str, Any]:
    return {"Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()]}


@pytest.mark.usefixtures("root")
def test_no_zone_is_chosen_that_has_no_rds_proxy() -> None:
    region = "us-east-1"
    zones = stages.client("ec2", region).describe_availability_zones()["AvailabilityZones"]
    ids = {zone["ZoneName"]: zone["ZoneId"] for zone in zones}
    (bad,) = [name for name, id_ in ids.items() if id_ == "use1-az3"]
    others = sorted(ids.keys() - {bad})

    finding = preflight.check_zones(plan(region))

    assert finding.parameters == {"ZoneA": others[0], "ZoneB": others[1]}
    given = preflight.check_zones(plan(region, ZoneA=bad, ZoneB=others[0]))
    assert given.level == "refused"
    assert preflight.check_zones(plan(region, ZoneA=others[0], ZoneB=others[0])).level == "refused"


@pytest.mark.usefixtures("root")
def test_subnets_of_a_given_network_must_be_in_two_zones_with_rds_proxy() -> None:
    ec2 = stages.client("ec2", "us-east-1")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = {
        name: ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=name)["Subnet"]["SubnetId"]
        for n, name in enumerate(("us-east-1a", "us-east-1b", "us-east-1e"))
    }

    def found(*zones: str) -> str:
        ids = ",".join(subnets[zone] for zone in zones)
        return preflight.check_zones(plan("us-east-1", VpcId=vpc, SubnetIds=ids)).level

    assert found("us-east-1a", "us-east-1e") == "refused"
    assert found("us-east-1a", "us-east-1b", "us-east-1e") == "ok"


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("unreserved", "present", "level"),
    [(150, None, "ok"), (149, None, "refused"), (10, None, "refused"), (100, "50", "ok"), (100, "49", "refused")],
)
def test_the_stream_s_reservation_leaves_a_hundred_executions(
    limits: Limits, unreserved: int, present: str | None, level: str
) -> None:
    limits.unreserved = unreserved
    stack = stack_with(StreamConcurrency=present) if present else None

    assert preflight.check_concurrency(plan(stack=stack, StreamConcurrency="50")).level == level


@pytest.mark.usefixtures("root")
def test_an_engine_version_that_the_region_does_not_have_is_refused_with_those_that_it_has() -> None:
    assert preflight.check_engine(plan(PostgresVersion="17.5")).level == "ok"
    refused = preflight.check_engine(plan(PostgresVersion="16.1"))
    says = f"{REGION} has no aurora-postgresql 16.1; PostgresVersion may be 16.9, 16.10, 17.5"
    assert (refused.level, refused.text) == ("refused", says)
    kept = preflight.check_engine(plan(stack=stack_with(PostgresVersion="16.1"), PostgresVersion="16.1"))
    assert kept.level == "ok"


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("least", "most", "level"), [("0.5", "128", "ok"), ("0", "2", "refused"), ("1", "256", "refused")]
)
def test_a_capacity_that_the_engine_version_does_not_have_is_refused(
    limits: Limits, least: str, most: str, level: str
) -> None:
    limits.least_capacity = 0.5

    assert preflight.check_engine(plan(MinCapacity=least, MaxCapacity=most)).level == level


def test_the_versions_that_are_proposed_are_those_that_the_template_takes() -> None:
    declared = transform.parsed((ROOT / "template.yaml").read_text())["Parameters"]

    assert declared["PostgresVersion"]["AllowedPattern"] == preflight.SUPPORTED_VERSIONS


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("exists", "verified", "creates", "own", "level"),
    [
        ([], [], "true", False, "warning"),
        ([MAIL_FROM], [], "true", False, "refused"),
        ([MAIL_FROM], [], "true", True, "warning"),
        ([MAIL_FROM], [MAIL_FROM], "true", True, "ok"),
        ([], [], "false", False, "warning"),
        (["purser"], ["purser"], "false", False, "ok"),
        ([MAIL_FROM], [MAIL_FROM], "false", False, "ok"),
    ],
)
def test_ses_may_send_from_the_sender_or_the_stack_can_ask_it_to(
    exists: list[str], verified: list[str], creates: str, own: bool, level: str
) -> None:
    ses = stages.client("sesv2", REGION)
    for name in exists:
        ses.create_email_identity(EmailIdentity=name)
        get_backend("ses")[ACCOUNT][REGION].email_identities[name].verified_for_sending_status = name in verified
    stack = stack_with(CreateMailIdentity="true", MailFrom=MAIL_FROM) if own else None

    assert preflight.check_sender(plan(stack=stack, CreateMailIdentity=creates)).level == level


@pytest.mark.usefixtures("root")
def test_a_sandbox_is_a_warning_with_the_way_out(limits: Limits) -> None:
    limits.in_sandbox = True

    finding = preflight.check_sandbox(plan())

    assert (finding.level, "docs/operations.md" in finding.text) == ("warning", True)


def test_every_check_is_a_line_and_one_that_fails_begins_nothing(
    root: Path, limits: Limits, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(root, PostgresVersion="16.1")
    limits.unreserved = 10

    with pytest.raises(Refused, match=r"^2 of the checks above failed; nothing was changed$"):
        run(root)
    assert calls(root) == []
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [line.split()[1] for line in lines] == [f"{name}:" for name in preflight.CHECKS]


@pytest.mark.usefixtures("root")
def test_a_check_that_aws_does_not_answer_is_a_warning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    assert preflight.run(plan()) == {}
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == {"warning"}


# ---- deploy: protection and smoke test ----------------------------------------------------------------------------


def test_a_protected_stage_s_stack_cannot_be_deleted_and_no_stage_s_data_can_be_replaced(root: Path, api: Api) -> None:
    answered(root, "prod")
    will_install(root, api.url, "purser-prod")

    run(root, "prod")

    assert stack_of("purser-prod").enable_termination_protection is True
    assert policy_of("purser-prod") == json.loads(protection.POLICY_FILE.read_text())


def test_dev_may_be_deleted(root: Path, api: Api) -> None:
    answered(root)
    will_install(root, api.url)

    run(root)

    assert stack_of("purser-dev").enable_termination_protection is False
    assert policy_of("purser-dev") == json.loads(protection.POLICY_FILE.read_text())


@pytest.mark.parametrize("outcome", ["", FAILS])
def test_replace_permits_one_deployment_to_replace_data_and_revokes_the_permission(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch, outcome: str
) -> None:
    answered(root)
    installed(url=api.url)
    monkeypatch.setenv("REPLACE", "1")
    look = "boto3.client('cloudformation').get_stack_policy(StackName='purser-dev')['StackPolicyBody']"
    (root / "sam.py").write_text(f"import boto3\npathlib.Path('policy').write_text({look})\n{outcome}")

    if outcome:
        with pytest.raises(Stopped):
            run(root)
    else:
        run(root)

    assert json.loads((root / "policy").read_text()) == protection.ALLOW_ALL
    assert policy_of("purser-dev") == json.loads(protection.POLICY_FILE.read_text())


def test_the_stack_policy_denies_replacing_or_deleting_resources_with_data() -> None:
    template = transform.parsed((ROOT / "template.yaml").read_text())["Resources"]
    denied = [one for one in json.loads(protection.POLICY_FILE.read_text())["Statement"] if one["Effect"] == "Deny"]

    ids = {name.removeprefix("LogicalResourceId/") for one in denied for name in one["Resource"]}
    assert ids >= {"Database", "UserPool", "EventBus"}
    assert ids <= template.keys()
    assert {action for one in denied for action in one["Action"]} == {"Update:Replace", "Update:Delete"}


def test_a_database_that_wakes_up_is_waited_for(root: Path, api: Api) -> None:
    api.health = [503, 503, 503, 200]
    answered(root)
    installed(url=api.url)

    assert run(root).slept == 3 * smoke.PAUSE_S


@pytest.mark.parametrize(
    ("health", "without_token", "says"),
    [
        (503, 401, f"/healthz answers 503, not 200, after {smoke.ATTEMPTS} attempts"),
        (200, 200, "/api/v1/agent/clients without a token answers 200, not 401"),
    ],
)
def test_an_api_that_does_not_answer_as_it_should_fails_the_command(
    root: Path, api: Api, health: int, without_token: int, says: str
) -> None:
    api.health, api.without_token = [health], without_token
    answered(root)
    installed(url=api.url)

    with pytest.raises(SystemExit, match=f"^deploy: {api.url}{says}$"):
        stages.run_task("deploy", lambda: run(root))


def test_an_api_that_is_not_there_is_named(root: Path) -> None:
    answered(root)
    installed(url="http://127.0.0.1:9")

    with pytest.raises(smoke.SmokeTestFailed, match=r"^http://127.0.0.1:9/healthz answers ConnectError, not 200"):
        run(root)


# ---- deploy: what the functions are given -------------------------------------------------------------------------


def test_the_parameters_of_a_deployed_stack_are_read_from_it(root: Path, api: Api) -> None:
    answered(root)
    installed(url=api.url)
    run(root)
    before = (root / deploy.BUILT).read_text()
    shutil.rmtree(root / ".aws-sam")
    answered(root, Pipeline="off")

    run(root)

    assert before != (root / deploy.BUILT).read_text() != "PARAMETERS: '0'\n"


def test_the_template_has_one_place_for_that() -> None:
    text = (ROOT / "template.yaml").read_text()

    assert deploy.stamped(text, {}) != deploy.stamped(text, {"LogLevel": "DEBUG"})
    with pytest.raises(Refused, match="2 places"):
        deploy.stamped(text + text, {})


# ---- destroy --------------------------------------------------------------------------------------------------------

DELETED = [f"sam delete --stack-name purser-dev --region {REGION} --no-prompts"]


def test_a_stack_is_deleted_when_its_name_is_typed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed()
    at_a_terminal(monkeypatch, "purser-dev")

    destroy.main("dev", root)

    assert calls(root) == DELETED
    assert "final snapshot" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["", "yes", "purser"])
def test_anything_else_deletes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    installed()
    at_a_terminal(monkeypatch, typed)

    with pytest.raises(Refused, match=r"^nothing was deleted"):
        destroy.main("dev", root)
    assert calls(root) == []


def test_a_script_confirms_the_name_with_an_option(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed()
    with pytest.raises(Refused, match=r"^nothing was deleted"):
        destroy.main("dev", root)
    monkeypatch.setenv("CONFIRM", "purser-dev")

    destroy.main("dev", root)

    assert calls(root) == DELETED


def test_a_protected_database_keeps_its_stack_until_its_protection_is_taken_away(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed()
    protect(cluster()["DBClusterIdentifier"], on=True)
    monkeypatch.setenv("CONFIRM", "purser-dev")

    with pytest.raises(Refused, match=r"is protected; UNPROTECT=1"):
        destroy.main("dev", root)
    assert calls(root) == []
    assert cluster()["DeletionProtection"] is True

    monkeypatch.setenv("UNPROTECT", "1")
    destroy.main("dev", root)
    assert calls(root) == DELETED
    assert cluster()["DeletionProtection"] is False


def test_a_name_that_is_not_confirmed_leaves_the_protection_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed()
    protect(cluster()["DBClusterIdentifier"], on=True)
    monkeypatch.setenv("UNPROTECT", "1")

    with pytest.raises(Refused, match=r"^nothing was deleted"):
        destroy.main("dev", root)
    assert cluster()["DeletionProtection"] is True


def test_a_protected_stack_is_deleted_with_unprotect_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = installed()
    protection.enable_termination_protection("purser-dev", REGION)
    monkeypatch.setenv("CONFIRM", "purser-dev")

    with pytest.raises(Refused, match=r"^the stack purser-dev is protected from deletion; UNPROTECT=1"):
        destroy.main("dev", root)
    assert (calls(root), stack.enable_termination_protection) == ([], True)

    monkeypatch.setenv("UNPROTECT", "1")
    destroy.main("dev", root)
    assert (calls(root), stack.enable_termination_protection) == (DELETED, False)


def test_a_stack_that_was_never_deployed_needs_no_confirmation(root: Path) -> None:
    exec(CHANGE_SET.format(kind="CREATE"))  # noqa: S102  (as the stand-in of sam does)

    destroy.main("dev", root)

    assert calls(root) == []
    assert stages.existing("purser-dev", REGION) is None


def test_prod_is_protected_even_where_its_database_is_not(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed("purser-prod")
    monkeypatch.setenv("CONFIRM", "purser-prod")

    with pytest.raises(Refused, match=r"^prod can only be destroyed with UNPROTECT=1$"):
        destroy.main("prod", root)
    assert calls(root) == []


def test_where_there_is_no_stack_there_is_nothing_to_destroy(root: Path) -> None:
    with pytest.raises(Refused, match=rf"^there is no stack purser-dev in {REGION}$"):
        destroy.main("dev", root)
