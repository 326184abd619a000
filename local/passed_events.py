"""The events that passed the emulated bus in this run, of Purser and of other systems, as rules and their targets see
them.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from local import ACCOUNT, REGION
from local.journals import Application, Environ, listed, recorded

JOURNAL = "bus.jsonl"
_CALL = "AWSEvents.PutEvents"
MAX_LISTED = 1000


class UnknownEvent(Exception):
    """No event with this id passed."""


def with_journal(application: Application, journal: Path) -> Application:
    """The emulated EventBridge with each event that it accepts in a journal."""
    return recorded(application, _is_put, _items, journal)


def passed(journal: Path, detail_type: str | None, after: str | None) -> list[dict[str, Any]]:
    """The first MAX_LISTED events, oldest first, of one type if it is given, and only those after the one with an id.
    Raises UnknownEvent.
    """
    events = listed(journal)
    if after is not None and not any(event["id"] == after for event in events):
        raise UnknownEvent
    return list(islice((event for event in events if detail_type in {None, event["detail-type"]}), MAX_LISTED))


def _is_put(environ: Environ) -> bool:
    return bool(environ.get("HTTP_X_AMZ_TARGET") == _CALL)


def _items(request: Any, answer: Any) -> Iterable[dict[str, Any]]:
    for entry, result in zip(request["Entries"], answer["Entries"], strict=True):
        if "EventId" in result:
            yield {
                "version": "0",
                "id": result["EventId"],
                "detail-type": entry["DetailType"],
                "source": entry["Source"],
                "account": ACCOUNT,
                "time": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
                "region": REGION,
                "resources": [],
                "detail": json.loads(entry["Detail"]),
            }
