"""The event connections in the template: buses, rules, queues, the functions that queues feed, and schedules.

What the local system does not support is refused when the template is read, so nothing is left out silently.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from local import CannotStart
from local.intrinsics import Resolver, function_of

_UNITS = {"minute": 60, "hour": 3600, "day": 86400}
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_DAILY = re.compile(r"cron\((\d+) (\d+) \* \* \? \*\)")
_ATTRIBUTES = ("DelaySeconds", "MessageRetentionPeriod", "RedrivePolicy", "VisibilityTimeout")
# Lambda's own defaults. AWS has no low limit of pollers; 10 are enough for one machine.
_BATCH_SIZE = 10
_CONCURRENCY = 10


@dataclass(frozen=True)
class Queue:
    """attributes: in SQS's form, all of them texts."""

    name: str
    arn: str
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """pattern: in EventBridge's form. targets: queue ARNs, by target id. undelivered: the ARN of a target's dead-letter
    queue, by target id."""

    name: str
    bus: str
    pattern: str
    targets: Mapping[str, str]
    undelivered: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EventSource:
    """An event source mapping: a function that receives a queue's messages, at most `concurrency` batches at a time.

    window: seconds that a batch may wait until it is full. partial: the function reports which messages failed.
    """

    queue: Queue
    function: str
    batch_size: int
    window: float
    concurrency: int
    partial: bool


@dataclass(frozen=True)
class Schedule:
    """every: seconds. input: what the function receives instead of the scheduler's event. at: for a schedule with a
    time of day (UTC), seconds after midnight."""

    name: str
    function: str
    every: float
    input: Any = None
    at: float | None = None

    def wait(self, now: datetime) -> float:
        """Seconds until the next run of a schedule with a time of day."""
        assert self.at is not None  # noqa: S101  (callers check it)
        since_midnight = timedelta(hours=now.hour, minutes=now.minute, seconds=now.second).total_seconds()
        return (self.at - since_midnight) % self.every or self.every


@dataclass(frozen=True)
class Wiring:
    buses: tuple[str, ...]
    rules: tuple[Rule, ...]
    queues: tuple[Queue, ...]
    event_sources: tuple[EventSource, ...]
    schedules: tuple[Schedule, ...]


def read(resources: Mapping[str, Mapping[str, Any]], resolver: Resolver, functions: Mapping[str, str]) -> Wiring:
    """From the resources of an expanded template. functions: names by logical id. Raises CannotStart."""

    def of(kind: str) -> dict[str, dict[str, Any]]:
        return {
            name: resolver.resolve(
                {key: value for key, value in resource.get("Properties", {}).items() if key != "Tags"}
            )
            for name, resource in resources.items()
            if resource["Type"] == kind
        }

    queues = {queue.arn: queue for queue in (_queue(name, resolver, it) for name, it in of("AWS::SQS::Queue").items())}
    return Wiring(
        buses=tuple(bus["Name"] for bus in of("AWS::Events::EventBus").values()),
        rules=tuple(_rule(name, rule, queues) for name, rule in of("AWS::Events::Rule").items()),
        queues=tuple(queues.values()),
        event_sources=tuple(
            _event_source(name, source, queues, functions)
            for name, source in of("AWS::Lambda::EventSourceMapping").items()
        ),
        schedules=tuple(_schedules(resources, resolver, functions)),
    )


def _queue(name: str, resolver: Resolver, properties: Mapping[str, Any]) -> Queue:
    attributes = {key: properties[key] for key in _ATTRIBUTES if key in properties}
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in attributes.items()}
    return Queue(name, resolver.resolve({"Fn::GetAtt": [name, "Arn"]}), texts)


def _rule(name: str, properties: Mapping[str, Any], queues: Mapping[str, Queue]) -> Rule:
    targets = {target["Id"]: target["Arn"] for target in properties["Targets"]}
    changed = any(key.startswith("Input") for target in properties["Targets"] for key in target)
    if "EventPattern" not in properties or changed or not targets.keys() or not set(targets.values()) <= queues.keys():
        raise CannotStart(f"The template's {name} must be a rule that passes events by pattern to queues, unchanged.")
    undelivered = {
        target["Id"]: target["DeadLetterConfig"]["Arn"]
        for target in properties["Targets"]
        if "DeadLetterConfig" in target
    }
    return Rule(name, properties["EventBusName"], json.dumps(properties["EventPattern"]), targets, undelivered)


def _event_source(
    name: str, properties: Mapping[str, Any], queues: Mapping[str, Queue], functions: Mapping[str, str]
) -> EventSource:
    if properties["EventSourceArn"] not in queues or "FilterCriteria" in properties:
        raise CannotStart(f"The template's {name} must be a mapping of all messages of a queue to a function.")
    return EventSource(
        queue=queues[properties["EventSourceArn"]],
        function=functions[function_of(properties["FunctionName"])],
        batch_size=int(properties.get("BatchSize", _BATCH_SIZE)),
        window=float(properties.get("MaximumBatchingWindowInSeconds", 0)),
        concurrency=int(properties.get("ScalingConfig", {}).get("MaximumConcurrency", _CONCURRENCY)),
        partial="ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
    )


def _schedules(
    resources: Mapping[str, Mapping[str, Any]], resolver: Resolver, functions: Mapping[str, str]
) -> list[Schedule]:
    schedules = []
    for name, resource in resources.items():
        if resource["Type"] != "AWS::Scheduler::Schedule":
            continue
        properties = resource["Properties"]
        # Only the properties used here are resolved: roles have no local value.
        used = {"at": properties["ScheduleExpression"], "state": properties.get("State", "ENABLED")}
        target = {key: properties["Target"][key] for key in ("Arn", "Input") if key in properties["Target"]}
        declared = resolver.resolve(used | target)
        function = functions.get(function_of(declared["Arn"]))
        given = json.loads(declared["Input"]) if "Input" in declared else None
        if function is not None and (rate := _RATE.fullmatch(declared["at"])):
            schedule = Schedule(name, function, int(rate[1]) * _UNITS[rate[2]], given)
        elif function is not None and (daily := _DAILY.fullmatch(declared["at"])):
            at = int(daily[2]) * _UNITS["hour"] + int(daily[1]) * _UNITS["minute"]
            schedule = Schedule(name, function, _UNITS["day"], given, at)
        else:
            raise CannotStart(f"The template's {name} must call a function at a rate or once a day.")
        if declared["state"] == "ENABLED":
            schedules.append(schedule)
    return schedules
