"""The local bus as other systems use it. Events that they put on it survive a restart of the local system.

The emulated bus is in memory. So each event is recorded before it is acknowledged, and put on the bus again at the next
start; consumers drop events that they have processed. The ledger's own events are kept by its outbox.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel, ConfigDict, Field

JOURNAL = "events.jsonl"
_RETENTION = timedelta(days=7)
_BATCH_SIZE = 10  # entries of one PutEvents call
_Name = Annotated[str, Field(min_length=1, max_length=256)]


class ExternalEvent(BaseModel):
    """An event of another system."""

    model_config = ConfigDict(extra="forbid", strict=True)

    source: _Name
    detail_type: Annotated[_Name, Field(alias="detail-type")]
    detail: dict[str, Any]


class EventRejected(Exception):
    """The bus did not accept an event."""


class Bus:
    def __init__(self, client: Any, buses: Sequence[str], journal: Path):
        self._client = client
        self._buses = buses
        self._journal = journal

    def put(self, event: ExternalEvent) -> str:
        """Put an event on the bus; the id that it got. Raises EventRejected."""
        entry = {"Source": event.source, "DetailType": event.detail_type, "Detail": json.dumps(event.detail)}
        (event_id,) = self._put([entry])
        line = json.dumps({"at": datetime.now(UTC).isoformat(), "entry": entry}) + "\n"
        with self._journal.open("ab", buffering=0) as journal:  # one write, so that processes do not mix their lines
            journal.write(line.encode())
        return event_id

    def forget(self) -> None:
        """Forget the events older than _RETENTION. Nothing may be put on the bus meanwhile."""
        since = (datetime.now(UTC) - _RETENTION).isoformat()
        kept = [line for line in self._lines() if json.loads(line)["at"] >= since]
        rewritten = self._journal.with_suffix(".new")
        rewritten.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
        rewritten.replace(self._journal)

    def resend(self) -> None:
        """Put the events in the journal on the bus again."""
        entries = [json.loads(line)["entry"] for line in self._lines()]
        for first in range(0, len(entries), _BATCH_SIZE):
            self._put(entries[first : first + _BATCH_SIZE])

    def _lines(self) -> list[str]:
        # The last line may be incomplete if the process was killed; that event was not acknowledged.
        lines = self._journal.read_text(encoding="utf-8").splitlines() if self._journal.exists() else []
        return [line for line in lines if line.endswith("}}")]

    def _put(self, entries: list[dict[str, str]]) -> list[str]:
        (bus,) = self._buses
        try:
            answers = self._client.put_events(Entries=[entry | {"EventBusName": bus} for entry in entries])["Entries"]
        except (BotoCoreError, ClientError) as error:
            raise EventRejected(type(error).__name__) from error
        if rejected := [answer["ErrorCode"] for answer in answers if "ErrorCode" in answer]:
            raise EventRejected(rejected[0])
        return [answer["EventId"] for answer in answers]
