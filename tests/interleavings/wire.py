"""A connection of the application: the messages between client and server, split into statements.

https://www.postgresql.org/docs/current/protocol-message-formats.html
"""

import re
import socket
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

_LENGTH_BYTES: Final = 4
_FLUSH: Final = b"H\0\0\0\4"  # the server sends the results that it has
_UNIT_ENDS: Final = b"QSH"  # Query, Sync, Flush: the client waits for the answers
_RESULTS: Final = b"CIEs"  # CommandComplete, EmptyQueryResponse, ErrorResponse, PortalSuspended
_CALL: Final = re.compile(r"\bselect\s+(?:\S+\s+from\s+)?(?:\w+\.)?(\w+)\s*\(", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    """The messages of one statement.

    text: its SQL. results: how many results the server sends. is_synced: whether the last message is a Sync or a Query.
    After a Sync or a Query, the server reports that it is ready, even if an error occurred.
    """

    messages: bytes
    text: str
    results: int
    is_synced: bool

    @property
    def label(self) -> str:
        """The name of the function that the statement calls, or the first words of the statement."""
        call = _CALL.search(self.text)
        return f"{call[1]}()" if call else " ".join(self.text.split()[:6]) or "Sync"


class Stream:
    """Messages from one end of a connection. The first message of a client has no type."""

    def __init__(self, end: socket.socket, header: int = 1 + _LENGTH_BYTES) -> None:
        self.end = end
        self._header = header
        self._received = b""
        self.messages: deque[bytes] = deque()

    def receive(self) -> bool:
        """Wait for bytes and split them into messages. Returns False if the other end has closed the connection."""
        try:
            chunk = self.end.recv(65536)
        except ConnectionError:
            return False
        self._received += chunk
        while len(self._received) >= self._header:
            length = int.from_bytes(self._received[self._header - _LENGTH_BYTES : self._header])
            end = self._header - _LENGTH_BYTES + length
            if len(self._received) < end:
                break
            self.messages.append(self._received[:end])
            self._received = self._received[end:]
            self._header = 1 + _LENGTH_BYTES
        return bool(chunk)


class Channel:
    """One connection. It sends the client's statements to the server one at a time.

    pid: the id of the server's process. pending: statements that the server has not received. running: the statement
    that the server executes.
    """

    def __init__(self, client: socket.socket, upstream: str) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = socket.socket(socket.AF_UNIX)
        server.connect(upstream)
        self.client = Stream(client, header=_LENGTH_BYTES)
        self.server = Stream(server)
        self.pid = 0
        self.pending: deque[Statement] = deque()
        self.running: Statement | None = None
        self._answers = bytearray()
        self._results = 0
        self._has_failed = False  # the server skips everything up to the next Sync
        self._start()

    def _start(self) -> None:
        """Let the client log in."""
        while not self.client.messages:
            assert self.client.receive()
        self.server.end.sendall(self.client.messages.popleft())
        is_ready = False
        while not is_ready:
            assert self.server.receive(), "the server refuses the connection"
            while self.server.messages:
                message = self.server.messages.popleft()
                if message[:1] == b"K":  # BackendKeyData
                    self.pid = int.from_bytes(message[5:9])
                is_ready = message[:1] == b"Z"
                self._answers += message
        self.deliver()

    def receive_unit(self) -> bool:
        """Receive from the client. Returns False if the client has closed the connection."""
        is_open = self.client.receive()
        return is_open and not any(message[:1] == b"X" for message in self.client.messages)

    def has_unit(self) -> bool:
        """Returns whether the client waits for answers. If it does, `pending` holds its statements."""
        messages = self.client.messages
        end = next((n for n, message in enumerate(messages, 1) if message[:1] in _UNIT_ENDS), None)
        if not self.pending and end is not None:
            self.pending.extend(_split([messages.popleft() for _ in range(end)]))
        return bool(self.pending)

    def send(self) -> None:
        """Send the next statement to the server."""
        self.running = self.pending.popleft()
        self._results = 0
        self.server.end.sendall(self.running.messages)

    def is_answered(self) -> bool:
        """Returns whether the messages received so far are the whole answer to the running statement."""
        assert self.running
        is_ready = False
        while self.server.messages:
            message = self.server.messages.popleft()
            kind = message[:1]
            self._results += kind in _RESULTS
            self._has_failed |= kind == b"E"
            is_ready |= kind == b"Z"
            self._answers += message
        if self.running.is_synced:
            self._has_failed &= not is_ready
            answered = is_ready
        else:
            answered = self._has_failed or self._results == self.running.results
        if answered:
            self.running = None
        return answered

    def deliver(self) -> None:
        """Send the answers to the client if its connection is still open."""
        if self.client.end.fileno() != -1:
            self.client.end.sendall(bytes(self._answers))
        self._answers.clear()

    def close_client(self) -> None:
        _hang_up(self.client.end)

    def close_server(self) -> None:
        _hang_up(self.server.end)


def _split(unit: list[bytes]) -> list[Statement]:
    """Split a unit into statements. A statement that ends with neither Sync nor Flush gets a Flush."""
    statements: list[Statement] = []
    collected: list[bytes] = []
    for number, message in enumerate(unit, 1):
        collected.append(message)
        following = unit[number][:1] if number < len(unit) else b""
        is_last_of_statement = message[:1] in (b"E", b"Q") and following not in (b"S", b"H")
        if is_last_of_statement or not following:
            statements.append(_statement(collected))
            collected = []
    return statements


def _statement(messages: list[bytes]) -> Statement:
    kinds = [message[:1] for message in messages]
    is_synced = kinds[-1] in (b"S", b"Q")
    ending = b"" if kinds[-1] in _UNIT_ENDS else _FLUSH
    text = next((_text(message) for message in messages if message[:1] in (b"P", b"Q")), "")
    return Statement(b"".join(messages) + ending, text, kinds.count(b"E"), is_synced)


def _text(message: bytes) -> str:
    """Returns the SQL of a Parse or a Query. In a Parse, it follows the name of the statement."""
    parts = message[5:].split(b"\0")
    return (parts[1] if message[:1] == b"P" else parts[0]).decode()


def _hang_up(end: socket.socket) -> None:
    """Close a socket. This wakes a thread that waits at the other end."""
    with suppress(OSError):  # the other end may have closed it
        end.shutdown(socket.SHUT_RDWR)
    end.close()
