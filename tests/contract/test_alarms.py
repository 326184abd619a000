"""The alarms of the template: which value of which metric raises each, and what it means if there is no value."""

from typing import Any, Final

import pytest

from ledger.core import errors
from tests.support.stack import deployed

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
    # One second, in microseconds.
    "BorrowAlarm": ("DatabaseConnectionsBorrowLatency", "Maximum", ">", 1_000_000, "notBreaching"),
    "PinnedAlarm": ("DatabaseConnectionsCurrentlySessionPinned", "Maximum", ">", 0, "notBreaching"),
    "ServerErrorsAlarm": (None, None, ">", 1, "notBreaching"),
    "SlowDeskAlarm": (None, None, ">", 1000, "notBreaching"),
} | dict.fromkeys(DEAD_LETTER_ALARMS, (None, None, ">", 0, "notBreaching"))
"""By alarm: metric, statistic, comparison, threshold, and the meaning of a period without a value. An alarm without a
metric uses an expression of several metrics."""
COMPARISONS: Final = {"GreaterThanThreshold": ">", "GreaterThanOrEqualToThreshold": ">="}


def condition(alarm: dict[str, Any]) -> tuple[object, ...]:
    comparison = COMPARISONS[alarm["ComparisonOperator"]]
    return alarm.get("MetricName"), alarm.get("Statistic"), comparison, alarm["Threshold"], alarm["TreatMissingData"]


def test_the_table_has_every_alarm() -> None:
    assert CONDITIONS.keys() == ALARMS.keys()


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_is_raised_under_its_condition(name: str) -> None:
    assert condition(ALARMS[name]) == CONDITIONS[name]


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
