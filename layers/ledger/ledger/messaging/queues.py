"""Queues: calls of SQS's SendMessageBatch.

boto3 is imported when the first message is sent, as in bus.py.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from ledger.core.models import TenantId
from ledger.messaging import bus

_TIMEOUT_S: Final = 3.0
"""For connecting and for reading, each."""


class QueueUnavailable(Exception):
    """A queue did not accept every message. Its text: the name of the error, or SQS's code."""


class Message(BaseModel):
    """The body of a message that one of Purser's functions sends another one about a tenant. Unknown fields are
    ignored, so that a later version may add some."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    tenant_id: TenantId


def send(queue_url: str, messages: Sequence[Message]) -> None:
    """Put messages on a queue.

    Raises QueueUnavailable; some messages may be on the queue then.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  (see the module's docstring)

    entries = [
        {"Id": str(number), "MessageBody": message.model_dump_json(), "MessageGroupId": _group(message.tenant_id)}
        for number, message in enumerate(messages)
    ]
    for chunk in bus.chunks((None, entry) for entry in entries):
        try:
            answer = client().send_message_batch(QueueUrl=queue_url, Entries=[entry for _, entry in chunk])
        except (BotoCoreError, ClientError) as error:
            raise QueueUnavailable(type(error).__name__) from error
        if failed := answer.get("Failed"):
            raise QueueUnavailable(failed[0]["Code"])


def _group(tenant_id: str) -> str:
    """The group of a tenant's messages, by which SQS prefers tenants that have few of them (fair queues). A group has
    at most 128 characters of ASCII, a tenant's id any text."""
    return sha256(tenant_id.encode()).hexdigest()


@cache
def client() -> Any:
    """A client of SQS that tries each call twice."""
    import boto3  # noqa: PLC0415  (see the module's docstring)
    from botocore.config import Config  # noqa: PLC0415

    return boto3.Session().client(
        "sqs",
        config=Config(connect_timeout=_TIMEOUT_S, read_timeout=_TIMEOUT_S, retries={"total_max_attempts": 2}),
    )
