"""The readers of events: a consumer that receives events of the ledger, and agents who read their streams."""

import json
import threading
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tests.chaos.clients import Client
from tests.chaos.history import Arrival, Caller, Frame, History
from tests.chaos.system import CONSUMER, System

STREAM = "read the stream"
_PAUSE_S = 0.5


def consume(system: System, history: History, stopped: threading.Event) -> None:
    """Log every event that the consumer receives, until `stopped` is set and the queue is empty."""
    sqs = system.services.client("sqs")
    url = sqs.get_queue_url(QueueName=CONSUMER)["QueueUrl"]
    while True:
        try:
            messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
            for message in messages:
                envelope = json.loads(message["Body"])
                history.arrivals.append(Arrival(envelope["detail-type"], envelope["detail"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        except (BotoCoreError, ClientError):
            messages = []
            stopped.wait(_PAUSE_S)
        if stopped.is_set() and not messages:
            return


def on_the_bus(system: System, kind: str) -> list[Arrival]:
    """The events of a type that the bus got."""
    entries = [entry for call in system.bus.passed for entry in call["Entries"] if entry["DetailType"] == kind]
    return [Arrival(kind, json.loads(entry["Detail"])) for entry in entries]


def follow(client: Client, agent: Caller, history: History, stopped: threading.Event) -> None:
    """Read an agent's stream again and again, each time after the last frame.

    Returns when `stopped` is set and a read finds no new frame.
    """
    last = 0
    while True:
        client.next()
        frames = read_frames(client, agent, last)
        if frames:
            history.frames.extend(frames)
            last = frames[-1].sequence
        elif frames is not None and stopped.is_set():
            return
        else:
            stopped.wait(_PAUSE_S)


def read_frames(client: Client, agent: Caller, last: int) -> list[Frame] | None:
    """Return the frames after number `last`, or None if the request was not accepted."""
    path = f"/api/v1/agent/cash-out/stream?last_event_id={last}"
    answer = client.send(STREAM, agent, path, method="GET").answer
    return None if answer is None else _frames(agent.sub, answer.body)


def _frames(agent_id: str, text: str) -> list[Frame]:
    found = []
    for block in text.split("\n\n"):
        fields: dict[str, Any] = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if fields.get("event") == "cash_out":
            found.append(Frame(agent_id, int(fields["id"]), json.loads(fields["data"])["bet_id"]))
    return found
