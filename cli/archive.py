"""The archive of the event bus: replaying events that were on the bus."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cli.stack import Stack

_UNFINISHED_STATES = ("STARTING", "RUNNING")


class NoSuchRule(Exception):
    """A rule was named that the stack does not have."""


@dataclass(frozen=True)
class Replay:
    """state: of EventBridge; COMPLETED in the end. reached: the time of the last event that was replayed."""

    name: str
    since: datetime
    until: datetime
    rules: tuple[str, ...]
    state: str
    reached: datetime | None = None


def plan(stack: Stack, since: datetime, until: datetime, rules: Sequence[str], now: datetime) -> Replay:
    """A replay that is not started yet. rules: logical ids, or none for all rules. Raises NoSuchRule."""
    known = stack.resources("AWS::Events::Rule")
    if missing := sorted(set(rules) - known.keys()):
        raise NoSuchRule(f"The stack has no rule {', '.join(missing)}; it has {', '.join(sorted(known))}.")
    return Replay(f"purser-{now:%Y%m%dT%H%M%S}", since, until, tuple(rules), "PLANNED")


def start(stack: Stack, planned: Replay) -> None:
    """Start it. A rule is given to EventBridge by its ARN, which contains the bus's name."""
    events = stack.client("events")
    (bus,) = stack.resources("AWS::Events::EventBus").values()
    (archive,) = stack.resources("AWS::Events::Archive").values()
    arn = events.describe_event_bus(Name=bus)["Arn"]
    known = stack.resources("AWS::Events::Rule")
    rules = [arn.replace(":event-bus/", ":rule/") + "/" + known[rule].rpartition("|")[2] for rule in planned.rules]
    events.start_replay(
        ReplayName=planned.name,
        EventSourceArn=events.describe_archive(ArchiveName=archive)["ArchiveArn"],
        EventStartTime=planned.since,
        EventEndTime=planned.until,
        Destination={"Arn": arn} | ({"FilterArns": rules} if rules else {}),
    )


def wait(stack: Stack, planned: Replay, pause: Callable[[], object], progress: Callable[[int, int], object]) -> Replay:
    """Wait until it has ended. pause: called between two checks. progress: in seconds of the period."""
    events = stack.client("events")
    while True:
        status = events.describe_replay(ReplayName=planned.name)
        reached = status.get("EventLastReplayedTime")
        if reached:
            done, of = reached - planned.since, planned.until - planned.since
            progress(int(done.total_seconds()), int(of.total_seconds()))
        if status["State"] not in _UNFINISHED_STATES:
            return Replay(planned.name, planned.since, planned.until, planned.rules, status["State"], reached)
        pause()
