"""The sender: one HTTPS request to an address that a tenant chose.

The host is resolved once for each attempt, and the connection goes to an address that was checked, so that a second
answer of the DNS has no effect. Redirects are not followed. Everything together takes 10 s at most, and of the answer
no more than its head is read, up to 64 KiB.
"""

import http.client
import io
import os
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final

import certifi

from ledger.messaging import queues
from ledger.webhooks import addresses
from ledger.webhooks.addresses import Endpoint
from ledger.webhooks.attempts import Attempt, Attempted, Error

TIMEOUT_S: Final = 10.0
MAX_ANSWER_BYTES: Final = 64 * 1024
_MAX_AT_ONCE: Final = 10  # a batch of SQS
_CHUNK_BYTES: Final = 16 * 1024
_STATUS_LINE: Final = re.compile(rb"HTTP/1\.[0-9] ([1-9][0-9]{2})( .*)?\r?\n")

type Resolve = Callable[[str, int], Sequence[tuple[Any, ...]]]
"""As socket.getaddrinfo()."""


class _AddressRefused(Exception):
    """The URL, or an address of its host, is not one that a webhook may have."""


class _TooLong(Exception):
    """The answer's head has more than MAX_ANSWER_BYTES."""


_ERRORS: Final[tuple[tuple[type[Exception], Error], ...]] = (
    (_AddressRefused, "address_refused"),
    (_TooLong, "too_long"),
    (TimeoutError, "timeout"),
    (socket.gaierror, "name_not_found"),
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "tls"),
    (OSError, "connection"),
    (http.client.HTTPException, "not_http"),
    (ValueError, "not_http"),
)
"""The error of each exception. The first class that fits counts."""


def send_batch(attempts: Sequence[Attempt], now: datetime) -> list[tuple[Attempt, Exception]]:
    """Make the attempts of a batch that are not too late, and put their results on the queue.

    Returns the attempts whose results the queue did not accept, each with the reason.
    """

    def report(result: Attempted) -> None:
        queues.send(os.environ["RESULTS_QUEUE"], [result])

    return send_all([one for one in attempts if now < one.send_until], report, local=addresses.reaches_this_machine())


def send_all(
    attempts: Sequence[Attempt], report: Callable[[Attempted], None], *, local: bool = False, **settings: Any
) -> list[tuple[Attempt, Exception]]:
    """Make all attempts at the same time, and report each as soon as it has ended, from its thread. settings: as `send`
    takes them.

    Returns the attempts for which `report` raised, each with what it raised.
    """
    if not attempts:
        return []

    def reported(attempt: Attempt) -> Exception | None:
        result = send(attempt, local=local, **settings)
        try:
            report(result)
        except Exception as failure:  # noqa: BLE001  (the caller gets it)
            return failure
        return None

    with ThreadPoolExecutor(min(len(attempts), _MAX_AT_ONCE)) as threads:
        failures = list(threads.map(reported, attempts))
    return [(attempt, failure) for attempt, failure in zip(attempts, failures, strict=True) if failure is not None]


def send(
    attempt: Attempt,
    *,
    local: bool = False,
    resolve: Resolve = socket.getaddrinfo,
    context: ssl.SSLContext | None = None,
    timeout_s: float = TIMEOUT_S,
) -> Attempted:
    """Make an attempt. It never raises for what the receiver, its DNS or its URL does.

    local: see addresses.reaches_this_machine(). context: for another authority than the public ones.
    """
    deadline = time.monotonic() + timeout_s
    try:
        return _result(attempt, status=_status(attempt, local, resolve, context, deadline))
    except tuple(kind for kind, _ in _ERRORS) as failure:
        return _result(attempt, error=next(error for kind, error in _ERRORS if isinstance(failure, kind)))


def _result(attempt: Attempt, status: int | None = None, error: Error | None = None) -> Attempted:
    return Attempted(
        tenant_id=attempt.tenant_id,
        delivery_id=attempt.delivery_id,
        number=attempt.number,
        status=status,
        error=error,
    )


def _status(attempt: Attempt, local: bool, resolve: Resolve, context: ssl.SSLContext | None, deadline: float) -> int:
    try:
        endpoint = addresses.endpoint(attempt.url, local=local)
    except ValueError as problem:
        raise _AddressRefused from problem
    found = _resolved(endpoint, resolve, deadline)
    if not found or not all(_may_reach(address, endpoint, local) for address in found):
        raise _AddressRefused
    connection = _Connection(endpoint, found, context, deadline)
    try:
        headers = {"Content-Type": "application/json", "User-Agent": "Purser-Webhooks", "Connection": "close"}
        connection.request("POST", endpoint.target, attempt.body.encode(), headers | attempt.headers)
        return _read_status(connection.sock.makefile("rb"))
    finally:
        connection.close()


def _read_status(answer: io.BufferedReader) -> int:
    """Read the head of an answer, after any interim ones (RFC 9110, 15.2). Returns its status.

    No header is parsed: none is needed, and http.client has the parser of e-mail, which raises TypeError for some.
    """
    while True:
        line = answer.readline()
        if not line:
            raise ConnectionResetError
        found = _STATUS_LINE.fullmatch(line)
        if found is None:
            raise http.client.BadStatusLine("")
        while answer.readline().rstrip(b"\r\n"):
            pass
        status = int(found[1])
        if status >= 200 or status == 101:  # 101: the receiver changed the protocol, so no other answer follows
            return status


def _may_reach(address: str, endpoint: Endpoint, local: bool) -> bool:
    if endpoint.scheme == "http":
        return addresses.is_loopback(address)
    return addresses.is_public(address) or (local and addresses.is_loopback(address))


def _resolved(endpoint: Endpoint, resolve: Resolve, deadline: float) -> list[str]:
    """The addresses of a host, each once. In a thread, since nothing else ends a lookup."""
    answers: SimpleQueue[Sequence[tuple[Any, ...]] | OSError] = SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(resolve(endpoint.host, endpoint.port))
        except OSError as failure:
            answers.put(failure)

    Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=_left(deadline))
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        raise answer
    return list(dict.fromkeys(str(address[0]) for *_, address in answer))


@cache
def _public_authorities() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


class _Connection(http.client.HTTPConnection):
    """A connection to one of the addresses that a host was resolved to, with a deadline."""

    def __init__(
        self, endpoint: Endpoint, found: Sequence[str], context: ssl.SSLContext | None, deadline: float
    ) -> None:
        self.default_port = 443 if endpoint.scheme == "https" else 80  # the port that the header Host leaves out
        super().__init__(endpoint.host, endpoint.port)
        self._endpoint = endpoint
        self._addresses = found
        self._context = context
        self._deadline = deadline

    def connect(self) -> None:
        connected = self._connected()
        try:
            if self._endpoint.scheme == "https":
                context = self._context or _public_authorities()
                connected.settimeout(_left(self._deadline))
                connected = context.wrap_socket(connected, server_hostname=self._endpoint.host)
        except BaseException:
            connected.close()
            raise
        self.sock = _Socket(connected, self._deadline)

    def _connected(self) -> socket.socket:
        """Connect to the first address that accepts. Each has its share of the time, so that none takes all of it."""
        failure = OSError("no address")
        for remaining, address in zip(range(len(self._addresses), 0, -1), self._addresses, strict=True):
            try:
                share = _left(self._deadline) / remaining
                return socket.create_connection((address, self._endpoint.port), share)
            except OSError as error:
                failure = error
        raise failure


class _Socket:
    """What http.client needs of a socket, each call no longer than until the deadline."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket = connected
        self._deadline = deadline

    def sendall(self, content: bytes) -> None:
        for first in range(0, len(content), _CHUNK_BYTES):
            self._socket.settimeout(_left(self._deadline))
            self._socket.sendall(content[first : first + _CHUNK_BYTES])

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Answer(self._socket, self._deadline))

    def close(self) -> None:
        self._socket.close()


class _Answer(io.RawIOBase):
    """The bytes of an answer, up to MAX_ANSWER_BYTES and until the deadline."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket = connected
        self._deadline = deadline
        self._room = MAX_ANSWER_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._room == 0:
            raise _TooLong
        self._socket.settimeout(_left(self._deadline))
        count = self._socket.recv_into(memoryview(buffer)[: self._room])
        self._room -= count
        return count


def _left(deadline: float) -> float:
    """The seconds until a deadline. Raises TimeoutError if there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
