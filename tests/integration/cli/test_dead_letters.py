"""purser dlq and purser replay: against AWS as moto has it, wired by the template, and against a local system."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import httpx
import psycopg
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from moto import mock_aws

from cli import dead_letters, dlq, installations, main
from cli.stack import Stack
from local import REGION, aws, postgres
from local.postgres import SUPERUSER
from local.template import ACCOUNT
from tests.integration.local.test_local_events_delivery import left
from tests.support import tournaments
from tests.support.kit import DEPLOYED
from tests.support.local_system import TIMEOUT_S, eventually, free_port, start_system
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
GIVEN_UP, NOT_DELIVERED, NOT_STARTED = "BillingMailDeadLetters", "BillingMailUndelivered", "ReconcileNightlyUndelivered"
EVENT = {
    "id": "6f8d8c4e-0000-4000-8000-000000000001",
    "source": "purser",
    "detail-type": "LowBalance",
    "detail": {"tenant_id": "acme", "name": "Ann Somebody", "email": "ann@acme.example"},
}


@dataclass
class Account:
    """An account with the stack in it. purser: types a command, for an exit code."""

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

    def held(self, queue: str) -> list[Any]:
        """What somebody else would get from it now."""
        found: list[Any] = []
        while batch := self.sqs.receive_message(
            QueueUrl=self.url(queue), MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages"):
            found += batch
        return found


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setattr(dead_letters, "_RECEIVE_WAIT_S", 0)
    with mock_aws():
        made: dict[str, Any] = {
            name: boto3.client(name) for name in ("sqs", "events", "scheduler", "cloudformation", "lambda")
        }
        aws.create_resources(DEPLOYED.wiring, made["sqs"], made["events"])
        for name in KINDS["AWS::Scheduler::Schedule"]:
            made["scheduler"].create_schedule(Name=name, **schedule(name))
        (bus,) = DEPLOYED.wiring.buses
        arn = made["events"].describe_event_bus(Name=bus)["Arn"]
        made["events"].create_archive(ArchiveName="archive", EventSourceArn=arn)
        with Stubber(made["lambda"]) as functions:
            monkeypatch.setattr(boto3, "client", lambda name: made[name])
            monkeypatch.setattr(Stack, "_resources", resources())
            yield Account(made["sqs"], made["events"], functions, lambda *typed: main.main([*typed, "--stack", STACK]))


def schedule(name: str) -> dict[str, Any]:
    """As the template has it, but for its time and its role."""
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
    """As CloudFormation lists them; queues by their URLs."""
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


def test_every_dead_letter_queue_of_the_template_is_listed_with_its_source(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    assert account.purser("dlq", "list") == 0

    *queues, summary = lines(capsys)
    dead = {queue.name for queue in DEPLOYED.wiring.queues if "RedrivePolicy" not in queue.attributes}
    assert {line.split()[0] for line in queues} == dead
    assert summary == f"dead letters: 0, in 0 of {len(dead)} queues"
    of = {line.split()[0]: line.split("  ")[-1].strip() for line in queues}
    assert of[GIVEN_UP] == "failed in the function of BillingMailQueue"
    assert of[NOT_DELIVERED] == "not delivered by BillingMailRule"
    assert of[NOT_STARTED] == "not started by ReconcileFunctionNightly"


def test_a_list_shows_count_age_and_type_of_dead_letters_and_no_personal_data(
    account: Account, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    three_days_later = datetime.now(UTC) + timedelta(days=3, hours=1)
    monkeypatch.setattr(dlq, "datetime", SimpleNamespace(now=lambda _: three_days_later))
    account.put(GIVEN_UP, 2)
    account.put(NOT_DELIVERED, ERROR_CODE="SDK_CLIENT_ERROR", RULE_ARN="arn:aws:events:rule/BillingMailRule")
    account.sqs.send_message(QueueUrl=account.url(GIVEN_UP), MessageBody="no \x1b[2J event")

    assert account.purser("dlq", "list", "--messages") == 1

    out = lines(capsys)
    assert out[-1] == "dead letters: 4, in 2 of 17 queues"
    (given_up,) = [line for line in out if line.startswith(GIVEN_UP)]
    assert given_up.split()[1:4] == ["3", "3", "d"]
    letters = [line for line in out if line.startswith("    ")]
    assert sum(f"event {EVENT['id']}, LowBalance of purser, received " in line for line in letters) == 3
    assert sum("event unknown" in line for line in letters) == 1
    (undelivered,) = [line for line in letters if "error" in line]
    assert "error SDK_CLIENT_ERROR, by arn:aws:events:rule/BillingMailRule" in undelivered
    assert not any(word in line for line in out for word in ("Ann", "@", "\x1b"))


def test_a_look_hides_nothing_from_others(account: Account) -> None:
    account.put(GIVEN_UP, 25)

    account.purser("dlq", "list", "--messages", "25")

    assert len(account.held(GIVEN_UP)) == 25


def test_a_list_for_programs(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    began = datetime.now(UTC) - timedelta(milliseconds=1)  # the queue's times have milliseconds
    account.put(GIVEN_UP, 2)

    assert account.purser("dlq", "list", "--json", "--messages", "1") == 1

    (filled,) = [queue for queue in json.loads(capsys.readouterr().out) if queue["count"]]
    assert (filled["queue"], filled["kind"], filled["of"], filled["count"]) == (
        GIVEN_UP,
        "consumer",
        "BillingMailQueue",
        2,
    )
    assert began <= datetime.fromisoformat(filled["oldest"]) <= datetime.now(UTC)
    (letter,) = filled["messages"]
    assert letter["event_id"] == EVENT["id"]
    assert "detail" not in letter


def test_a_dead_letter_is_replayed_to_the_queue_of_its_consumer(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    account.put(GIVEN_UP, 12, origin="kept")

    assert account.purser("dlq", "replay", GIVEN_UP) == 0

    assert lines(capsys) == [f"{GIVEN_UP}: replayed 12 to BillingMailQueue, left: 0"]
    arrived = account.held("BillingMailQueue")
    assert sorted(json.loads(message["Body"])["number"] for message in arrived) == list(range(12))
    assert all(message["MessageAttributes"]["origin"]["StringValue"] == "kept" for message in arrived)
    assert account.held(GIVEN_UP) == []


def test_a_dead_letter_of_a_rule_is_replayed_to_the_rule_s_queue_as_the_original_event(account: Account) -> None:
    account.put(NOT_DELIVERED, ERROR_CODE="NO_PERMISSIONS", RULE_ARN="arn")

    assert account.purser("dlq", "replay", NOT_DELIVERED) == 0

    (arrived,) = account.held("BillingMailQueue")
    assert json.loads(arrived["Body"]) == EVENT | {"number": 0}
    assert "MessageAttributes" not in arrived, "why it was not delivered is no part of it"
    assert account.held(NOT_DELIVERED) == []


def test_a_run_that_was_not_started_is_started_once_as_the_schedule_would(account: Account) -> None:
    account.put(NOT_STARTED, 3)
    function = schedule("ReconcileFunctionNightly")["Target"]["Arn"]
    asked = {"FunctionName": function, "InvocationType": "Event", "Payload": b'{"full": true}'}
    account.functions.add_response("invoke", {"StatusCode": 202}, asked)

    assert account.purser("dlq", "replay", NOT_STARTED) == 0

    account.functions.assert_no_pending_responses()
    assert account.held(NOT_STARTED) == []


def test_all_replays_every_queue_with_dead_letters(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    account.put(GIVEN_UP)
    account.put("CashOutFeedUndelivered", 2)

    assert account.purser("dlq", "replay", "--all", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert [(one["queue"], one["to"], one["replayed"], one["left"]) for one in told] == [
        (GIVEN_UP, "BillingMailQueue", 1, 0),
        ("CashOutFeedUndelivered", "CashOutFeedQueue", 2, 0),
    ]


def test_a_limit_leaves_the_remaining_dead_letters_and_reports_them(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    account.put(GIVEN_UP, 3)

    assert account.purser("dlq", "replay", GIVEN_UP, "--limit", "1") == 1

    assert lines(capsys) == [f"{GIVEN_UP}: replayed 1 to BillingMailQueue, left: 2"]
    assert (len(account.held("BillingMailQueue")), len(account.held(GIVEN_UP))) == (1, 2)


def test_a_dry_run_moves_nothing(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    account.put(GIVEN_UP, 3)

    assert account.purser("dlq", "replay", "--all", "--limit", "2", "--dry-run") == 1

    assert lines(capsys) == [f"{GIVEN_UP}: would replay 2 of 3 to BillingMailQueue"]
    assert (len(account.held("BillingMailQueue")), len(account.held(GIVEN_UP))) == (0, 3)


@pytest.mark.parametrize("call", ["send_message", "delete_message"])
def test_a_replay_that_breaks_off_loses_nothing(
    account: Account, call: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    account.put(GIVEN_UP, 3)
    works, calls = getattr(account.sqs, call), iter([True, False])

    def breaks(**arguments: Any) -> Any:
        if next(calls):
            return works(**arguments)
        raise ClientError({"Error": {"Code": "Gone", "Message": "nobody answers"}}, call)

    monkeypatch.setattr(account.sqs, call, breaks)

    assert account.purser("dlq", "replay", GIVEN_UP) == 2

    assert "AWS error: " in capsys.readouterr().err
    numbers = [
        json.loads(message["Body"])["number"]
        for queue in (GIVEN_UP, "BillingMailQueue")
        for message in account.held(queue)
    ]
    assert set(numbers) == {0, 1, 2}, "twice perhaps, never lost, and hidden from nobody"


def test_a_dead_letter_that_fails_again_during_a_replay_is_tried_once_and_stays(account: Account) -> None:
    account.put(GIVEN_UP, 2)
    source = account.url("BillingMailQueue")
    policy = json.dumps({"deadLetterTargetArn": f"{SQS}{GIVEN_UP}", "maxReceiveCount": 1})
    account.sqs.set_queue_attributes(QueueUrl=source, Attributes={"RedrivePolicy": policy})
    installation = installations.of_stack(Stack(STACK))
    (queue,) = [queue for queue in dead_letters.queues(installation) if queue.name == GIVEN_UP]

    def fails_at_once(_done: int, _of: int) -> None:
        for _ in range(2):
            account.sqs.receive_message(QueueUrl=source, MaxNumberOfMessages=10, VisibilityTimeout=0)

    outcome = dead_letters.replay(installation, queue, 10, fails_at_once)

    assert (outcome.replayed, outcome.came_back) == (2, 2)
    assert len(account.held(GIVEN_UP)) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["replay"], "Name a queue, or use --all."),
        (["replay", GIVEN_UP, "--all"], "Name a queue, or use --all."),
        (["replay", "BillingMailQueue"], "no dead-letter queue BillingMailQueue"),
        (["replay", GIVEN_UP, "--limit", "0"], "is not in the range"),
    ],
)
def test_invalid_arguments_exit_with_an_error(
    account: Account, typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert account.purser("dlq", *typed) == 2
    assert said in capsys.readouterr().err


def test_without_a_stack_and_without_a_running_system_it_could_not_finish(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA", "")
    assert main.main(["dlq", "list"]) == 2
    monkeypatch.setenv("DATA", str(tmp_path))
    assert main.main(["dlq", "list"]) == 2
    (tmp_path / "aws").write_text(f"http://127.0.0.1:{free_port()}")
    assert main.main(["dlq", "list"]) == 2

    none, *gone = capsys.readouterr().err.splitlines()
    assert "Use --stack, or set DATA" in none
    assert gone == [f"purser: No local system runs with DATA={tmp_path}; its queues exist only while it runs."] * 2


def test_a_stack_s_resources_are_those_that_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    client = boto3.client("cloudformation", REGION, aws_access_key_id="testing", aws_secret_access_key="testing")
    monkeypatch.setattr(boto3, "client", lambda _: client)
    kind, now = "AWS::SQS::Queue", datetime.now(UTC)
    listed = [
        ("One", "url-1", "CREATE_COMPLETE"),
        ("Gone", "url-2", "DELETE_COMPLETE"),
        ("Failed", "", "CREATE_FAILED"),
    ]
    summaries = [
        {
            "LogicalResourceId": logical,
            "ResourceType": kind,
            "ResourceStatus": status,
            "LastUpdatedTimestamp": now,
            **({"PhysicalResourceId": physical} if physical else {}),
        }
        for logical, physical, status in listed
    ]
    second = [summaries[0] | {"LogicalResourceId": "Two", "PhysicalResourceId": "url-3"}]
    with Stubber(client) as stub:
        stub.add_response(
            "list_stack_resources", {"StackResourceSummaries": summaries, "NextToken": "more"}, {"StackName": STACK}
        )
        stub.add_response(
            "list_stack_resources", {"StackResourceSummaries": second}, {"StackName": STACK, "NextToken": "more"}
        )

        assert Stack(STACK).resources(kind) == {"One": "url-1", "Two": "url-3"}


def test_a_stack_that_does_not_exist_could_not_finish(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    client = boto3.client("cloudformation", REGION, aws_access_key_id="testing", aws_secret_access_key="testing")
    monkeypatch.setattr(boto3, "client", lambda _: client)
    with Stubber(client) as stub:
        stub.add_client_error("list_stack_resources", "ValidationError", "Stack with id purser-dev does not exist")

        assert main.main(["dlq", "list", "--stack", STACK]) == 2

    assert "Stack with id purser-dev does not exist" in capsys.readouterr().err


# ---- the archive --------------------------------------------------------------------------------------------------


def passed(account: Account) -> None:
    entry = {"Source": "purser", "DetailType": "LowBalance", "Detail": '{"n": 1}'}
    account.events.put_events(Entries=[entry | {"EventBusName": DEPLOYED.wiring.buses[0]}])


def test_archived_events_are_put_on_the_bus_again(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    passed(account)

    assert account.purser("replay", "--from", "2026-01-15T09:00:00Z", "--to", "2026-01-15T10:00:00Z") == 0

    assert len(account.held("BillingMailQueue")) == 2
    (line,) = lines(capsys)
    assert line.endswith(": completed, 2026-01-15T09:00:00+00:00 to 2026-01-15T10:00:00+00:00, to every rule")


def test_a_replay_is_for_one_rule_where_one_is_named(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    typed = ("replay", "--from", "2026-01-15T09:00Z", "--to", "2026-01-15T10:00+01:00", "--rule", "BillingMailRule")

    assert account.purser(*typed) == 2, "from 9 to 9"
    assert account.purser(*typed[:4], "2026-01-15T11:00+01:00", *typed[5:], "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert told["state"] == "COMPLETED"
    replay = account.events.describe_replay(ReplayName=told["name"])
    rule = account.events.describe_rule(Name="BillingMailRule", EventBusName=DEPLOYED.wiring.buses[0])
    assert replay["Destination"]["FilterArns"] == [rule["Arn"]]
    assert (replay["EventStartTime"].hour, replay["EventEndTime"].hour) == (9, 10)


def test_a_planned_replay_starts_nothing_and_an_unknown_rule_is_a_one_line_error(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    between = ("--from", "2026-01-15T09:00Z", "--to", "2026-01-15T10:00Z")

    assert account.purser("replay", *between, "--dry-run") == 0
    assert account.purser("replay", *between, "--rule", "Nobody") == 2

    assert account.events.list_replays()["Replays"] == []
    told = capsys.readouterr()
    assert ": planned, " in told.out
    assert "The stack has no rule Nobody; it has BillingMailRule, " in told.err


def test_a_replay_is_waited_for_and_one_that_fails_could_not_finish(
    account: Account, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    states = iter(["STARTING", "RUNNING", "FAILED"])
    looks: list[float] = []
    at = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
    monkeypatch.setattr(
        account.events, "describe_replay", lambda **_: {"State": next(states), "EventLastReplayedTime": at}
    )
    monkeypatch.setattr("cli.replay.time.sleep", looks.append)

    assert account.purser("replay", "--from", "2026-01-15T09:00Z", "--to", "2026-01-15T10:00Z") == 2

    assert looks == [5, 5]
    assert "is FAILED" in capsys.readouterr().err


# ---- as it really runs --------------------------------------------------------------------------------------------


@pytest.fixture
def kept() -> Iterator[Path]:
    """A folder for a local system, where nobody else takes away what its Postgres needs."""
    with postgres.temporary_folder() as home:
        yield home / "kept"


def test_a_poisoned_event_becomes_a_dead_letter_is_fixed_and_replayed_and_takes_effect_once(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA", str(kept))
    running = start_system(free_port(), kept)
    try:
        token = running.token(sub="games", roles=["service"])
        with (
            httpx.Client(
                base_url=running.base_url, headers={"Authorization": f"Bearer {token}"}, timeout=TIMEOUT_S
            ) as http,
            postgres.attached(kept) as sockets,
            psycopg.connect(postgres.url(sockets, SUPERUSER, "purser"), autocommit=True) as admin,
        ):
            happens = {
                "source": "tournaments",
                "detail-type": "RegistrationConfirmed",
                "detail": tournaments.confirmed("r1", "ann"),
            }
            admin.execute("alter function ledger.claim_awards rename to broken")
            assert http.post("/local/events", json=happens).status_code == 202
            assert eventually(lambda: main.main(["dlq", "list"]) == 1)
            capsys.readouterr()
            main.main(["dlq", "list", "--json", "--messages"])
            (filled,) = [queue for queue in json.loads(capsys.readouterr().out) if queue["count"]]
            admin.execute("alter function ledger.broken rename to claim_awards")

            assert main.main(["dlq", "replay", "RegistrationConfirmedDeadLetters"]) == 0

            def coins() -> object:
                return http.get("/api/v1/wallets/ann/balance").json().get("balance")

            assert eventually(lambda: coins() == "5")
            assert http.post("/local/events", json=happens).status_code == 202
            (source,) = [queue for queue in DEPLOYED.wiring.queues if queue.name == "RegistrationConfirmedQueue"]
            with closing(aws.client(aws.running_endpoint(kept), "sqs")) as sqs:
                assert eventually(lambda: left(sqs, source) == 0)
            assert (coins(), main.main(["dlq", "list"])) == ("5", 0)
        assert (filled["queue"], filled["of"]) == ("RegistrationConfirmedDeadLetters", "RegistrationConfirmedQueue")
        assert filled["messages"][0]["received"] >= 5
    finally:
        running.process.terminate()
        assert running.ended() == (0, "")
    assert main.main(["dlq", "list"]) == 2, "its queues went with it"
