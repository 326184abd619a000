"""`make deploy` after a declined change set and after a failed deployment."""

from pathlib import Path
from typing import NoReturn

import pytest
from moto.apigatewayv2.responses import ApiGatewayV2Response
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.responses import CloudFormationResponse

from tests.support.account import REGION
from tests.support.deployment import (
    CHANGE_SET,
    FAILS,
    Api,
    answered,
    at_a_terminal,
    calls,
    installed,
    run,
    stack_of,
    will_install,
)
from tools import stages
from tools.stages import Stopped


def test_a_declined_first_change_set_is_reported_and_the_next_attempt_deploys(
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


def test_a_declined_update_is_reported_and_not_tested(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    answered(root)
    installed()
    (root / "sam.py").write_text(CHANGE_SET.format(kind="UPDATE"))

    with pytest.raises(Stopped, match="declined"):
        run(root)


def test_a_first_change_set_that_fails_prints_the_next_command(root: Path) -> None:
    answered(root, "prod")
    (root / "sam.py").write_text(CHANGE_SET.format(kind="CREATE").replace("purser-dev", "purser-prod") + FAILS)

    expected = (
        r"the stack purser-prod is REVIEW_IN_PROGRESS: nothing was created; run `make deploy STAGE=prod` to try again$"
    )
    with pytest.raises(Stopped, match=expected):
        run(root, "prod")


def test_a_rolled_back_deployment_is_reported_even_if_the_authorizer_is_missing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(root)
    installed(status="UPDATE_ROLLBACK_COMPLETE")
    (root / "sam.py").write_text(FAILS)
    monkeypatch.setattr(ApiGatewayV2Response, "get_authorizers", lambda _: (200, {}, '{"items": []}'))

    expected = (
        r"^sam deploy failed; its output above has the reason; the clients of systems may not be accepted: "
        r"The stack's API has no authorizer Jwt\.$"
    )
    with pytest.raises(Stopped, match=expected):
        run(root)


def test_a_call_that_aws_refuses_is_a_one_line_error(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(root)
    installed()
    monkeypatch.setattr(CloudFormationResponse, "set_stack_policy", refused)

    with pytest.raises(SystemExit, match=r"^deploy: AWS error: An error occurred \(ValidationError\).* not allowed$"):
        stages.run_task("deploy", lambda: run(root))


def refused(_: object) -> NoReturn:
    raise ValidationError(message="not allowed")


def test_a_first_deployment_that_fails_is_a_one_line_error(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answered(root)
    (root / "sam.py").write_text(FAILS)

    with pytest.raises(SystemExit, match=r"^deploy: sam deploy failed; its output above has the reason$"):
        stages.run_task("deploy", lambda: run(root))
    assert "Deployed" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("ROLLBACK_COMPLETE", "; the stack purser-dev is ROLLBACK_COMPLETE: its first deployment failed; .*"),
        ("UPDATE_ROLLBACK_FAILED", "; the stack purser-dev is UPDATE_ROLLBACK_FAILED: its rollback failed; .*"),
        ("UPDATE_ROLLBACK_COMPLETE", ""),
    ],
)
def test_a_failed_deployment_names_the_next_step_if_the_state_allows_one(
    root: Path, monkeypatch: pytest.MonkeyPatch, status: str, expected: str
) -> None:
    answered(root)
    stack = installed()
    (root / "sam.py").write_text(FAILS)
    # The status of the stack before and after the call of sam deploy.
    deployed = property(lambda _: status if "sam deploy" in " ".join(calls(root)) else "UPDATE_COMPLETE")
    monkeypatch.setattr(type(stack), "status", deployed, raising=False)

    with pytest.raises(SystemExit, match=f"^deploy: sam deploy failed; its output above has the reason{expected}$"):
        stages.run_task("deploy", lambda: run(root))
