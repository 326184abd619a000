"""The local bus as other systems see it: they put events on it, and what was accepted outlives it.

The real bus keeps what it accepted; this one is in memory. So each event is written down before it is acknowledged,
and put again at the next start: consumers bear that. What the ledger itself publishes is kept by its outbox.
"""

import json
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel, ConfigDict, Field

_KEPT = timedelta(days=7)
_AT_ONCE = 10  # entries that PutEvents takes
_Name = Annotated[str, Field(min_length=1, max_length=256)]


class ForeignEvent(BaseModel):
    """What another system says."""

    model_config = ConfigDict(extra="forbid", strict=True)

    source: _Name
    detail_type: Annotated[_Name, Field(alias="detail-type")]
    detail: dict[str, Any]


class Refused(Exception):
    """The bus did not accept an event."""


class Bus:
    def __init__(self, client: Any, buses: Sequence[str], journal: Path):
        self._client = client
        self._buses = buses
        self._journal = journal
        self._writing = threading.Lock()

    def put(self, event: ForeignEvent) -> str:
        """Put it on the bus; its id there. Raises Refused."""
        entry = {"Source": event.source, "DetailType": event.detail_type, "Detail": json.dumps(event.detail)}
        (event_id,) = self._put([entry])
        with self._writing, self._journal.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps({"at": datetime.now(UTC).isoformat(), "entry": entry}) + "\n")
        return event_id

    def send_again(self) -> None:
        """What was accepted lately, by the bus of a run before; forgets what is older."""
        if not self._journal.exists():
            return
        since = (datetime.now(UTC) - _KEPT).isoformat()
        lines = self._journal.read_text(encoding="utf-8").splitlines()
        # Killed while it was written, the last line may be half of one: that event was not acknowledged.
        kept = [line for line in lines if line.endswith("}}") and json.loads(line)["at"] >= since]
        rewritten = self._journal.with_suffix(".new")
        rewritten.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
        rewritten.replace(self._journal)
        entries = [json.loads(line)["entry"] for line in kept]
        for first in range(0, len(entries), _AT_ONCE):
            self._put(entries[first : first + _AT_ONCE])

    def _put(self, entries: list[dict[str, str]]) -> list[str]:
        (bus,) = self._buses
        try:
            answers = self._client.put_events(Entries=[entry | {"EventBusName": bus} for entry in entries])["Entries"]
        except (BotoCoreError, ClientError) as error:
            raise Refused(type(error).__name__) from error
        if refused := [answer["ErrorCode"] for answer in answers if "ErrorCode" in answer]:
            raise Refused(refused[0])
        return [answer["EventId"] for answer in answers]
