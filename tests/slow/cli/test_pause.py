"""purser pause and purser resume, with an API, consumers and schedules in moto."""

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from moto.apigatewayv2.models import ApiGatewayV2Backend
from moto.awslambda.responses import LambdaResponse
from moto.cloudwatch.models import CloudWatchBackend
from moto.core.exceptions import AccessDeniedError
from moto.scheduler.models import EventBridgeSchedulerBackend

from cli import pause
from cli.stack import Stack
from local import REGION
from tests.support import account as moto
from tests.support.account import Limits
from tests.support.pool import STACK, CommandResult, purser
from tests.support.stack import properties

TEMPLATE = """
Parameters:
  RequestRate: {Type: Number, Default: 500}
  RequestBurst: {Type: Number, Default: 1000}
Resources:
  Queue: {Type: AWS::SQS::Queue}
Outputs:
  ApiId: {Value: "%s"}
"""
ALARMS = ("purser-outbox", "purser-drift")
OF_ANOTHER_STACK = "another-outbox"
LIMITS = {"DetailedMetricsEnabled": True, "ThrottlingRateLimit": 500.0, "ThrottlingBurstLimit": 1000}
SCHEDULE: dict[str, Any] = {
    "Name": "nightly",
    "GroupName": "default",
    "Description": "Checks the whole ledger",
    "ScheduleExpression": "cron(30 2 * * ? *)",
    "ScheduleExpressionTimezone": "UTC",
    "FlexibleTimeWindow": {"Mode": "OFF"},
    "Target": {
        "Arn": f"arn:aws:lambda:{REGION}:{moto.ACCOUNT}:function:reconcile",
        "RoleArn": f"arn:aws:iam::{moto.ACCOUNT}:role/any",
        "Input": '{"full": true}',
        "DeadLetterConfig": {"Arn": f"arn:aws:sqs:{REGION}:{moto.ACCOUNT}:dead"},
        "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 2},
    },
}


@dataclass
class Running:
    """The API, the consumer, the schedule and the alarms of a stack."""

    gateway: Any
    cloudwatch: Any
    functions: Any
    scheduler: Any
    api: str
    mapping: str

    @property
    def limits(self) -> dict[str, Any]:
        stage = self.gateway.get_stage(ApiId=self.api, StageName="$default")
        found: dict[str, Any] = stage["DefaultRouteSettings"]
        return found

    @property
    def consumer(self) -> str:
        return str(self.functions.get_event_source_mapping(UUID=self.mapping)["State"])

    @property
    def schedule(self) -> dict[str, Any]:
        found = self.scheduler.get_schedule(Name="nightly")
        return {name: found[name] for name in (*SCHEDULE, "State")}

    @property
    def alarms(self) -> dict[str, tuple[bool, str]]:
        """By alarm: whether it sends messages, and its state."""
        found = self.cloudwatch.describe_alarms()["MetricAlarms"]
        return {one["AlarmName"]: (one["ActionsEnabled"], one["StateValue"]) for one in found}


@pytest.fixture
def running(aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Running:
    moto.sign_in(monkeypatch, aws, tmp_path)
    moto.add_missing_operations(monkeypatch, Limits())
    monkeypatch.setattr(pause, "POLL_INTERVAL_S", 0)
    names = ("apigatewayv2", "cloudwatch", "lambda", "scheduler", "sqs", "iam", "cloudformation")
    clients: dict[str, Any] = {name: Stack(STACK).client(name) for name in names}
    api = clients["apigatewayv2"].create_api(Name=STACK, ProtocolType="HTTP")["ApiId"]
    clients["apigatewayv2"].create_stage(ApiId=api, StageName="$default", DefaultRouteSettings=LIMITS)
    clients["scheduler"].create_schedule(**SCHEDULE)
    clients["cloudformation"].create_stack(StackName=STACK, TemplateBody=TEMPLATE % api)
    mapping = consumer(clients)
    for name in (*ALARMS, OF_ANOTHER_STACK):
        clients["cloudwatch"].put_metric_alarm(
            AlarmName=name,
            ComparisonOperator="GreaterThanThreshold",
            EvaluationPeriods=1,
            Threshold=0,
            TreatMissingData="ignore" if name == "purser-drift" else "breaching",
        )
    listed = [
        ("AWS::Lambda::EventSourceMapping", mapping),
        ("AWS::Scheduler::Schedule", "nightly"),
        *(("AWS::CloudWatch::Alarm", name) for name in ALARMS),
    ]
    resources = [
        {"ResourceType": kind, "LogicalResourceId": f"{kind[-8:]}{number}", "PhysicalResourceId": id_}
        for number, (kind, id_) in enumerate(listed)
    ]
    monkeypatch.setattr(Stack, "_resources", resources)
    gateway, cloudwatch, functions, scheduler = (clients[name] for name in names[:4])
    return Running(gateway, cloudwatch, functions, scheduler, api, mapping)


def consumer(clients: dict[str, Any]) -> str:
    """The id of a mapping from a queue to a function."""
    queue = clients["sqs"].create_queue(QueueName="queue")["QueueUrl"]
    arn = clients["sqs"].get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    role = clients["iam"].create_role(RoleName="role", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", "")
    clients["lambda"].create_function(
        FunctionName="feed", Role=role, Runtime="python3.13", Handler="app.handler", Code={"ZipFile": code.getvalue()}
    )
    return str(clients["lambda"].create_event_source_mapping(FunctionName="feed", EventSourceArn=arn)["UUID"])


def test_a_paused_stack_refuses_requests_and_starts_nothing(running: Running) -> None:
    result = purser("pause")

    message = f"{STACK}: paused. The API answers 429; stopped: 1 consumers, 1 schedules.\n"
    assert result == CommandResult(0, message, "")
    assert running.limits == LIMITS | {"ThrottlingRateLimit": 0.0, "ThrottlingBurstLimit": 0}
    assert running.consumer == "Disabled"
    assert running.schedule == SCHEDULE | {"State": "DISABLED"}
    assert pause.is_paused(Stack(STACK)) is True


def test_a_paused_stack_pages_nobody_and_a_resumed_one_again_if_the_reason_lasts(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An alarm sends a message when its state changes. One that was raised during the pause is set to OK, so that
    CloudWatch raises it anew if its reason lasts: within seconds, so it is set only when it may send."""
    sends_when_set = []
    set_state = CloudWatchBackend.set_alarm_state

    def recorded(backend: CloudWatchBackend, alarm_name: str, *more: Any) -> None:
        sends_when_set.append(backend.alarms[alarm_name].actions_enabled)
        set_state(backend, alarm_name, *more)

    purser("pause")
    for name in (*ALARMS, OF_ANOTHER_STACK):
        running.cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="The relay does not run")
    assert {name: sends for name, (sends, _) in running.alarms.items()} == {
        **dict.fromkeys(ALARMS, False),
        OF_ANOTHER_STACK: True,
    }

    monkeypatch.setattr(CloudWatchBackend, "set_alarm_state", recorded)

    purser("resume")

    assert sends_when_set == [True]
    assert running.alarms == {
        "purser-outbox": (True, "OK"),
        "purser-drift": (True, "ALARM"),  # it keeps its state without data, so nothing would raise it again
        OF_ANOTHER_STACK: (True, "ALARM"),
    }


def test_a_resumed_stack_has_its_earlier_settings(running: Running) -> None:
    assert (purser("pause").code, purser("pause").code) == (0, 0), "a pause can be repeated"

    result = purser("resume")

    message = f"{STACK}: resumed. The API takes 500 requests per second; started: 1 consumers, 1 schedules.\n"
    assert result == CommandResult(0, message, "")
    assert running.limits == LIMITS
    assert running.consumer == "Enabled"
    assert running.schedule == SCHEDULE | {"State": "ENABLED"}
    assert pause.is_paused(Stack(STACK)) is False


@pytest.mark.parametrize("command", ["pause", "resume"])
@pytest.mark.parametrize(
    ("backend", "refused"),
    [
        (CloudWatchBackend, "enable_alarm_actions"),
        (CloudWatchBackend, "disable_alarm_actions"),
        (ApiGatewayV2Backend, "get_stages"),
        (EventBridgeSchedulerBackend, "update_schedule"),
    ],
)
def test_a_pause_or_resume_that_cannot_finish_leaves_no_running_stack_whose_alarms_are_silent(
    running: Running, monkeypatch: pytest.MonkeyPatch, command: str, backend: type, refused: str
) -> None:
    """Whoever looks sees a paused stack, or alarms that send messages. The command can be repeated."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AccessDeniedError("an operator", refused)

    if command == "resume":
        purser("pause")
    with monkeypatch.context() as patch:
        patch.setattr(backend, refused, refuse)
        purser(command)

    assert pause.is_paused(Stack(STACK)) or {sends for sends, _ in running.alarms.values()} == {True}
    assert (purser("pause").code, purser("resume").code) == (0, 0)
    assert {sends for sends, _ in running.alarms.values()} == {True}


def test_a_pause_waits_until_the_consumers_have_stopped(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    states = return_states(monkeypatch, "Disabling", "Disabling", "Disabled")

    assert purser("pause").code == 0
    assert states == []


def test_a_consumer_that_does_not_stop_is_a_one_line_error(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    return_states(monkeypatch, *["Disabling"] * pause.MAX_POLLS)

    result = purser("pause")

    assert result == CommandResult(2, "", "purser: eMapping0 does not stop; try again.\n")


def return_states(monkeypatch: pytest.MonkeyPatch, *given: str) -> list[str]:
    """Make the mapping return these states in turn. Returns the list of the remaining states."""
    states = list(given)
    answer = LambdaResponse.get_event_source_mapping

    def next_state(response: Any) -> Any:
        status, headers, body = answer(response)
        return status, headers, json.dumps(json.loads(body) | {"State": states.pop(0)})

    monkeypatch.setattr(LambdaResponse, "get_event_source_mapping", next_state)
    return states


def test_resume_may_start_everything_since_the_template_disables_nothing() -> None:
    assert all("Enabled" not in one for one in properties("AWS::Lambda::EventSourceMapping").values())
    assert all("State" not in one for one in properties("AWS::Scheduler::Schedule").values())


def test_the_api_stage_has_the_name_in_the_template() -> None:
    (stage,) = properties("AWS::ApiGatewayV2::Stage").values()

    assert stage["StageName"] == pause.STAGE
