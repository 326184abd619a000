"""purser dlq, with the queues, rules and schedules of the template in moto."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cli import dead_letters, dlq, installations, main
from cli.stack import Stack
from tests.support.kit import DEPLOYED
from tests.support.local_system import free_port
from tests.support.queues import EVENT, FAILED, NOT_DELIVERED, NOT_STARTED, SQS, STACK, Account, lines, schedule


def test_every_dead_letter_queue_of_the_template_is_listed_with_its_source(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    assert account.purser("dlq", "list") == 0

    *queues, summary = lines(capsys)
    dead = {queue.name for queue in DEPLOYED.wiring.queues if "RedrivePolicy" not in queue.attributes}
    assert {line.split()[0] for line in queues} == dead
    assert summary == f"dead letters: 0, in 0 of {len(dead)} queues"
    sources = {line.split()[0]: line.split("  ")[-1].strip() for line in queues}
    assert sources[FAILED] == "failed in the function of BillingMailQueue"
    assert sources[NOT_DELIVERED] == "not delivered by BillingMailRule"
    assert sources[NOT_STARTED] == "not started by ReconcileFunctionNightly"


def test_a_list_shows_count_age_and_type_of_dead_letters_and_no_personal_data(
    account: Account, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    three_days_later = datetime.now(UTC) + timedelta(days=3, hours=1)
    monkeypatch.setattr(dlq, "datetime", SimpleNamespace(now=lambda _: three_days_later))
    account.put(FAILED, 2)
    account.put(NOT_DELIVERED, ERROR_CODE="SDK_CLIENT_ERROR", RULE_ARN="arn:aws:events:rule/BillingMailRule")
    account.sqs.send_message(QueueUrl=account.url(FAILED), MessageBody="no \x1b[2J event")

    assert account.purser("dlq", "list", "--messages") == 1

    out = lines(capsys)
    assert out[-1] == "dead letters: 4, in 2 of 21 queues"
    (failed,) = [line for line in out if line.startswith(FAILED)]
    assert failed.split()[1:4] == ["3", "3", "d"]
    messages = [line for line in out if line.startswith("    ")]
    assert sum(f"event {EVENT['id']}, LowBalance of purser, received " in line for line in messages) == 3
    assert sum("event unknown" in line for line in messages) == 1
    (undelivered,) = [line for line in messages if "error" in line]
    assert "error SDK_CLIENT_ERROR, by arn:aws:events:rule/BillingMailRule" in undelivered
    assert not any(word in line for line in out for word in ("Ann", "@", "\x1b"))


def test_listing_dead_letters_leaves_them_visible_to_others(account: Account) -> None:
    account.put(FAILED, 25)

    account.purser("dlq", "list", "--messages", "25")

    assert len(account.messages_in(FAILED)) == 25


def test_a_list_can_be_printed_as_json(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    began = datetime.now(UTC) - timedelta(milliseconds=1)  # the queue's times have milliseconds
    account.put(FAILED, 2)

    assert account.purser("dlq", "list", "--json", "--messages", "1") == 1

    (filled,) = [queue for queue in json.loads(capsys.readouterr().out) if queue["count"]]
    assert (filled["queue"], filled["kind"], filled["of"], filled["count"]) == (
        FAILED,
        "consumer",
        "BillingMailQueue",
        2,
    )
    assert began <= datetime.fromisoformat(filled["oldest"]) <= datetime.now(UTC)
    (message,) = filled["messages"]
    assert message["event_id"] == EVENT["id"]
    assert "detail" not in message


def test_a_dead_letter_is_replayed_to_the_queue_of_its_consumer(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    account.put(FAILED, 12, origin="kept")

    assert account.purser("dlq", "replay", FAILED) == 0

    assert lines(capsys) == [f"{FAILED}: replayed 12 to BillingMailQueue, left: 0"]
    arrived = account.messages_in("BillingMailQueue")
    assert sorted(json.loads(message["Body"])["number"] for message in arrived) == list(range(12))
    assert all(message["MessageAttributes"]["origin"]["StringValue"] == "kept" for message in arrived)
    assert account.messages_in(FAILED) == []


def test_a_dead_letter_of_a_rule_is_replayed_to_the_rule_s_queue_as_the_original_event(account: Account) -> None:
    account.put(NOT_DELIVERED, ERROR_CODE="NO_PERMISSIONS", RULE_ARN="arn")

    assert account.purser("dlq", "replay", NOT_DELIVERED) == 0

    (arrived,) = account.messages_in("BillingMailQueue")
    assert json.loads(arrived["Body"]) == EVENT | {"number": 0}
    assert "MessageAttributes" not in arrived, "the reason of the failed delivery is not replayed"
    assert account.messages_in(NOT_DELIVERED) == []


def test_a_run_that_was_not_started_is_started_once_with_the_input_of_its_schedule(account: Account) -> None:
    account.put(NOT_STARTED, 3)
    function = schedule("ReconcileFunctionNightly")["Target"]["Arn"]
    request = {"FunctionName": function, "InvocationType": "Event", "Payload": b'{"full": true}'}
    account.functions.add_response("invoke", {"StatusCode": 202}, request)

    assert account.purser("dlq", "replay", NOT_STARTED) == 0

    account.functions.assert_no_pending_responses()
    assert account.messages_in(NOT_STARTED) == []


def test_all_replays_every_queue_with_dead_letters(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    account.put(FAILED)
    account.put("CashOutFeedUndelivered", 2)

    assert account.purser("dlq", "replay", "--all", "--json") == 0

    outcomes = json.loads(capsys.readouterr().out)
    assert [(outcome["queue"], outcome["to"], outcome["replayed"], outcome["left"]) for outcome in outcomes] == [
        (FAILED, "BillingMailQueue", 1, 0),
        ("CashOutFeedUndelivered", "CashOutFeedQueue", 2, 0),
    ]


def test_a_limit_leaves_the_remaining_dead_letters_and_reports_them(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    account.put(FAILED, 3)

    assert account.purser("dlq", "replay", FAILED, "--limit", "1") == 1

    assert lines(capsys) == [f"{FAILED}: replayed 1 to BillingMailQueue, left: 2"]
    assert (len(account.messages_in("BillingMailQueue")), len(account.messages_in(FAILED))) == (1, 2)


def test_a_dry_run_moves_nothing(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    account.put(FAILED, 3)

    assert account.purser("dlq", "replay", "--all", "--limit", "2", "--dry-run") == 1

    assert lines(capsys) == [f"{FAILED}: would replay 2 of 3 to BillingMailQueue"]
    assert (len(account.messages_in("BillingMailQueue")), len(account.messages_in(FAILED))) == (0, 3)


@pytest.mark.parametrize("call", ["send_message", "delete_message"])
def test_a_replay_that_fails_midway_loses_no_message(
    account: Account, call: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    account.put(FAILED, 3)
    original, calls = getattr(account.sqs, call), iter([True, False])

    def fail_second_call(**arguments: Any) -> Any:
        if next(calls):
            return original(**arguments)
        raise ClientError({"Error": {"Code": "Gone", "Message": "nobody answers"}}, call)

    monkeypatch.setattr(account.sqs, call, fail_second_call)

    assert account.purser("dlq", "replay", FAILED) == 2

    assert "AWS error: " in capsys.readouterr().err
    numbers = [
        json.loads(message["Body"])["number"]
        for queue in (FAILED, "BillingMailQueue")
        for message in account.messages_in(queue)
    ]
    assert set(numbers) == {0, 1, 2}, "a message may be duplicated, but it is neither lost nor left invisible"


def test_a_dead_letter_that_fails_again_during_a_replay_is_replayed_once_and_stays(account: Account) -> None:
    account.put(FAILED, 2)
    source = account.url("BillingMailQueue")
    policy = json.dumps({"deadLetterTargetArn": f"{SQS}{FAILED}", "maxReceiveCount": 1})
    account.sqs.set_queue_attributes(QueueUrl=source, Attributes={"RedrivePolicy": policy})
    installation = installations.of_stack(Stack(STACK))
    (queue,) = [queue for queue in dead_letters.queues(installation) if queue.name == FAILED]

    def fail_again(_done: int, _of: int) -> None:
        for _ in range(2):
            account.sqs.receive_message(QueueUrl=source, MaxNumberOfMessages=10, VisibilityTimeout=0)

    outcome = dead_letters.replay(installation, queue, 10, fail_again)

    assert (outcome.replayed, outcome.came_back) == (2, 2)
    assert len(account.messages_in(FAILED)) == 2


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["replay"], "Name a queue, or use --all."),
        (["replay", FAILED, "--all"], "Name a queue, or use --all."),
        (["replay", "BillingMailQueue"], "no dead-letter queue BillingMailQueue"),
        (["replay", FAILED, "--limit", "0"], "is not in the range"),
    ],
)
def test_invalid_arguments_exit_with_an_error(
    account: Account, typed: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert account.purser("dlq", *typed) == 2
    assert message in capsys.readouterr().err


def test_a_command_without_a_stack_or_a_running_system_exits_with_2(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA", "")
    assert main.main(["dlq", "list"]) == 2
    monkeypatch.setenv("DATA", str(tmp_path))
    assert main.main(["dlq", "list"]) == 2
    (tmp_path / "aws").write_text(f"http://127.0.0.1:{free_port()}")
    assert main.main(["dlq", "list"]) == 2

    without_data, *without_system = capsys.readouterr().err.splitlines()
    assert "Use --stack, or set DATA" in without_data
    assert (
        without_system
        == [f"purser: No local system runs with DATA={tmp_path}; its queues exist only while it runs."] * 2
    )
