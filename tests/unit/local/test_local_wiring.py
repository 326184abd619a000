"""The local system reads rules, queues and schedules from the template, and handles batch reports like Lambda."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from local import CannotStart, template
from local.bus import Bus, EventRejected, ExternalEvent
from local.deliveries import failed_messages
from local.wiring import EventSource, Queue, Rule, Schedule

ACCOUNT = "eu-central-1:123456789012"
TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.13, Handler: app.handler}}
Resources:
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: !Sub "${AWS::StackName}-events"}}
  Fed:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5}
  Dead: {Type: AWS::SQS::Queue}
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventBusName: !Ref Bus
      EventPattern: {source: [shop], detail-type: [Sold]}
      Targets: [{Id: Queue, Arn: !GetAtt Fed.Arn, DeadLetterConfig: {Arn: !GetAtt Dead.Arn}}]
  SellerFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/seller/
      ReservedConcurrentExecutions: 3
      Environment: {Variables: {BUS: !Ref Bus, BUS_ARN: !GetAtt Bus.Arn}}
      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt Fed.Arn
            BatchSize: 20
            MaximumBatchingWindowInSeconds: 1
            FunctionResponseTypes: [ReportBatchItemFailures]
            ScalingConfig: {MaximumConcurrency: 4}
        Hourly: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(2 hours), Input: '{"own": true}'}}
        Never: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day), State: DISABLED}}
"""


def read(folder: Path, text: str = TEMPLATE) -> template.Template:
    path = folder / "template.yaml"
    path.write_text(text)
    return template.read(path, {})


def test_rules_queues_and_schedules_of_the_template_exist_locally(tmp_path: Path) -> None:
    deployed = read(tmp_path)

    redrive = json.dumps({"deadLetterTargetArn": f"arn:aws:sqs:{ACCOUNT}:Dead", "maxReceiveCount": 5})
    fed = Queue("Fed", f"arn:aws:sqs:{ACCOUNT}:Fed", {"RedrivePolicy": redrive, "VisibilityTimeout": "60"})
    wiring = deployed.wiring
    assert wiring.buses == ("purser-events",)
    assert wiring.queues == (fed, Queue("Dead", f"arn:aws:sqs:{ACCOUNT}:Dead", {}))
    pattern = json.dumps({"source": ["shop"], "detail-type": ["Sold"]})
    dead = {"Queue": f"arn:aws:sqs:{ACCOUNT}:Dead"}
    assert wiring.rules == (Rule("Rule", "purser-events", pattern, {"Queue": fed.arn}, dead),)
    assert wiring.event_sources == (EventSource(fed, "seller", batch_size=20, window=1.0, concurrency=4, partial=True),)
    assert wiring.schedules == (Schedule("SellerFunctionHourly", "seller", 7200, {"own": True}),)
    assert deployed.functions["seller"].reserved == 3
    assert deployed.functions["seller"].environment == {
        "BUS": "purser-events",
        "BUS_ARN": f"arn:aws:events:{ACCOUNT}:event-bus/purser-events",
    }


@pytest.mark.parametrize(
    ("supported", "unsupported", "resource"),
    [
        ("Targets: [{Id: Queue, ", "Targets: [{Id: Queue, InputPath: $.detail, ", "Rule"),
        ("Arn: !GetAtt Fed.Arn, Dead", "Arn: !GetAtt SellerFunction.Arn, Dead", "Rule"),
        ("EventPattern: {source: [shop], detail-type: [Sold]}", "ScheduleExpression: rate(1 day)", "Rule"),
        ("BatchSize: 20", "FilterCriteria: {Filters: [{Pattern: '{}'}]}", "SellerFunctionQueue"),
        ("rate(2 hours)", "'cron(0 4 * * MON *)'", "SellerFunctionHourly"),
    ],
)
def test_an_unsupported_setting_of_a_rule_queue_or_schedule_is_a_one_line_error(
    tmp_path: Path, supported: str, unsupported: str, resource: str
) -> None:
    assert supported in TEMPLATE

    with pytest.raises(CannotStart, match=resource) as refusal:
        read(tmp_path, TEMPLATE.replace(supported, unsupported))

    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("now", "seconds"),
    [("03:29:00", 60), ("03:30:00", 86_400), ("03:31:00", 86_340), ("23:30:00", 14_400)],
)
def test_a_daily_schedule_waits_until_its_time_of_day(tmp_path: Path, now: str, seconds: float) -> None:
    (schedule,) = read(tmp_path, TEMPLATE.replace("rate(2 hours)", "'cron(30 3 * * ? *)'")).wiring.schedules

    assert (schedule.at, schedule.every) == (12_600, 86_400)
    assert schedule.wait(datetime.fromisoformat(f"2026-01-31T{now}+00:00")) == seconds


@pytest.mark.parametrize("answer", [None, {}, {"batchItemFailures": []}, {"batchItemFailures": None}, {"else": 1}])
def test_an_empty_batch_report_means_that_all_succeeded(answer: Any) -> None:
    assert failed_messages(answer, {"a", "b"}) == set()


def test_a_batch_report_names_the_messages_to_retry() -> None:
    assert failed_messages({"batchItemFailures": [{"itemIdentifier": "b"}]}, {"a", "b"}) == {"b"}


@pytest.mark.parametrize(
    "reported",
    [[{"itemIdentifier": ""}], [{"itemIdentifier": None}], [{"id": "a"}], [{"itemIdentifier": "c"}], ["a"], 1],
)
def test_an_invalid_batch_report_means_that_all_failed(reported: Any) -> None:
    assert failed_messages({"batchItemFailures": reported}, {"a", "b"}) == {"a", "b"}


class Client:
    """A fake client of EventBridge that accepts or refuses each entry."""

    def __init__(self, error: str | None = None):
        self.error = error
        self.entries: list[dict[str, str]] = []

    def put_events(self, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803  (boto3's name)
        self.entries += Entries
        answer = {"ErrorCode": self.error} if self.error else {"EventId": str(len(self.entries))}
        return {"Entries": [answer] * len(Entries)}


def sold(n: int) -> ExternalEvent:
    return ExternalEvent.model_validate({"source": "shop", "detail-type": "Sold", "detail": {"n": n}})


def test_recent_events_are_published_again_at_the_next_start_and_incomplete_lines_are_dropped(tmp_path: Path) -> None:
    journal = tmp_path / "events.jsonl"
    bus = Bus(Client(), ("bus",), journal)
    assert [bus.put(sold(n)) for n in range(12)] == [str(n + 1) for n in range(12)]
    first, *others = journal.read_text().splitlines(keepends=True)
    old = json.dumps(json.loads(first) | {"at": "2020-01-01T00:00:00+00:00"}) + "\n"
    journal.write_text("".join([old, *others]) + others[0][:40])
    client = Client()

    next_start = Bus(client, ("bus",), journal)
    next_start.forget()
    next_start.resend()

    assert [json.loads(entry["Detail"])["n"] for entry in client.entries] == list(range(1, 12))
    assert {entry["EventBusName"] for entry in client.entries} == {"bus"}
    assert journal.read_text() == "".join(others)


def test_a_refused_event_is_not_stored(tmp_path: Path) -> None:
    journal = tmp_path / "events.jsonl"

    with pytest.raises(EventRejected, match="InternalFailure"):
        Bus(Client("InternalFailure"), ("bus",), journal).put(sold(1))

    assert not journal.exists()
