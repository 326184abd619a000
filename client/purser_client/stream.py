"""The live stream of an agent's cash-outs. An answer has the events that there are, and ends; the next one goes on."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Final

import httpx
from httpx_sse import EventSource

from purser_client import models
from purser_client.errors import NoAnswer
from purser_client.operation import Operation, Parameter

STREAM: Final = Operation[bytes]("GET", "/api/v1/agent/cash-out/stream", {200: bytes}, accepts="text/event-stream")
WAIT_S: Final = 20
"""The longest that the API waits for an event."""
SHORTEST_PAUSE_S: Final = 0.25


@dataclass(frozen=True)
class StreamedCashOut:
    """id: its place in the agent's stream, to go on after it."""

    id: int
    cash_out: models.CashOut


class Position:
    """How far the stream was read. last_id: None before the first answer. pause_s: before the next request."""

    def __init__(self, last_id: int | None) -> None:
        self.last_id = last_id
        self.pause_s = 1.0

    def query(self) -> dict[str, Parameter]:
        """The first request without an id is answered at once, with the present id."""
        return {"last_event_id": self.last_id, "wait": WAIT_S}

    def read(self, answer: bytes) -> Iterator[StreamedCashOut]:
        """The cash-outs of an answer. The position is after the last one that was consumed.

        Raises NoAnswer if it cannot be read.
        """
        headers = {"content-type": "text/event-stream"}
        try:
            for frame in EventSource(httpx.Response(200, headers=headers, content=answer)).iter_sse():
                if frame.retry is not None:
                    self.pause_s = max(frame.retry / 1000, SHORTEST_PAUSE_S)
                if frame.event == "cash_out":
                    yield StreamedCashOut(int(frame.id), models.CashOut.model_validate_json(frame.data))
                if frame.id:
                    self.last_id = int(frame.id)
        except ValueError as error:
            raise NoAnswer(f"the answer cannot be read: {error}", None, None) from error


class CashOutStream(Iterator[StreamedCashOut]):
    """An agent's cash-outs as they happen, without an end. A cash-out counts as read when the next one is asked for.

    Raises NoAnswer after a minute without the API, and Refused. Then begin a new stream with `last_event_id`.
    """

    def __init__(self, position: Position, read: Callable[[Position], Iterator[StreamedCashOut]]) -> None:
        self._position = position
        self._events = read(position)

    @property
    def last_event_id(self) -> int | None:
        """How far it was read, to go on after it. None if it was begun without an id and has had no answer."""
        return self._position.last_id

    def __next__(self) -> StreamedCashOut:
        return next(self._events)


class AsyncCashOutStream(AsyncIterator[StreamedCashOut]):
    """As CashOutStream, to await."""

    def __init__(self, position: Position, read: Callable[[Position], AsyncIterator[StreamedCashOut]]) -> None:
        self._position = position
        self._events = read(position)

    @property
    def last_event_id(self) -> int | None:
        """How far it was read, to go on after it. None if it was begun without an id and has had no answer."""
        return self._position.last_id

    async def __anext__(self) -> StreamedCashOut:
        return await anext(self._events)
