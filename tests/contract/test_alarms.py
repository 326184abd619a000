"""The alarms of the template: which value of which metric raises each, and what it means if there is no value."""

import re
from collections.abc import Mapping
from typing import Any, Final

import pytest

from ledger.core import errors
from tests.contract.test_template import TEMPLATE
from tests.support.stack import deployed, properties

ALARMS: Final = {
    name: body["Properties"] for name, body in deployed().items() if body["Type"] == "AWS::CloudWatch::Alarm"
}
DEAD_LETTER_ALARMS: Final = {name for name in ALARMS if name.endswith("LettersAlarm")}
CONDITIONS: Final = {
    # The metric is 1 or 0, once for each run. The alarm stays until a run reports 0.
    "DriftAlarm": ("Drift", "Maximum", ">=", 1, "ignore"),
    "FailuresAlarm": ("Requests", "Sum", ">=", 1, "notBreaching"),
    "CrashAlarm": ("Crashes", "Sum", ">=", 1, "notBreaching"),
    "UnavailableAlarm": ("Requests", "Sum", ">=", 5, "notBreaching"),
    "RateLimitsAlarm": ("RateLimitsUnread", "Sum", ">=", 5, "notBreaching"),
    # A relay that reports nothing does not run.
    "OutboxAlarm": ("OutboxAge", "Maximum", ">", 300, "breaching"),
    "WebhooksAlarm": ("WebhooksAge", "Maximum", ">", 300, "breaching"),
    "OpenTransactionAlarm": ("XminLag", "Minimum", ">", 100_000, "notBreaching"),
    # Percent of the maximum capacity.
    "CapacityAlarm": ("ACUUtilization", "Average", ">", 95, "notBreaching"),
    "TransactionIdsAlarm": ("MaximumUsedTransactionIDs", "Maximum", ">", 500_000_000, "notBreaching"),
    "ThrottlesAlarm": ("Throttles", "Sum", ">=", 1, "notBreaching"),
    # One second, in microseconds.
    "BorrowAlarm": ("DatabaseConnectionsBorrowLatency", "Maximum", ">", 1_000_000, "notBreaching"),
    "PinnedAlarm": ("DatabaseConnectionsCurrentlySessionPinned", "Maximum", ">", 0, "notBreaching"),
    "ServerErrorsAlarm": (None, None, ">", 1, "notBreaching"),
    "SlowDeskAlarm": (None, None, ">", 1000, "notBreaching"),
    "QueuesAlarm": (None, None, ">", 900, "notBreaching"),
} | dict.fromkeys(DEAD_LETTER_ALARMS, (None, None, ">", 0, "notBreaching"))
"""By alarm: metric, statistic, comparison, threshold, and the meaning of a period without a value. An alarm without a
metric uses an expression of several metrics."""
SPANS: Final = ("Period", "EvaluationPeriods")
COMPARISONS: Final = {"GreaterThanThreshold": ">", "GreaterThanOrEqualToThreshold": ">="}


METRICS: Final[Mapping[str, tuple[Any, dict[str, Any]]]] = {
    **dict.fromkeys(
        ("Drift", "Requests", "RateLimitsUnread", "OutboxAge", "WebhooksAge", "XminLag"),
        ("Purser", {"service": {"Ref": "AWS::StackName"}}),
    ),
    "Crashes": ({"Fn::Sub": "Purser/${AWS::StackName}"}, {}),
    "ACUUtilization": ("AWS/RDS", {"DBClusterIdentifier": {"Ref": "Database"}}),
    "MaximumUsedTransactionIDs": ("AWS/RDS", {"DBClusterIdentifier": {"Ref": "Database"}}),
    "DatabaseConnectionsBorrowLatency": ("AWS/RDS", {"ProxyName": {"Ref": "DatabaseProxy"}}),
    "DatabaseConnectionsCurrentlySessionPinned": ("AWS/RDS", {"ProxyName": {"Ref": "DatabaseProxy"}}),
    # Without a dimension it is the sum of all functions of the account and region.
    "Throttles": ("AWS/Lambda", {}),
}
"""By metric: its namespace and dimensions."""


def condition(alarm: dict[str, Any]) -> tuple[object, ...]:
    comparison = COMPARISONS[alarm["ComparisonOperator"]]
    return alarm.get("MetricName"), alarm.get("Statistic"), comparison, alarm["Threshold"], alarm["TreatMissingData"]


def test_the_table_has_every_alarm() -> None:
    assert CONDITIONS.keys() == ALARMS.keys()


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_is_raised_under_its_condition(name: str) -> None:
    assert condition(ALARMS[name]) == CONDITIONS[name]


@pytest.mark.parametrize("name", [name for name, alarm in ALARMS.items() if "MetricName" in alarm])
def test_an_alarm_watches_a_metric_that_exists_and_is_raised_within_an_hour(name: str) -> None:
    alarm = ALARMS[name]
    dimensions = {one["Name"]: one["Value"] for one in alarm.get("Dimensions", []) if one["Name"] != "outcome"}
    periods = [value["Fn::If"][1] if isinstance(value, dict) else value for value in map(alarm.get, SPANS)]

    assert (alarm["Namespace"], dimensions) == METRICS[alarm["MetricName"]]
    assert periods[0] * periods[1] <= 3600


def test_a_database_whose_capacity_is_fixed_has_no_alarm_about_it() -> None:
    """It always uses its maximum."""
    condition = deployed()["CapacityAlarm"]["Condition"]

    assert TEMPLATE["Conditions"][condition] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "MinCapacity"}, {"Ref": "MaxCapacity"}]}]
    }


def test_an_alarm_also_says_when_it_ends() -> None:
    assert all(alarm["OKActions"] == alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}] for alarm in ALARMS.values())


def test_every_queue_of_a_consumer_is_watched_for_messages_that_nobody_receives() -> None:
    """A disabled consumer makes no dead letters. A message on which a consumer fails raises no alarm here, since it no
    longer counts after three receives.
    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    """
    alarm = ALARMS["QueuesAlarm"]
    longest, *ages = alarm["Metrics"]
    shares = {
        name: int(share or 1) for name, share in re.findall(r"FILL\((\w), 0\)(?: / (\d+))?", longest["Expression"])
    }
    watched = {
        one["MetricStat"]["Metric"]["Dimensions"][0]["Value"]["Fn::GetAtt"][0]: alarm["Threshold"] * shares[one["Id"]]
        for one in ages
    }
    consumed = {
        mapping["EventSourceArn"]["Fn::GetAtt"][0] for mapping in properties("AWS::Lambda::EventSourceMapping").values()
    }

    assert watched.keys() == consumed
    assert {one["MetricStat"]["Metric"]["MetricName"] for one in ages} == {"ApproximateAgeOfOldestMessage"}
    assert longest["Expression"].startswith("MAX([")
    queues = properties("AWS::SQS::Queue")
    assert [name for name, limit in watched.items() if limit < 3 * queues[name]["VisibilityTimeout"]] == []


def test_alarms_about_requests_count_outcomes_that_the_log_has() -> None:
    counted = {
        name: dimension["Value"]
        for name, alarm in ALARMS.items()
        for dimension in alarm.get("Dimensions", [])
        if dimension["Name"] == "outcome"
    }

    assert counted == {"FailuresAlarm": "internal_error", "UnavailableAlarm": errors.Unavailable.code}


def test_a_function_that_crashed_ran_out_of_time_or_did_not_start_is_counted() -> None:
    pattern = deployed()["CrashFilter"]["Properties"]["FilterPattern"]

    assert set(pattern.split(" ?")) == {
        '?"[ERROR]"',
        '"Task timed out after"',
        '"Runtime exited"',
        '"Status: error"',
    }


@pytest.mark.parametrize("name", sorted(DEAD_LETTER_ALARMS))
def test_an_alarm_about_dead_letters_adds_up_different_queues(name: str) -> None:
    queues = [
        str(metric["MetricStat"]["Metric"]["Dimensions"][0]["Value"]["Fn::GetAtt"][0])
        for metric in ALARMS[name]["Metrics"]
        if "MetricStat" in metric
    ]

    assert len(set(queues)) == len(queues) >= 2
