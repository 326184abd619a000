"""purser replay, with a bus and its archive in moto."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.support import live, tournaments
from tests.support.kit import DEPLOYED, Person
from tests.support.queues import Account, lines


def publish_event(account: Account) -> None:
    entry = {"Source": "purser", "DetailType": "LowBalance", "Detail": '{"n": 1}'}
    account.events.put_events(Entries=[entry | {"EventBusName": DEPLOYED.wiring.buses[0]}])


def test_archived_events_are_put_on_the_bus_again(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    publish_event(account)

    assert account.purser("replay", "--from", "2026-01-15T09:00:00Z", "--to", "2026-01-15T10:00:00Z") == 0

    assert len(account.messages_in("BillingMailQueue")) == 2
    (line,) = lines(capsys)
    assert line.endswith(": completed, 2026-01-15T09:00:00+00:00 to 2026-01-15T10:00:00+00:00, to every rule")


def test_a_replay_with_a_rule_is_limited_to_that_rule(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    typed = ("replay", "--from", "2026-01-15T09:00Z", "--to", "2026-01-15T10:00+01:00", "--rule", "BillingMailRule")

    assert account.purser(*typed) == 2, "the period is empty: 10:00+01:00 is 09:00Z"
    assert account.purser(*typed[:4], "2026-01-15T11:00+01:00", *typed[5:], "--json") == 0

    output = json.loads(capsys.readouterr().out)
    assert output["state"] == "COMPLETED"
    replay = account.events.describe_replay(ReplayName=output["name"])
    rule = account.events.describe_rule(Name="BillingMailRule", EventBusName=DEPLOYED.wiring.buses[0])
    assert replay["Destination"]["FilterArns"] == [rule["Arn"]]
    assert (replay["EventStartTime"].hour, replay["EventEndTime"].hour) == (9, 10)


def test_a_planned_replay_starts_nothing_and_an_unknown_rule_is_a_one_line_error(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    period = ("--from", "2026-01-15T09:00Z", "--to", "2026-01-15T10:00Z")

    assert account.purser("replay", *period, "--dry-run") == 0
    assert account.purser("replay", *period, "--rule", "Nobody") == 2

    assert account.events.list_replays()["Replays"] == []
    output = capsys.readouterr()
    assert ": planned, " in output.out
    assert "The stack has no rule Nobody; it has BillingMailRule, " in output.err


def test_the_command_waits_for_the_replay_and_exits_with_2_if_it_fails(
    account: Account, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    states = iter(["STARTING", "RUNNING", "FAILED"])
    pauses_s: list[float] = []
    at = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
    monkeypatch.setattr(
        account.events, "describe_replay", lambda **_: {"State": next(states), "EventLastReplayedTime": at}
    )
    monkeypatch.setattr("cli.replay.time.sleep", pauses_s.append)

    assert account.purser("replay", "--from", "2026-01-15T09:00Z", "--to", "2026-01-15T10:00Z") == 2

    assert pauses_s == [5, 5]
    assert "is FAILED" in capsys.readouterr().err


def test_a_period_that_is_not_over_is_refused(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    assert account.purser("replay", "--from", "2026-01-15T09:00Z", "--to", "2999-01-15T10:00Z") == 2

    assert "--to is in the future" in capsys.readouterr().err
    assert account.events.list_replays()["Replays"] == []


@pytest.mark.parametrize(("minutes", "warns"), [(9, True), (10, False)])
def test_a_warning_is_printed_if_events_may_not_be_in_the_archive_yet(
    account: Account, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], minutes: int, warns: bool
) -> None:
    until = datetime(2026, 1, 15, 10, tzinfo=UTC)
    monkeypatch.setattr("cli.replay.now", lambda: until + timedelta(minutes=minutes))

    assert account.purser("replay", "--from", "2026-01-15T09:00Z", "--to", "2026-01-15T10:00Z", "--dry-run") == 0

    warning = "purser: events of the last ten minutes may not be in the archive yet; replay them later\n"
    assert capsys.readouterr().err == (warning if warns else "")


def test_a_replay_after_a_restore_pays_the_lost_awards_once_and_no_award_twice(
    account: Account, service: Person
) -> None:
    """ann's event was consumed before the restored moment. bob's event was consumed after it, in the old database only.
    cid's event was consumed after the cut-over, in the restored database. The replay covers all three."""
    details = [tournaments.confirmed(f"r{number}", name) for number, name in enumerate(("ann", "bob", "cid"))]
    entry = {"EventBusName": DEPLOYED.wiring.buses[0], "Source": "tournaments", "DetailType": "RegistrationConfirmed"}
    account.events.put_events(Entries=[entry | {"Detail": json.dumps(detail)} for detail in details])
    account.messages_in("RegistrationConfirmedQueue")
    tournaments.deliver(details[0], details[2])
    assert tournaments.coins(service, "ann", "cid") == {"ann": 5, "cid": 5}

    typed = (
        "replay",
        "--from",
        "2026-01-15T09:00Z",
        "--to",
        "2026-01-15T10:00Z",
        "--rule",
        "RegistrationConfirmedRule",
    )
    assert account.purser(*typed) == 0

    replayed = account.messages_in("RegistrationConfirmedQueue")
    assert len(replayed) == 3
    assert live.deliver("registration_confirmed", [live.message(message["Body"]) for message in replayed]) == []
    assert tournaments.coins(service, "ann", "bob", "cid") == {"ann": 5, "bob": 5, "cid": 5}
