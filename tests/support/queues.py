"""A stack's bus, queues, schedules and archive in moto, connected as in the template."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from cli import dead_letters, main
from cli.stack import Stack
from local import ACCOUNT, REGION, aws
from tests.support.kit import DEPLOYED
from tests.support.stack import deployed

STACK = "purser-dev"
SQS = f"arn:aws:sqs:{REGION}:{ACCOUNT}:"
KINDS = {
    "AWS::SQS::Queue": {queue.name: queue.name for queue in DEPLOYED.wiring.queues},
    "AWS::Events::EventBus": {"EventBus": DEPLOYED.wiring.buses[0]},
    "AWS::Events::Archive": {"EventArchive": "archive"},
    "AWS::Events::Rule": {rule.name: f"{rule.bus}|{rule.name}" for rule in DEPLOYED.wiring.rules},
    "AWS::Scheduler::Schedule": {schedule.name: schedule.name for schedule in DEPLOYED.wiring.schedules},
}
FAILED, NOT_DELIVERED, NOT_STARTED = "BillingMailDeadLetters", "BillingMailUndelivered", "ReconcileNightlyUndelivered"
EVENT = {
    "id": "6f8d8c4e-0000-4000-8000-000000000001",
    "source": "purser",
    "detail-type": "LowBalance",
    "detail": {"tenant_id": "acme", "name": "Ann Somebody", "email": "ann@acme.example"},
}


@dataclass
class Account:
    """An account with the stack in it. purser: runs a command and returns its exit code."""

    sqs: Any
    events: Any
    functions: Stubber
    purser: Callable[..., int]

    def put(self, queue: str, count: int = 1, **attributes: str) -> None:
        for number in range(count):
            self.sqs.send_message(
                QueueUrl=self.url(queue),
                MessageBody=json.dumps(EVENT | {"number": number}),
                MessageAttributes={
                    name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
                },
            )

    def url(self, queue: str) -> str:
        return str(self.sqs.get_queue_url(QueueName=queue)["QueueUrl"])

    def messages_in(self, queue: str) -> list[Any]:
        """The messages that a consumer can receive from the queue now."""
        found: list[Any] = []
        while batch := self.sqs.receive_message(
            QueueUrl=self.url(queue), MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages"):
            found += batch
        return found


@contextmanager
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setattr(dead_letters, "_RECEIVE_WAIT_S", 0)
    with mock_aws():
        clients: dict[str, Any] = {
            name: boto3.client(name) for name in ("sqs", "events", "scheduler", "cloudformation", "lambda")
        }
        aws.create_resources(DEPLOYED.wiring, clients["sqs"], clients["events"])
        for name in KINDS["AWS::Scheduler::Schedule"]:
            clients["scheduler"].create_schedule(Name=name, **schedule(name))
        (bus,) = DEPLOYED.wiring.buses
        arn = clients["events"].describe_event_bus(Name=bus)["Arn"]
        clients["events"].create_archive(ArchiveName="archive", EventSourceArn=arn)
        with Stubber(clients["lambda"]) as functions:
            monkeypatch.setattr(boto3, "client", lambda name, **_: clients[name])
            monkeypatch.setattr(Stack, "_resources", resources())
            yield Account(
                clients["sqs"],
                clients["events"],
                functions,
                lambda *arguments: main.main([*arguments, "--stack", STACK]),
            )


def schedule(name: str) -> dict[str, Any]:
    """The arguments that create a schedule: from the template, except for its time and its role."""
    target = deployed()[name]["Properties"]["Target"]
    queue = target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0]
    function = target["Arn"]["Fn::GetAtt"][0]
    return {
        "ScheduleExpression": "rate(1 hour)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {
            "Arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function}",
            "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/any",
            "DeadLetterConfig": {"Arn": f"{SQS}{queue}"},
            **({"Input": target["Input"]} if "Input" in target else {}),
        },
    }


def resources() -> list[dict[str, str]]:
    """The stack's resources as CloudFormation lists them. The physical id of a queue is its URL."""
    listed = [
        {"LogicalResourceId": logical, "ResourceType": kind, "PhysicalResourceId": physical}
        for kind, ids in KINDS.items()
        for logical, physical in ids.items()
    ]
    for resource in listed:
        if resource["ResourceType"] == "AWS::SQS::Queue":
            name = resource["PhysicalResourceId"]
            resource["PhysicalResourceId"] = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"
    return listed


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()
