"""Dead letters, deployed or local: whose they are, what they are, and how each kind is tried once more.

There are three kinds, and each has queues of its own. What a consumer refused too often goes back to the consumer's
queue. What a rule could not put into a queue never reached it: the letter is the event, and is sent there now; putting
it on the bus again would reach everybody else a second time. A run that a schedule could not start is started once,
however many of them were missed, since each run does all that there is to do.

Whatever is done is done before the letter is deleted. Who is killed in between has done it, and will do it again;
consumers drop what they know.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

SEEN: Final = 100
"""How many letters of a queue are looked at, at the most."""

_AT_ONCE: Final = 10  # messages that SQS hands out in one call
_OURS_FOR: Final = 120  # seconds; nobody else gets a letter that is in our hands
_LISTEN: Final = 1  # second; then SQS has asked all of its servers
_COUNT: Final = "ApproximateNumberOfMessages"


@dataclass(frozen=True)
class Holder:
    """What holds dead letters. queues: URLs, rules: buses and names, schedules: names; each by its logical id."""

    client: Callable[[str], Any]
    queues: Mapping[str, str]
    rules: Mapping[str, tuple[str, str]]
    schedules: Mapping[str, str]


@dataclass(frozen=True)
class Destination:
    """Where letters of a queue go. address: a queue's URL, or a function's ARN, which is called with `input`."""

    name: str
    address: str
    input: str = ""


@dataclass(frozen=True)
class Kept:
    """A dead-letter queue. of: the queue, rule or schedule, by its logical id. count: letters that nobody handles."""

    name: str
    url: str
    kind: Literal["consumer", "rule", "schedule"]
    of: str
    destination: Destination
    count: int


@dataclass(frozen=True)
class Letter:
    """What may be told of a letter: nothing of the event's detail.

    sent_at: since when it waits, from the first queue on. received: how often it was handed out. error_code, tried_by:
    of the rule or schedule that could not deliver it.
    """

    message_id: str
    sent_at: datetime
    received: int
    event_id: str | None
    source: str | None
    detail_type: str | None
    error_code: str | None
    tried_by: str | None


@dataclass(frozen=True)
class Replayed:
    """came_back: letters of `replayed` that failed again meanwhile. left: what the queue holds now, about."""

    queue: str
    to: str
    replayed: int
    came_back: int
    left: int


def queues(holder: Holder) -> list[Kept]:
    """Every dead-letter queue, by name."""
    sqs = holder.client("sqs")
    read = {
        name: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn", "RedrivePolicy", _COUNT])["Attributes"]
        for name, url in holder.queues.items()
    }
    names = {attributes["QueueArn"]: name for name, attributes in read.items()}
    found = []
    for arn, kind, of, destination in [*_of_queues(holder, read), *_of_rules(holder, names), *_of_schedules(holder)]:
        if name := names.get(arn):
            found.append(Kept(name, holder.queues[name], kind, of, destination, int(read[name][_COUNT])))
    return sorted(found, key=lambda queue: queue.name)


type _Source = tuple[str, Literal["consumer", "rule", "schedule"], str, Destination]
"""A dead-letter queue's ARN, and the rest of what Kept says of it."""


def _of_queues(holder: Holder, read: Mapping[str, Mapping[str, str]]) -> Iterator[_Source]:
    for name, attributes in read.items():
        if policy := attributes.get("RedrivePolicy"):
            yield json.loads(policy)["deadLetterTargetArn"], "consumer", name, Destination(name, holder.queues[name])


def _of_rules(holder: Holder, names: Mapping[str, str]) -> Iterator[_Source]:
    for name, (bus, rule) in holder.rules.items():
        for target in holder.client("events").list_targets_by_rule(Rule=rule, EventBusName=bus)["Targets"]:
            if "DeadLetterConfig" in target and (queue := names.get(target["Arn"])):
                yield target["DeadLetterConfig"]["Arn"], "rule", name, Destination(queue, holder.queues[queue])


def _of_schedules(holder: Holder) -> Iterator[_Source]:
    for name, schedule in holder.schedules.items():
        target = holder.client("scheduler").get_schedule(Name=schedule)["Target"]
        if "DeadLetterConfig" in target:
            function = target["Arn"].split(":function:")[-1]
            yield (
                target["DeadLetterConfig"]["Arn"],
                "schedule",
                name,
                Destination(function, target["Arn"], target.get("Input") or "{}"),
            )


def peek(holder: Holder, queue: Kept) -> list[Letter]:
    """Up to SEEN of its letters, oldest first, all of which are there for others again when it returns."""
    with _Hands(holder.client("sqs"), queue.url) as hands:
        while len(hands.held) < min(SEEN, queue.count) and hands.take(_AT_ONCE):
            pass
        return sorted(map(_letter, hands.held.values()), key=lambda letter: letter.sent_at)[:SEEN]


def replay(holder: Holder, queue: Kept, limit: int, progress: Callable[[int, int], object]) -> Replayed:
    """Try up to `limit` of its letters once more, each once: what comes back meanwhile stays."""
    sqs = holder.client("sqs")
    again = _again(holder, queue)
    sent: set[str] = set()
    done = 0
    with _Hands(sqs, queue.url) as hands:
        while done < limit and (taken := hands.take(min(_AT_ONCE, limit - done))):
            for message in taken:
                if message["MessageId"] in sent:
                    continue
                sent.add(again(message))
                hands.delete(message)
                done += 1
                progress(done, limit)
        came_back = len(hands.held)
    left = sqs.get_queue_attributes(QueueUrl=queue.url, AttributeNames=[_COUNT])["Attributes"][_COUNT]
    return Replayed(queue.name, queue.destination.name, done, came_back, int(left))


def _again(holder: Holder, queue: Kept) -> Callable[[Mapping[str, Any]], str]:
    """What does for one letter what its kind wants; it says by which message's id the letter would come back."""
    if queue.kind == "schedule":
        return _starting(holder.client("lambda"), queue.destination)
    sqs = holder.client("sqs")

    def send(message: Mapping[str, Any]) -> str:
        # A rule's attributes say why it could not deliver, and are no part of the event.
        kept = {} if queue.kind == "rule" else _sendable(message.get("MessageAttributes", {}))
        answer = sqs.send_message(
            QueueUrl=queue.destination.address, MessageBody=message["Body"], MessageAttributes=kept
        )
        return str(answer["MessageId"])

    return send


def _starting(functions: Any, destination: Destination) -> Callable[[Mapping[str, Any]], str]:
    started = False

    def start(_: Mapping[str, Any]) -> str:
        nonlocal started
        if not started:
            functions.invoke(
                FunctionName=destination.address, InvocationType="Event", Payload=destination.input.encode()
            )
        started = True
        return ""

    return start


def _sendable(attributes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    wanted = ("DataType", "StringValue", "BinaryValue")
    return {name: {key: it[key] for key in wanted if key in it} for name, it in attributes.items()}


class _Hands:
    """Letters that were taken out of a queue: what was not deleted is given back at the end, whatever ended it."""

    def __init__(self, sqs: Any, url: str):
        self._sqs = sqs
        self._url = url
        self.held: dict[str, Mapping[str, Any]] = {}

    def __enter__(self) -> "_Hands":
        return self

    def __exit__(self, *_: object) -> None:
        messages = list(self.held.values())
        for first in range(0, len(messages), _AT_ONCE):
            entries = [
                {"Id": str(place), "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0}
                for place, message in enumerate(messages[first : first + _AT_ONCE])
            ]
            self._sqs.change_message_visibility_batch(QueueUrl=self._url, Entries=entries)

    def take(self, at_most: int) -> list[Mapping[str, Any]]:
        received: list[Mapping[str, Any]] = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=min(at_most, _AT_ONCE),
            VisibilityTimeout=_OURS_FOR,
            WaitTimeSeconds=_LISTEN,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        self.held |= {message["MessageId"]: message for message in received}
        return received

    def delete(self, message: Mapping[str, Any]) -> None:
        self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        del self.held[message["MessageId"]]


def _letter(message: Mapping[str, Any]) -> Letter:
    try:
        event = json.loads(message["Body"])
    except ValueError:
        event = None
    envelope = event if isinstance(event, dict) else {}
    why = {name: it.get("StringValue") for name, it in message.get("MessageAttributes", {}).items()}
    return Letter(
        message_id=message["MessageId"],
        sent_at=datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC),
        received=int(message["Attributes"]["ApproximateReceiveCount"]),
        event_id=_shown(envelope.get("id")),
        source=_shown(envelope.get("source")),
        detail_type=_shown(envelope.get("detail-type")),
        error_code=_shown(why.get("ERROR_CODE")),
        tried_by=_shown(why.get("RULE_ARN") or why.get("SCHEDULE_ARN")),
    )


def _shown(value: object) -> str | None:
    """A text from outside, for a terminal: short, and with nothing in it that a terminal would obey."""
    if not isinstance(value, str):
        return None
    return "".join(character if character.isprintable() else "?" for character in value[:256])
