"""Dead letters of a deployed stack or of the local system: list them, and replay them.

There are three kinds, each with its own queues:

- Messages that a consumer failed on too often. A replay sends them to the consumer's queue again.
- Events that a rule could not deliver to a queue. The dead letter is the event itself. A replay sends it to that queue;
  putting it on the bus again would deliver it to all other consumers a second time.
- Runs that a schedule could not start. A replay starts the function once, however many runs were missed, since each run
  does all work that is due.

A dead letter is deleted after it was sent. If the command is killed in between, it will be sent again; consumers drop
events that they have processed.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

MAX_SHOWN: Final = 100
"""How many dead letters of a queue are read at most."""

_BATCH_SIZE: Final = 10  # messages that SQS returns in one call
_VISIBILITY_TIMEOUT_S: Final = 120  # while this command works on a message, nobody else receives it
_RECEIVE_WAIT_S: Final = 1  # long polling, so that SQS asks all of its servers
_COUNT: Final = "ApproximateNumberOfMessages"


@dataclass(frozen=True)
class Installation:
    """A stack or the local system. By logical id: queues: URLs, rules: buses and names, schedules: names."""

    client: Callable[[str], Any]
    queues: Mapping[str, str]
    rules: Mapping[str, tuple[str, str]]
    schedules: Mapping[str, str]


@dataclass(frozen=True)
class Destination:
    """Where a queue's dead letters go. address: a queue's URL, or the ARN of a function to be called with `input`."""

    name: str
    address: str
    input: str = ""


@dataclass(frozen=True)
class DeadLetterQueue:
    """of: the queue, rule or schedule it belongs to, by its logical id. count: visible messages."""

    name: str
    url: str
    kind: Literal["consumer", "rule", "schedule"]
    of: str
    destination: Destination
    count: int


@dataclass(frozen=True)
class DeadLetter:
    """The parts of a dead letter that may be shown. The event's detail is not among them.

    sent_at: when it was sent to its first queue. received: how often it was received. error_code, tried_by: of the rule
    or schedule that could not deliver it.
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
    """came_back: dead letters of `replayed` that failed again meanwhile. left: approximate count in the queue now."""

    queue: str
    to: str
    replayed: int
    came_back: int
    left: int


def queues(installation: Installation) -> list[DeadLetterQueue]:
    """All dead-letter queues, by name."""
    sqs = installation.client("sqs")
    read = {
        name: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn", "RedrivePolicy", _COUNT])["Attributes"]
        for name, url in installation.queues.items()
    }
    names = {attributes["QueueArn"]: name for name, attributes in read.items()}
    found = []
    for arn, kind, of, destination in [
        *_of_queues(installation, read),
        *_of_rules(installation, names),
        *_of_schedules(installation),
    ]:
        if name := names.get(arn):
            found.append(
                DeadLetterQueue(name, installation.queues[name], kind, of, destination, int(read[name][_COUNT]))
            )
    return sorted(found, key=lambda queue: queue.name)


type _Source = tuple[str, Literal["consumer", "rule", "schedule"], str, Destination]
"""A dead-letter queue's ARN, and the kind, of and destination of DeadLetterQueue."""


def _of_queues(installation: Installation, read: Mapping[str, Mapping[str, str]]) -> Iterator[_Source]:
    for name, attributes in read.items():
        if policy := attributes.get("RedrivePolicy"):
            yield (
                json.loads(policy)["deadLetterTargetArn"],
                "consumer",
                name,
                Destination(name, installation.queues[name]),
            )


def _of_rules(installation: Installation, names: Mapping[str, str]) -> Iterator[_Source]:
    for name, (bus, rule) in installation.rules.items():
        for target in installation.client("events").list_targets_by_rule(Rule=rule, EventBusName=bus)["Targets"]:
            if "DeadLetterConfig" in target and (queue := names.get(target["Arn"])):
                yield target["DeadLetterConfig"]["Arn"], "rule", name, Destination(queue, installation.queues[queue])


def _of_schedules(installation: Installation) -> Iterator[_Source]:
    for name, schedule in installation.schedules.items():
        target = installation.client("scheduler").get_schedule(Name=schedule)["Target"]
        if "DeadLetterConfig" in target:
            function = target["Arn"].split(":function:")[-1]
            yield (
                target["DeadLetterConfig"]["Arn"],
                "schedule",
                name,
                Destination(function, target["Arn"], target.get("Input") or "{}"),
            )


def peek(installation: Installation, queue: DeadLetterQueue) -> list[DeadLetter]:
    """Up to MAX_SHOWN dead letters, oldest first. All are visible to others again when this returns."""
    with _ReceivedMessages(installation.client("sqs"), queue.url) as received:
        while len(received.messages) < min(MAX_SHOWN, queue.count) and received.receive(_BATCH_SIZE):
            pass
        return sorted(map(_dead_letter, received.messages.values()), key=lambda letter: letter.sent_at)[:MAX_SHOWN]


def replay(
    installation: Installation, queue: DeadLetterQueue, limit: int, progress: Callable[[int, int], object]
) -> Replayed:
    """Replay up to `limit` dead letters, each once: one that comes back meanwhile stays in the queue."""
    sqs = installation.client("sqs")
    replay_one = _replayer(installation, queue)
    sent: set[str] = set()
    done = 0
    with _ReceivedMessages(sqs, queue.url) as received:
        while done < limit and (batch := received.receive(min(_BATCH_SIZE, limit - done))):
            for message in batch:
                if message["MessageId"] in sent:
                    continue
                sent.add(replay_one(message))
                received.delete(message)
                done += 1
                progress(done, limit)
        came_back = len(received.messages)
    left = sqs.get_queue_attributes(QueueUrl=queue.url, AttributeNames=[_COUNT])["Attributes"][_COUNT]
    return Replayed(queue.name, queue.destination.name, done, came_back, int(left))


def _replayer(installation: Installation, queue: DeadLetterQueue) -> Callable[[Mapping[str, Any]], str]:
    """The function that replays one message of this queue; it returns the id that the message gets."""
    if queue.kind == "schedule":
        return _starter(installation.client("lambda"), queue.destination)
    sqs = installation.client("sqs")

    def send(message: Mapping[str, Any]) -> str:
        # The attributes that a rule adds describe the failed delivery; they are not part of the event.
        attributes = {} if queue.kind == "rule" else _sendable(message.get("MessageAttributes", {}))
        answer = sqs.send_message(
            QueueUrl=queue.destination.address, MessageBody=message["Body"], MessageAttributes=attributes
        )
        return str(answer["MessageId"])

    return send


def _starter(functions: Any, destination: Destination) -> Callable[[Mapping[str, Any]], str]:
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


class _ReceivedMessages:
    """Messages received from a queue. Those not deleted become visible to others again at the end, even on errors."""

    def __init__(self, sqs: Any, url: str):
        self._sqs = sqs
        self._url = url
        self.messages: dict[str, Mapping[str, Any]] = {}

    def __enter__(self) -> "_ReceivedMessages":
        return self

    def __exit__(self, *_: object) -> None:
        messages = list(self.messages.values())
        for first in range(0, len(messages), _BATCH_SIZE):
            entries = [
                {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0}
                for index, message in enumerate(messages[first : first + _BATCH_SIZE])
            ]
            self._sqs.change_message_visibility_batch(QueueUrl=self._url, Entries=entries)

    def receive(self, at_most: int) -> list[Mapping[str, Any]]:
        received: list[Mapping[str, Any]] = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=min(at_most, _BATCH_SIZE),
            VisibilityTimeout=_VISIBILITY_TIMEOUT_S,
            WaitTimeSeconds=_RECEIVE_WAIT_S,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        self.messages |= {message["MessageId"]: message for message in received}
        return received

    def delete(self, message: Mapping[str, Any]) -> None:
        self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        del self.messages[message["MessageId"]]


def _dead_letter(message: Mapping[str, Any]) -> DeadLetter:
    try:
        event = json.loads(message["Body"])
    except ValueError:
        event = None
    envelope = event if isinstance(event, dict) else {}
    failure = {name: it.get("StringValue") for name, it in message.get("MessageAttributes", {}).items()}
    return DeadLetter(
        message_id=message["MessageId"],
        sent_at=datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC),
        received=int(message["Attributes"]["ApproximateReceiveCount"]),
        event_id=_shown(envelope.get("id")),
        source=_shown(envelope.get("source")),
        detail_type=_shown(envelope.get("detail-type")),
        error_code=_shown(failure.get("ERROR_CODE")),
        tried_by=_shown(failure.get("RULE_ARN") or failure.get("SCHEDULE_ARN")),
    )


def _shown(value: object) -> str | None:
    """A text from outside, shortened and without control characters, so that it is safe to print on a terminal."""
    if not isinstance(value, str):
        return None
    return "".join(character if character.isprintable() else "?" for character in value[:256])
