"""Rules, queues, mappings and schedules of template.yaml: retries, dead-letter queues and permissions, so that no event
is lost."""

import json
from typing import Any

import pytest

from tests.contract.test_template import FUNCTIONS, RESOURCES, TEMPLATE, folder
from tests.support import kit

FORTNIGHT_S = 14 * 24 * 3600
# The functions that may put events on the bus.
PUBLISHERS = {"bets_cash_out", "cash_out_triggered", "reconciliation_runs_create", "relay_outbox"}
# Consumers that may run for the longest possible time, one at a time.
LONG_RUNNING = {"reconciliation_requested"}
EVENT_SOURCE_TYPES = {"SQS", "ScheduleV2"}


def properties_of(kind: str) -> dict[str, dict[str, Any]]:
    return {name: body.get("Properties", {}) for name, body in RESOURCES.items() if body["Type"] == kind}


def events(kind: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of this kind in the template. Each has the logical id of its function and its properties."""
    return [
        (name, event["Properties"])
        for name, function in FUNCTIONS.items()
        for event in function["Properties"].get("Events", {}).values()
        if event["Type"] == kind
    ]


def arn_of(value: dict[str, Any]) -> str:
    """The logical id of the resource that an ARN refers to."""
    name, attribute = value["Fn::GetAtt"]
    assert attribute == "Arn"
    return str(name)


BUSES = properties_of("AWS::Events::EventBus")
QUEUES = properties_of("AWS::SQS::Queue")
RULES = properties_of("AWS::Events::Rule")
MAPPINGS = events("SQS")
# Queues that functions send to, and no rule.
OWN_QUEUES = {"WebhookAttemptsQueue", "WebhookResultsQueue"}
SCHEDULES = events("ScheduleV2")
SENDERS = {
    queue["Ref"]: statement
    for policy in properties_of("AWS::SQS::QueuePolicy").values()
    for statement in policy["PolicyDocument"]["Statement"]
    for queue in policy["Queues"]
}


def target(rule: dict[str, Any]) -> dict[str, Any]:
    (only,) = rule["Targets"]
    return dict(only)


def test_functions_use_one_bus_and_it_archives_every_event() -> None:
    (bus,) = BUSES
    (archive,) = properties_of("AWS::Events::Archive").values()

    assert TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]["EVENT_BUS"] == {"Ref": bus}
    assert arn_of(archive["SourceArn"]) == bus
    assert "EventPattern" not in archive
    assert TEMPLATE["Parameters"][archive["RetentionDays"]["Ref"]]["Default"] == 30


@pytest.mark.parametrize("name", RULES)
def test_a_rule_sends_named_event_types_unchanged_to_one_queue(name: str) -> None:
    rule = RULES[name]
    (bus,) = BUSES

    assert rule["EventBusName"] == {"Ref": bus}
    assert rule["EventPattern"].keys() == {"source", "detail-type"}
    assert len(rule["EventPattern"]["source"]) == 1
    assert all(isinstance(value, str) for values in rule["EventPattern"].values() for value in values)
    assert rule.get("State", "ENABLED") == "ENABLED"
    assert target(rule).keys() == {"Id", "Arn", "DeadLetterConfig"}, (
        "no transformer or anything else that changes the event"
    )


@pytest.mark.parametrize("name", RULES)
def test_only_the_rule_may_send_to_its_queue_and_to_its_dead_letter_queue(name: str) -> None:
    rule_queue, undelivered = (
        arn_of(arn) for arn in (target(RULES[name])["Arn"], target(RULES[name])["DeadLetterConfig"]["Arn"])
    )

    assert rule_queue != undelivered
    for queue in (rule_queue, undelivered):
        allowed = SENDERS[queue]
        assert allowed["Effect"] == "Allow"
        assert allowed["Action"] == "sqs:SendMessage"
        assert allowed["Principal"] == {"Service": "events.amazonaws.com"}
        assert queue in {arn_of(arn) for arn in allowed["Resource"]}
        assert arn_of(allowed["Condition"]["ArnEquals"]["aws:SourceArn"]) == name


def test_every_queue_has_one_consumer_and_every_consumer_one_queue() -> None:
    filled = [*OWN_QUEUES, *(arn_of(target(rule)["Arn"]) for rule in RULES.values())]
    emptied = [arn_of(mapping["Queue"]) for _, mapping in MAPPINGS]

    assert sorted(filled) == sorted(emptied) == sorted(set(filled))


@pytest.mark.parametrize(("function", "mapping"), MAPPINGS, ids=[name for name, _ in MAPPINGS])
def test_a_consumer_reports_failed_messages_and_has_limited_concurrency(function: str, mapping: dict[str, Any]) -> None:
    queue = QUEUES[arn_of(mapping["Queue"])]
    timeout = FUNCTIONS[function]["Properties"]["Timeout"]

    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    if folder(FUNCTIONS[function]) in LONG_RUNNING:
        assert (mapping["BatchSize"], timeout) == (1, 900)
    else:
        assert 10 <= mapping["BatchSize"] <= 100
        assert timeout < TEMPLATE["Globals"]["Function"]["Timeout"], (
            "a consumer has a timeout of its own, since no caller waits"
        )
    assert mapping["MaximumBatchingWindowInSeconds"] in {0, 1}
    assert mapping["BatchSize"] <= 10 or mapping["MaximumBatchingWindowInSeconds"] == 1, "Lambda requires it"
    assert 2 <= mapping["ScalingConfig"]["MaximumConcurrency"] <= 50
    assert "FilterCriteria" not in mapping
    assert queue["VisibilityTimeout"] >= 6 * timeout + mapping["MaximumBatchingWindowInSeconds"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == 5


@pytest.mark.parametrize(("function", "mapping"), MAPPINGS, ids=[name for name, _ in MAPPINGS])
def test_a_consumer_handles_exactly_the_event_types_that_its_rule_sends(function: str, mapping: dict[str, Any]) -> None:
    rules = [rule for rule in RULES.values() if target(rule)["Arn"] == mapping["Queue"]]
    handler = kit.handler(folder(FUNCTIONS[function]))

    sent = [kind for rule in rules for kind in rule["EventPattern"]["detail-type"]]
    assert sent == [model.TYPE for model in handler.consumes]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", QUEUES)
def test_every_queue_is_encrypted_and_is_or_has_a_dead_letter_queue(name: str) -> None:
    redriven = [
        arn_of(queue["RedrivePolicy"]["deadLetterTargetArn"]) for queue in QUEUES.values() if "RedrivePolicy" in queue
    ]
    undelivered = [arn_of(target(rule)["DeadLetterConfig"]["Arn"]) for rule in RULES.values()]
    not_started = [arn_of(schedule["DeadLetterConfig"]["Arn"]) for _, schedule in SCHEDULES]
    dead_letters = redriven + undelivered + not_started

    assert QUEUES[name]["SqsManagedSseEnabled"] is True
    assert ("RedrivePolicy" in QUEUES[name]) != (name in dead_letters)
    if name in dead_letters:
        assert dead_letters.count(name) == 1
        assert QUEUES[name]["MessageRetentionPeriod"] == FORTNIGHT_S


@pytest.mark.parametrize(("function", "schedule"), SCHEDULES, ids=[name for name, _ in SCHEDULES])
def test_a_schedule_retries_and_sends_the_runs_it_could_not_start_to_a_dead_letter_queue(
    function: str, schedule: dict[str, Any]
) -> None:
    assert schedule["ScheduleExpression"]
    assert schedule["RetryPolicy"]["MaximumRetryAttempts"] >= 1
    assert schedule["RetryPolicy"]["MaximumEventAgeInSeconds"] >= 60
    assert arn_of(schedule["DeadLetterConfig"]["Arn"]) in QUEUES
    assert "Input" not in schedule or json.loads(schedule["Input"]) == {"full": True}
    assert FUNCTIONS[function]["Properties"]["EventInvokeConfig"]["MaximumRetryAttempts"] == {
        "Fn::If": ["UsesProxy", 0, 2]
    }, "with a proxy, the next run soon follows and is the retry; without one, it may be hours away"


def test_functions_are_called_by_routes_queues_and_schedules_only() -> None:
    kinds = {
        event["Type"] for function in FUNCTIONS.values() for event in function["Properties"].get("Events", {}).values()
    }

    assert kinds == EVENT_SOURCE_TYPES
    assert not properties_of("AWS::Lambda::EventSourceMapping")
    assert not properties_of("AWS::Scheduler::Schedule")


def test_only_publishing_functions_may_put_events_on_the_bus() -> None:
    publishing = {
        name
        for name, role in properties_of("AWS::IAM::Role").items()
        if {"Ref": "PublishesPolicy"} in role.get("ManagedPolicyArns", [])
    }

    assert {
        folder(function)
        for function in FUNCTIONS.values()
        if function["Properties"]["Role"]["Fn::GetAtt"][0] in publishing
    } == PUBLISHERS


def test_waiting_requests_have_a_reserved_concurrency() -> None:
    reserved = {
        folder(function): function["Properties"]["ReservedConcurrentExecutions"]
        for function in FUNCTIONS.values()
        if "ReservedConcurrentExecutions" in function["Properties"]
    }

    assert reserved == {"cash_out_stream": {"Ref": "StreamConcurrency"}}
