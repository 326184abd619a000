"""The live stream of an agent's cash-outs. An answer has the events that there are, and ends; the next one goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import httpx
from httpx_sse import EventSource

from purser_client import models
from purser_client.operation import Operation, Parameter

STREAM: Final = Operation[bytes]("GET", "/api/v1/agent/cash-out/stream", {200: bytes})
WAIT_S: Final = 20
"""The longest that the API waits for an event."""


@dataclass(frozen=True)
class StreamedCashOut:
    """id: its place in the agent's stream, to go on after it."""

    id: int
    cash_out: models.CashOut


class Position:
    """How far the stream was read. pause_s: seconds to wait before the next request."""

    def __init__(self, last_event_id: int | None) -> None:
        self._last_id = last_event_id
        self.pause_s = 1.0

    def query(self) -> dict[str, Parameter]:
        """The first request without an id is answered at once, with the present id."""
        return {"last_event_id": self._last_id, "wait": WAIT_S}

    def read(self, answer: bytes) -> Iterator[StreamedCashOut]:
        """The cash-outs of an answer. The position is after the last one that was consumed."""
        headers = {"content-type": "text/event-stream"}
        for frame in EventSource(httpx.Response(200, headers=headers, content=answer)).iter_sse():
            if frame.retry is not None:
                self.pause_s = frame.retry / 1000
            if frame.event == "cash_out":
                yield StreamedCashOut(int(frame.id), models.CashOut.model_validate_json(frame.data))
            if frame.id:
                self._last_id = int(frame.id)
