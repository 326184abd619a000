"""`make deploy` refuses an invalid set-up with one line, before it changes anything."""

from pathlib import Path

import pytest

from tests.support.account import REGION
from tests.support.deployment import answered, calls, cluster, installed, pool_of, protect, protect_pool, run, stand_in
from tools import answers, deploy, protection, stages
from tools.stages import Refused


def test_an_unknown_stage_is_refused_and_the_known_ones_are_listed(root: Path) -> None:
    with pytest.raises(Refused, match=r"no stage production; it has dev, staging, prod$"):
        deploy.main("production", root)


def test_a_stack_name_that_is_too_long_for_function_names_is_refused(root: Path) -> None:
    config = root / "samconfig.toml"
    config.write_text(config.read_text().replace('"purser-dev"', '"purser-of-the-development-team"'))

    with pytest.raises(Refused, match=r"cannot be called purser-of-the-development-team"):
        run(root)


@pytest.mark.parametrize("command", ["sam", "uv", "make"])
def test_a_missing_command_is_reported(root: Path, command: str) -> None:
    (root / "bin" / command).unlink()

    with pytest.raises(Refused, match=f"^{command} was not found: "):
        run(root)


def test_npm_is_required_if_a_function_has_a_package_json(root: Path) -> None:
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


def test_a_deployment_without_a_region_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    with pytest.raises(Refused, match="no AWS region"):
        run(root)


def test_the_region_comes_from_samconfig_or_else_from_the_environment(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert stages.known_region(stages.read("dev", root)) == "eu-west-1"

    answers.write(root, "dev", settings={"region": "eu-west-2"}, parameters={})
    assert stages.known_region(stages.read("dev", root)) == "eu-west-2"


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("eu-nowhere-1", "there is no AWS region eu-nowhere-1"),
        ("nonsense", "there is no AWS region nonsense"),
        ("cn-north-1", "cn-north-1 does not have cognito-idp, sesv2"),
        ("il-central-1", "rds.pem has no root certificate for il-central-1; .*"),
    ],
)
def test_an_unknown_region_or_one_without_a_required_service_is_refused(region: str, expected: str) -> None:
    with pytest.raises(Refused, match=f"^{expected}$"):
        stages.check_region(region)


def test_a_deployment_without_credentials_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")

    with pytest.raises(Refused, match="no AWS credentials"):
        run(root)


def test_credentials_that_aws_rejects_are_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    with pytest.raises(Refused, match="AWS rejects these credentials"):
        run(root)


DESTROY = "run `make destroy STAGE={stage}{unprotect}` to remove what is left, then `make deploy STAGE={stage}`$"
NEXT_STEPS = {
    "CREATE_FAILED": f"its first deployment failed; {DESTROY}",
    "ROLLBACK_COMPLETE": f"its first deployment failed; {DESTROY}",
    "ROLLBACK_FAILED": f"its first deployment failed; {DESTROY}",
    "UPDATE_ROLLBACK_FAILED": "its rollback failed; run `aws cloudformation continue-update-rollback --stack-name "
    f"purser-{{stage}} --region {REGION}`, wait until it is done, then run `make deploy STAGE={{stage}}`$",
    "DELETE_FAILED": "its deletion failed; run `make destroy STAGE={stage}{unprotect}` again$",
}


@pytest.mark.parametrize("stage", ["dev", "staging", "prod"])
@pytest.mark.parametrize("status", NEXT_STEPS)
def test_a_stack_that_cannot_be_deployed_to_is_left_unchanged_and_the_next_step_is_printed(
    root: Path, stage: str, status: str
) -> None:
    answered(root, stage)
    installed(f"purser-{stage}", status)

    expected = NEXT_STEPS[status].format(stage=stage, unprotect=" UNPROTECT=1" if stage == "prod" else "")
    with pytest.raises(Refused, match=f"^the stack purser-{stage} is {status}: {expected}"):
        run(root, stage)
    assert calls(root) == []


def test_a_busy_stack_is_left_unchanged(root: Path) -> None:
    answered(root)
    installed(status="UPDATE_IN_PROGRESS")

    with pytest.raises(Refused, match="purser-dev is busy"):
        run(root)
    assert calls(root) == []


@pytest.mark.parametrize("protected", ["database", "pool", "stack"])
def test_the_next_step_has_unprotect_if_something_is_protected(root: Path, protected: str) -> None:
    """Such a stack is of an earlier release, whose first deployment protected its data at once."""
    answered(root, "staging")
    installed("purser-staging", "ROLLBACK_FAILED")
    match protected:
        case "database":
            protect(cluster()["DBClusterIdentifier"], on=True)
        case "pool":
            protect_pool(pool_of("purser-staging"), on=True)
        case _:
            protection.enable_termination_protection("purser-staging", REGION)

    with pytest.raises(Refused, match="run `make destroy STAGE=staging UNPROTECT=1` to remove what is left"):
        run(root, "staging")


def test_a_required_parameter_is_not_guessed_without_a_terminal(root: Path) -> None:
    with pytest.raises(Refused, match=r"has no MailFrom for dev, and there is no terminal to ask at$"):
        run(root)
    assert calls(root) == []
