"""purser replay, against a bus and its archive as moto has them."""

import json
from datetime import UTC, datetime

import pytest

from tests.support.kit import DEPLOYED
from tests.support.queues import Account, lines


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
