"""The bus: calls of EventBridge's PutEvents.

boto3 is imported when the first event is published, since importing it takes longer than everything else together.
"""

import json
import os
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

SOURCE: Final = "purser"
MAX_ENTRIES: Final = 10
MAX_BATCH_BYTES: Final = 256 * 1024
"""The limits of one call of PutEvents. EventBridge accepts 1 MB since January 2026; 256 KiB is Purser's own limit."""

type Entry = dict[str, Any]
"""An entry as PutEvents takes it."""


class BusUnavailable(Exception):
    """A call failed as a whole. Its text: the name of the error."""


def entry(detail_type: str, detail: str) -> Entry:
    """detail: JSON."""
    return {"Source": SOURCE, "DetailType": detail_type, "Detail": detail, "EventBusName": os.environ["EVENT_BUS"]}


def chunks[Item](items: Iterable[tuple[Item, Entry]]) -> Iterable[list[tuple[Item, Entry]]]:
    """Split items with their entries, in their order, into those of one call each."""
    chunk: list[tuple[Item, Entry]] = []
    size = 0
    for item, one in items:
        entry_size = len(json.dumps(one).encode())
        if chunk and (len(chunk) == MAX_ENTRIES or size + entry_size > MAX_BATCH_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append((item, one))
        size += entry_size
    if chunk:
        yield chunk


def put(entries: Sequence[Entry], timeout_s: float) -> list[str | None]:
    """Put the entries of one call on the bus. Returns for each None, or the error code with which the bus refused it.

    timeout_s: for connecting and for reading, each. Raises BusUnavailable.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  (see the module's docstring)

    try:
        answers = client(timeout_s).put_events(Entries=list(entries))["Entries"]
    except (BotoCoreError, ClientError) as error:
        raise BusUnavailable(type(error).__name__) from error
    return [answer.get("ErrorCode") for answer in answers]


@cache
def client(timeout_s: float) -> Any:
    """A client of EventBridge that tries each call once."""
    import boto3  # noqa: PLC0415  (see the module's docstring)
    from botocore.config import Config  # noqa: PLC0415

    return boto3.Session().client(
        "events", config=Config(connect_timeout=timeout_s, read_timeout=timeout_s, retries={"total_max_attempts": 1})
    )
