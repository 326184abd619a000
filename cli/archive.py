"""The archive of the bus: what passed it, put on it once more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cli.stack import Stack

_GOES_ON = ("STARTING", "RUNNING")


class NoSuchRule(Exception):
    """A rule was named that the stack does not have."""


@dataclass(frozen=True)
class Replay:
    """state: EventBridge's word, COMPLETED in the end. reached: the time of the last event that was put again."""

    name: str
    since: datetime
    until: datetime
    rules: tuple[str, ...]
    state: str
    reached: datetime | None = None


def plan(stack: Stack, since: datetime, until: datetime, rules: Sequence[str], now: datetime) -> Replay:
    """What would be replayed. rules: logical ids; none, for all of them. Raises NoSuchRule."""
    known = stack.resources("AWS::Events::Rule")
    if missing := sorted(set(rules) - known.keys()):
        raise NoSuchRule(f"The stack has no rule {', '.join(missing)}; it has {', '.join(sorted(known))}.")
    return Replay(f"purser-{now:%Y%m%dT%H%M%S}", since, until, tuple(rules), "PLANNED")


def start(stack: Stack, planned: Replay) -> None:
    """Begin it. A rule's filter is its ARN, which has the bus in it."""
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
    """Until it has ended. pause: between two looks. progress: in seconds of the time that is replayed."""
    events = stack.client("events")
    while True:
        said = events.describe_replay(ReplayName=planned.name)
        reached = said.get("EventLastReplayedTime")
        if reached:
            done, of = reached - planned.since, planned.until - planned.since
            progress(int(done.total_seconds()), int(of.total_seconds()))
        if said["State"] not in _GOES_ON:
            return Replay(planned.name, planned.since, planned.until, planned.rules, said["State"], reached)
        pause()
