"""`make deploy` and `make destroy` look before they change anything, and say in one line what is missing.

AWS is moto here. `sam` and `make` are stand-ins, since what they would do next needs an account; they write down how
they were called.
"""

import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import botocore.session
import httpx
import pytest
from botocore.loaders import create_loader
from moto.backends import get_backend
from moto.server import ThreadedMotoServer

from tests.support.kit import ROOT
from tools import deploy, destroy, stages
from tools.stages import Refused

REGION = "eu-central-1"
ACCOUNT = "123456789012"
STACK = """
Resources:
  Database: {Type: AWS::SQS::Queue}
Outputs:
  ClientId: {Description: The client that people sign in with, Value: abc}
  ApiUrl: {Description: Where the API answers, Value: "https://api.example"}
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
        pathlib.Path(".aws-sam/build").mkdir(parents=True)
        pathlib.Path(".aws-sam/build/template.yaml").write_text("PARAMETERS: '0'\\n")
    if name == "sam" and pathlib.Path("fails").exists():
        sys.exit(1)
"""


one_loader = cache(create_loader)
"""Every session would read its services' models anew, which is most of what these tests would take."""


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def root(aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like the project's, and an account with nothing in it."""
    for file in ("samconfig.toml", "template.yaml"):
        shutil.copy(ROOT / file, tmp_path)
    for name in ("sam", "make", "uv", "npm"):
        stand_in(tmp_path, name)
    for name in ("AWS_PROFILE", "AWS_REGION", "CONFIRM", "UNPROTECT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(botocore.session, "create_loader", one_loader)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
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
    """As a guided deployment leaves samconfig.toml."""
    given = {"MailFrom": "billing@purser.example"} | more
    path = root / "samconfig.toml"
    text = path.read_text()
    begin = text.index(f"[{stage}.deploy.parameters]")
    written = " ".join(f'{name}=\\"{value}\\"' for name, value in given.items())
    path.write_text(
        text[:begin] + text[begin:].replace('parameter_overrides = "', f'parameter_overrides = "{written} ', 1)
    )


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    lines = iter(typed)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True, readline=lambda: next(lines, "") + "\n"))


def installed(name: str = "purser-dev", status: str = "CREATE_COMPLETE") -> None:
    """A stack with a database; moto makes none for a stack, so it is given one."""
    stages.client("cloudformation", REGION).create_stack(StackName=name, TemplateBody=STACK)
    stages.client("rds", REGION).create_db_cluster(
        DBClusterIdentifier="purser", Engine="aurora-postgresql", MasterUsername="a", MasterUserPassword="of-moto-only"
    )
    stack: Any = get_backend("cloudformation")[ACCOUNT][REGION].get_stack(name)
    stack.status = status
    database: Any = get_backend("rds")[ACCOUNT][REGION].clusters["purser"]
    database.cf_resource_type, database.physical_resource_id = "AWS::RDS::DBCluster", "purser"
    stack.resource_map._parsed_resources["Database"] = database


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
        deploy.main("dev", root)


@pytest.mark.parametrize("command", ["sam", "uv", "make"])
def test_a_command_that_is_missing_is_named(root: Path, command: str) -> None:
    (root / "bin" / command).unlink()

    with pytest.raises(Refused, match=f"^{command} was not found: "):
        deploy.main("dev", root)


def test_npm_is_needed_where_something_is_built_by_it(root: Path) -> None:
    (root / "bin" / "npm").unlink()
    stages.check_tools(root)
    (root / "functions" / "console").mkdir(parents=True)
    (root / "functions" / "console" / "package.json").write_text("{}")

    with pytest.raises(Refused, match=r"^npm was not found"):
        stages.check_tools(root)


def test_an_older_sam_than_the_locked_one_is_refused(root: Path) -> None:
    stand_in(root, "sam", "1.99.0")

    with pytest.raises(Refused, match=r"^sam is 1\.99\.0, and \d"):
        deploy.main("dev", root)


def test_without_a_region_nothing_begins(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    with pytest.raises(Refused, match="no AWS region"):
        deploy.main("dev", root)


@pytest.mark.parametrize(
    ("region", "says"),
    [
        ("eu-nowhere-1", "there is no AWS region eu-nowhere-1"),
        ("nonsense", "there is no AWS region nonsense"),
        ("cn-north-1", "cn-north-1 does not have cognito-idp, sesv2"),
        ("il-central-1", "rds.pem has no root of il-central-1's databases; .*"),
    ],
)
def test_a_region_has_to_have_what_the_stack_is_made_of(region: str, says: str) -> None:
    with pytest.raises(Refused, match=f"^{says}$"):
        stages.check_region(region)


def test_without_credentials_nothing_begins(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")

    with pytest.raises(Refused, match="no AWS credentials"):
        deploy.main("dev", root)


def test_credentials_that_aws_does_not_take_are_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    with pytest.raises(Refused, match="AWS does not take these credentials"):
        deploy.main("dev", root)


@pytest.mark.parametrize(
    ("status", "says"),
    [("UPDATE_IN_PROGRESS", "is being worked on"), ("ROLLBACK_COMPLETE", "its first deployment failed")],
)
def test_a_stack_that_cannot_take_a_deployment_is_left_alone(root: Path, status: str, says: str) -> None:
    answered(root)
    installed(status=status)

    with pytest.raises(Refused, match=says):
        deploy.main("dev", root)
    assert calls(root) == []


def test_what_must_be_known_is_not_guessed_where_nobody_can_be_asked(root: Path) -> None:
    with pytest.raises(Refused, match=r"does not say MailFrom for dev, and nobody is there to ask$"):
        deploy.main("dev", root)
    assert calls(root) == []


# ---- deploy ---------------------------------------------------------------------------------------------------------


def test_the_first_deployment_asks(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)

    deploy.main("dev", root)

    assert calls(root) == [
        "make --no-print-directory build ARCHITECTURE=arm64",
        "sam deploy --config-env dev --guided",
    ]


def test_a_later_one_with_all_answers_asks_nothing_and_says_where_it_answers(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_a_terminal(monkeypatch)
    answered(root, Architecture="x86_64")
    installed()

    deploy.main("dev", root)

    assert calls(root) == ["make --no-print-directory build ARCHITECTURE=x86_64", "sam deploy --config-env dev"]
    said = capsys.readouterr().out.splitlines()
    assert said == [
        f"deploy: purser-dev, in account {ACCOUNT}, {REGION}",
        "Deployed: purser-dev",
        "  ApiUrl    https://api.example  (Where the API answers)",
        "  ClientId  abc  (The client that people sign in with)",
    ]


def test_without_a_terminal_neither_a_question_nor_a_changeset_waits_for_somebody(root: Path) -> None:
    answered(root)

    deploy.main("dev", root)

    assert calls(root)[-1] == "sam deploy --config-env dev --no-confirm-changeset"


def test_what_is_deployed_says_what_its_parameters_are(root: Path) -> None:
    answered(root)
    deploy.main("dev", root)
    before = (root / deploy.BUILT).read_text()
    shutil.rmtree(root / ".aws-sam")
    answered(root, Pipeline="off")

    deploy.main("dev", root)

    assert before != (root / deploy.BUILT).read_text() != "PARAMETERS: '0'\n"


def test_the_template_has_one_place_for_that() -> None:
    text = (ROOT / "template.yaml").read_text()

    assert deploy.stamped(text, {}) != deploy.stamped(text, {"LogLevel": "DEBUG"})
    with pytest.raises(Refused, match="2 places"):
        deploy.stamped(text + text, {})


def test_a_deployment_that_fails_is_a_line_and_an_exit(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answered(root)
    (root / "fails").touch()

    with pytest.raises(SystemExit, match=r"^deploy: sam deploy failed, and says above why$"):
        stages.carry_out("deploy", lambda: deploy.main("dev", root))
    assert "Deployed" not in capsys.readouterr().out


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


def test_a_script_says_the_name_by_confirm(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_prod_is_protected_even_where_its_database_is_not(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed("purser-prod")
    monkeypatch.setenv("CONFIRM", "purser-prod")

    with pytest.raises(Refused, match=r"^prod is destroyed with UNPROTECT=1 only$"):
        destroy.main("prod", root)
    assert calls(root) == []


def test_where_there_is_no_stack_there_is_nothing_to_destroy(root: Path) -> None:
    with pytest.raises(Refused, match=rf"^there is no stack purser-dev in {REGION}$"):
        destroy.main("dev", root)
