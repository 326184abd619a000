"""The smoke test at the end of `make deploy`."""

from pathlib import Path

import pytest

from cli.stack import Stack
from tests.support.account import REGION
from tests.support.deployment import Api, answered, installed, run
from tests.support.pool import purser
from tools import smoke, stages


def test_the_smoke_test_waits_for_a_database_that_wakes_up(root: Path, api: Api) -> None:
    api.health = [503, 503, 503, 200]
    answered(root)
    installed(url=api.url)

    assert run(root).slept == 3 * smoke.PAUSE_S


@pytest.mark.parametrize(
    ("health", "without_token", "message"),
    [
        (503, 401, f"/healthz answers 503, not 200, after {smoke.ATTEMPTS} attempts"),
        (200, 200, "/api/v1/agent/clients without a token answers 200, not 401"),
    ],
)
def test_an_unexpected_answer_of_the_api_fails_the_command(
    root: Path, api: Api, health: int, without_token: int, message: str
) -> None:
    api.health, api.without_token = [health], without_token
    answered(root)
    installed(url=api.url)

    with pytest.raises(SystemExit, match=f"^deploy: {api.url}{message}$"):
        stages.run_task("deploy", lambda: run(root))


def test_an_unreachable_api_fails_the_command_and_its_address_is_printed(root: Path) -> None:
    answered(root)
    installed(url="http://127.0.0.1:9")

    with pytest.raises(smoke.SmokeTestFailed, match=r"^http://127.0.0.1:9/healthz answers ConnectError, not 200"):
        run(root)


def test_a_paused_stack_is_not_tested_and_the_command_to_resume_it_is_printed(
    root: Path, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stack is paused during a restore: `purser pause` makes the API answer 429."""
    answered(root)
    installed(url=api.url)
    api.health, api.without_token = [429], 429
    purser("pause")

    assert run(root).slept == 0

    command = f"AWS_REGION={REGION} .venv/bin/purser resume --stack purser-dev"
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "The stack is paused (purser pause), so its API was not tested.",
        f"When you have checked its data, start it again: {command}",
    ]


def test_a_deployment_of_a_paused_stack_silences_the_alarms_that_it_has_changed(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CloudFormation lets an alarm send messages when it changes it."""
    answered(root)
    installed(url=api.url)
    cloudwatch = stages.client("cloudwatch", REGION)
    cloudwatch.put_metric_alarm(
        AlarmName="outbox", ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=1, Threshold=0
    )
    alarm = {"ResourceType": "AWS::CloudWatch::Alarm", "LogicalResourceId": "Outbox", "PhysicalResourceId": "outbox"}
    of_stack = Stack("purser-dev", REGION)._resources
    monkeypatch.setattr(Stack, "_resources", [*of_stack, alarm])
    purser("pause")
    cloudwatch.enable_alarm_actions(AlarmNames=["outbox"])

    run(root)

    assert [one["ActionsEnabled"] for one in cloudwatch.describe_alarms()["MetricAlarms"]] == [False]
