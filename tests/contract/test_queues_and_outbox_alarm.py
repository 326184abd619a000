"""The permissions on queues and of schedules, and the conditions of the outbox's alarm, after SAM's transform."""

from typing import Any

import pytest

from tests.contract.test_least_privilege import QUEUE_READING, ROLES, as_list, statements
from tests.support.stack import deployed

CONSUMING_ROLES = [name for name, (_, allowed) in ROLES.items() if "sqs" in allowed]


@pytest.mark.parametrize("role", CONSUMING_ROLES)
def test_a_consumer_receives_and_deletes_the_messages_of_its_queues_and_nothing_else(role: str) -> None:
    """Without DeleteMessage, Lambda delivers each message until it is a dead letter. Some send to one other queue."""
    of_queues = [
        set(as_list(statement["Action"]))
        for statement in statements(role)
        if any(action.startswith("sqs:") for action in as_list(statement["Action"]))
    ]

    assert QUEUE_READING in of_queues
    assert all(actions in (QUEUE_READING, {"sqs:SendMessage"}) for actions in of_queues)


def test_attempts_and_results_of_webhooks_are_sent_by_those_who_have_them() -> None:
    sending = {
        (role, _name(statement["Resource"]))
        for role in ROLES
        for statement in statements(role)
        if as_list(statement["Action"]) == ["sqs:SendMessage"]
    }

    assert sending == {
        ("WebhooksDispatchRole", "WebhookAttemptsQueue"),
        ("WebhooksRecordRole", "WebhookAttemptsQueue"),
        ("WebhooksSendRole", "WebhookResultsQueue"),
    }


def test_the_schedules_may_start_their_functions_and_queue_what_they_could_not_start() -> None:
    targets = [one["Properties"]["Target"] for one in deployed().values() if one["Type"] == "AWS::Scheduler::Schedule"]
    allowed = {
        (action, _name(resource))
        for statement in statements("SchedulesRole")
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
    }

    assert {target["RoleArn"]["Fn::GetAtt"][0] for target in targets} == {"SchedulesRole"}
    assert allowed == {
        *(("lambda:InvokeFunction", _name(target["Arn"])) for target in targets),
        *(("sqs:SendMessage", _name(target["DeadLetterConfig"]["Arn"])) for target in targets),
    }


def test_a_consuming_role_may_read_exactly_the_queues_of_its_functions() -> None:
    resources = deployed()
    readable = {
        (role, queue)
        for role in CONSUMING_ROLES
        for statement in statements(role)
        if "sqs:ReceiveMessage" in as_list(statement["Action"])
        for queue in map(_name, as_list(statement["Resource"]))
    }
    mappings = [body["Properties"] for body in resources.values() if body["Type"] == "AWS::Lambda::EventSourceMapping"]

    consumed = {
        (_role(resources[mapping["FunctionName"]["Ref"]]), _name(mapping["EventSourceArn"])) for mapping in mappings
    }

    assert len(mappings) >= 7
    assert consumed == readable


def test_the_outbox_s_alarm_is_raised_after_300_s_or_if_the_relay_reports_nothing() -> None:
    alarm = deployed()["OutboxAlarm"]["Properties"]

    assert (alarm["MetricName"], alarm["Statistic"]) == ("OutboxAge", "Maximum")
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", 300)
    assert alarm["TreatMissingData"] == "breaching"


def _name(arn: Any) -> str:
    return str(arn["Fn::GetAtt"][0])


def _role(function_or_alias: dict[str, Any]) -> str:
    properties = function_or_alias["Properties"]
    if "Role" in properties:
        return str(properties["Role"]["Fn::GetAtt"][0])
    return _role(deployed()[properties["FunctionName"]["Ref"]])
