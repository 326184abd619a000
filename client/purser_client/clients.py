"""The clients: one for plain calls, one to await. Their operations are written into operations.py."""

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self
from uuid import uuid4

import httpx
from pydantic import BaseModel

from purser_client import stream
from purser_client.attempts import Attempts
from purser_client.errors import NoAnswer, PurserError
from purser_client.operation import Operation, Page, Parameter, Request
from purser_client.operations import AsyncOperations, Operations

DEFAULT_TIMEOUT_S: Final = 60.0


class Purser(Operations):
    """The API as one caller.

    base_url: of the system, such as https://purser.example. token: an access token, or a function that returns one,
    which is called before each attempt, so that it can renew it. timeout: seconds for a call with all its attempts, if
    the call names no other; an answer that has begun may take longer to arrive. http: a client of httpx to send with,
    for a proxy or certificates; the caller closes it.

    Each call raises Refused, NoAnswer or OutcomeUnknown. A write takes `idempotency_key`, and makes one if there is
    none. It also takes `lost_at`, if an earlier call with the key may have been sent: that one's OutcomeUnknown has it.
    If Control-C ends a write, a note of the exception names the key; a caller that cancels calls, or that must go on
    after its process was killed, makes the key itself and stores it before the call.
    """

    def __init__(
        self,
        base_url: str,
        token: str | Callable[[], str],
        *,
        timeout: float = DEFAULT_TIMEOUT_S,
        http: httpx.Client | None = None,
    ) -> None:
        self._base_url = _base(base_url)
        self._token = token
        self._timeout = timeout
        self._owns_http = http is None
        self._http = http or httpx.Client()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._owns_http:
            self._http.close()

    def cash_out_stream(self, last_event_id: int | None = None) -> stream.CashOutStream:
        """The agent's cash-outs as they happen, without an end.

        last_event_id: the id of the last one that was seen, to go on after it; without it, it begins with the next one.
        """
        return stream.CashOutStream(stream.Position(last_event_id), self._streamed)

    def _streamed(self, position: stream.Position) -> Iterator[stream.StreamedCashOut]:
        while True:
            answer = self._call(stream.STREAM, query=position.query(), timeout=DEFAULT_TIMEOUT_S)
            yield from position.read(answer)
            time.sleep(position.pause_s)

    def _call[T](
        self,
        operation: Operation[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, Parameter] | None = None,
        body: BaseModel | str | None = None,
        key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> T:
        request = operation.request(path or {}, query or {}, body, _key(operation, key))
        seconds = self._timeout if timeout is None else timeout
        attempts = Attempts(request.key, time.monotonic(), seconds, datetime.now(UTC), lost_at)
        try:
            while True:
                try:
                    token = _header_value("token", self._token if isinstance(self._token, str) else self._token())
                except Exception as error:
                    attempts.end_without_token(error)
                    raise
                try:
                    response = self._http.request(
                        request.method,
                        self._base_url + request.url,
                        params=request.query,
                        headers=_headers(request, token),
                        content=request.content,
                        timeout=attempts.timeout(time.monotonic()),
                        follow_redirects=False,  # httpx would send a GET, without the body
                    )
                except httpx.RequestError as error:
                    pause = attempts.pause_after_loss(error, time.monotonic())
                except Exception as error:
                    raise attempts.broken_off(error, time.monotonic()) from error
                else:
                    if response.is_success:
                        return _read(operation, response, attempts)
                    pause = attempts.pause_after(response, time.monotonic())
                time.sleep(pause)
        except BaseException as error:
            _note_key(error, request)
            raise

    def _each[T](self, page_at: Callable[[str | None], Page[T]]) -> Iterator[T]:
        cursor: str | None = None
        while True:
            page = page_at(cursor)
            yield from page.items
            cursor = _next(page.next_cursor, cursor)
            if cursor is None:
                return


class AsyncPurser(AsyncOperations):
    """As Purser, to await, with asyncio. token: a function may also return an awaitable."""

    def __init__(
        self,
        base_url: str,
        token: str | Callable[[], str | Awaitable[str]],
        *,
        timeout: float = DEFAULT_TIMEOUT_S,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        self._base_url = _base(base_url)
        self._token = token
        self._timeout = timeout
        self._owns_http = http is None
        self._http = http or httpx.AsyncClient()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        if self._owns_http:
            await self._http.aclose()

    def cash_out_stream(self, last_event_id: int | None = None) -> stream.AsyncCashOutStream:
        """The agent's cash-outs as they happen, without an end.

        last_event_id: the id of the last one that was seen, to go on after it; without it, it begins with the next one.
        """
        return stream.AsyncCashOutStream(stream.Position(last_event_id), self._streamed)

    async def _streamed(self, position: stream.Position) -> AsyncIterator[stream.StreamedCashOut]:
        while True:
            answer = await self._call(stream.STREAM, query=position.query(), timeout=DEFAULT_TIMEOUT_S)
            for cash_out in position.read(answer):
                yield cash_out
            await asyncio.sleep(position.pause_s)

    async def _call[T](
        self,
        operation: Operation[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, Parameter] | None = None,
        body: BaseModel | str | None = None,
        key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> T:
        request = operation.request(path or {}, query or {}, body, _key(operation, key))
        seconds = self._timeout if timeout is None else timeout
        attempts = Attempts(request.key, time.monotonic(), seconds, datetime.now(UTC), lost_at)
        try:
            while True:
                try:
                    token = _header_value("token", await self._current_token())
                except Exception as error:
                    attempts.end_without_token(error)
                    raise
                try:
                    response = await self._http.request(
                        request.method,
                        self._base_url + request.url,
                        params=request.query,
                        headers=_headers(request, token),
                        content=request.content,
                        timeout=attempts.timeout(time.monotonic()),
                        follow_redirects=False,  # httpx would send a GET, without the body
                    )
                except httpx.RequestError as error:
                    pause = attempts.pause_after_loss(error, time.monotonic())
                except Exception as error:
                    raise attempts.broken_off(error, time.monotonic()) from error
                else:
                    if response.is_success:
                        return _read(operation, response, attempts)
                    pause = attempts.pause_after(response, time.monotonic())
                await asyncio.sleep(pause)
        except BaseException as error:
            _note_key(error, request)
            raise

    async def _current_token(self) -> str:
        if isinstance(self._token, str):
            return self._token
        token = self._token()
        return await token if inspect.isawaitable(token) else token

    async def _each[T](self, page_at: Callable[[str | None], Awaitable[Page[T]]]) -> AsyncIterator[T]:
        cursor: str | None = None
        while True:
            page = await page_at(cursor)
            for item in page.items:
                yield item
            cursor = _next(page.next_cursor, cursor)
            if cursor is None:
                return


def _base(base_url: str) -> str:
    url = httpx.URL(base_url)
    if url.scheme not in {"http", "https"} or not url.host or url.query or url.fragment or url.userinfo:
        raise ValueError("the base URL must have the form https://host or https://host/path (or http://)")
    return base_url.rstrip("/")


def _key(operation: Operation[object], key: str | None) -> str | None:
    if not operation.is_write:
        return None
    # An empty key is sent as it is, and refused: a new one would make each call of a careless caller another write.
    return str(uuid4()) if key is None else _header_value("idempotency key", key)


def _header_value(name: str, value: str) -> str:
    """Raises ValueError without the value, which may be a secret."""
    if not (value.isascii() and value.isprintable() and value == value.strip()):
        raise ValueError(f"the {name} must be printable ASCII, without a space or a line break around it")
    return value


def _headers(request: Request, token: str) -> dict[str, str]:
    return {**request.headers, **({"Authorization": f"Bearer {token}"} if token else {})}


def _next(next_cursor: str | None, cursor: str | None) -> str | None:
    if next_cursor is not None and next_cursor == cursor:
        raise NoAnswer("the answer to a cursor has the same cursor", None, None)
    return next_cursor


def _read[T](operation: Operation[T], response: httpx.Response, attempts: Attempts) -> T:
    try:
        return operation.read(response)
    except ValueError as error:
        raise attempts.unreadable(error, time.monotonic()) from error


def _note_key(error: BaseException, request: Request) -> None:
    if request.key is not None and not isinstance(error, PurserError):
        error.add_note(f"the idempotency key of {request.method} {request.url} is {request.key}")
