"""purser pause and purser resume: stop whatever writes to a stack's ledger, and start it again."""

import time
from collections.abc import Iterator
from typing import Any, Final

import click

from cli.outcome import CLEAN, CannotFinish, aws_errors_in_one_line
from cli.stack import Stack

STAGE: Final = "$default"
"""The stage of the stack's HTTP API."""
POLL_INTERVAL_S: Final = 2.0
MAX_POLLS: Final = 90
_RATE, _BURST = "ThrottlingRateLimit", "ThrottlingBurstLimit"
_COPIED_PROPERTIES: Final = (
    "Name",
    "GroupName",
    "Description",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "StartDate",
    "EndDate",
    "FlexibleTimeWindow",
    "Target",
    "KmsKeyArn",
    "ActionAfterCompletion",
)
"""The properties that UpdateSchedule resets to their defaults if it does not get them."""
_stack = click.option("--stack", metavar="NAME", required=True, help="The deployed stack.")


@click.command(short_help="Stop callers, consumers and schedules of a stack.")
@_stack
def pause(stack: str) -> int:
    """Stop whatever writes to the ledger: the API answers 429, events wait in their queues, no schedule starts a run.
    Alarms send nothing meanwhile.

    `purser resume` ends it. Commands and deployments that call a function directly still work. It can be repeated.

    Exit: 0 everything is stopped, 2 could not finish.
    """
    deployed = Stack(stack)
    with aws_errors_in_one_line():
        _limit_api(deployed, rate=0, burst=0)
        schedules = _set_schedules(deployed, "DISABLED")
        consumers = _set_consumers(deployed, enabled=False)
        silence_alarms(deployed)
    click.echo(f"{stack}: paused. The API answers 429; stopped: {consumers} consumers, {schedules} schedules.")
    return CLEAN


@click.command(short_help="Start what `purser pause` stopped.")
@_stack
def resume(stack: str) -> int:
    """Start all consumers and schedules of a stack, and set the API's limits to those of the stack's parameters. Alarms
    send messages again; one that is still raised is raised anew.

    It can be repeated.

    Exit: 0 everything is started, 2 could not finish.
    """
    deployed = Stack(stack)
    with aws_errors_in_one_line():
        consumers = _set_consumers(deployed, enabled=True)
        schedules = _set_schedules(deployed, "ENABLED")
        _let_alarms_send(deployed)
        # At the end, so that the stack counts as paused until all of it has succeeded.
        rate, burst = int(deployed.parameters["RequestRate"]), int(deployed.parameters["RequestBurst"])
        _limit_api(deployed, rate=rate, burst=burst)
    click.echo(
        f"{stack}: resumed. The API takes {rate} requests per second; started: {consumers} consumers, "
        f"{schedules} schedules."
    )
    return CLEAN


def is_paused(stack: Stack) -> bool:
    """Whether the stack's API refuses all calls. Errors of AWS are those of botocore."""
    return bool(_limits(stack.client("apigatewayv2"), stack.outputs["ApiId"]).get(_RATE) == 0)


def _limits(gateway: Any, api: str) -> dict[str, Any]:
    """The settings of all routes of the API, its limits among them."""
    stages = gateway.get_stages(ApiId=api)["Items"]
    found: dict[str, Any] = next(one for one in stages if one["StageName"] == STAGE).get("DefaultRouteSettings", {})
    return found


def _limit_api(stack: Stack, *, rate: int, burst: int) -> None:
    gateway, api = stack.client("apigatewayv2"), stack.outputs["ApiId"]
    settings = _limits(gateway, api) | {_RATE: rate, _BURST: burst}
    gateway.update_stage(ApiId=api, StageName=STAGE, DefaultRouteSettings=settings)


def silence_alarms(stack: Stack) -> None:
    """Let the stack's alarms send nothing: what is stopped would raise some. Errors of AWS are those of botocore."""
    if names := list(stack.resources("AWS::CloudWatch::Alarm").values()):
        stack.client("cloudwatch").disable_alarm_actions(AlarmNames=names)


def _let_alarms_send(stack: Stack) -> None:
    """Let the stack's alarms send messages again. An alarm sends one when its state changes, so one that was raised in
    silence is then set to OK: if its reason lasts, CloudWatch raises it again. One that keeps its state without data,
    that of drift, is left alone: nothing would raise it again before the next reconciliation."""
    if names := list(stack.resources("AWS::CloudWatch::Alarm").values()):
        cloudwatch = stack.client("cloudwatch")
        cloudwatch.enable_alarm_actions(AlarmNames=names)
        for alarm in cloudwatch.describe_alarms(AlarmNames=names)["MetricAlarms"]:
            if alarm["StateValue"] == "ALARM" and alarm.get("TreatMissingData") != "ignore":
                cloudwatch.set_alarm_state(AlarmName=alarm["AlarmName"], StateValue="OK", StateReason="purser resume")


def _set_schedules(stack: Stack, state: str) -> int:
    """Enable or disable all schedules; returns their number."""
    scheduler = stack.client("scheduler")
    names = stack.resources("AWS::Scheduler::Schedule").values()
    for name in names:
        schedule = scheduler.get_schedule(Name=name)
        scheduler.update_schedule(State=state, **{key: schedule[key] for key in _COPIED_PROPERTIES if key in schedule})
    return len(names)


def _set_consumers(stack: Stack, *, enabled: bool) -> int:
    """Start or stop all consumers; returns their number. Raises CannotFinish if one does not stop."""
    functions = stack.client("lambda")
    mappings = stack.resources("AWS::Lambda::EventSourceMapping")
    for uuid in mappings.values():
        functions.update_event_source_mapping(UUID=uuid, Enabled=enabled)
    if not enabled:
        for name, uuid in mappings.items():
            if "Disabled" not in _states(functions, uuid):
                raise CannotFinish(f"{name} does not stop; try again.")
    return len(mappings)


def _states(functions: Any, uuid: str) -> Iterator[str]:
    """The states of an event source mapping, one after the other; it takes some seconds to stop."""
    for _ in range(MAX_POLLS):
        yield functions.get_event_source_mapping(UUID=uuid)["State"]
        time.sleep(POLL_INTERVAL_S)
