"""Check that no message of the application pins its session to one connection of RDS Proxy.

In every test, libpq records the messages on the application's connection (PQtrace). After the test each message is
checked against AWS's list and against a stricter rule: only statements that are known to be harmless are allowed.
A proxy does not see what functions do inside the database; `test_catalogue` checks those.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-pinning.html
"""

import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import psycopg
from psycopg import pq

MAX_STATEMENT_BYTES: Final = 16 * 1024
"""A statement with a longer text pins its session. Parameters are not part of the text."""
ALLOWED_WORDS: Final = frozenset({"begin", "commit", "rollback", "select", "with"})
"""Words that a statement may begin with. Others are refused: SET, PREPARE, DECLARE, LISTEN, LOAD, CREATE TEMP ..."""
PINNING_CALLS: Final = re.compile(
    r"\b(set_config|(next|curr|set|last)val|pg_(try_)?advisory_(un)?lock\w*)\s*\(|\binto\s+(local\s+)?temp(orary)?\b",
    re.IGNORECASE,
)
"""Calls in a statement that pin its session. Transaction-level locks (pg_advisory_xact_lock) do not."""

_MESSAGE: Final = re.compile(rb"^([FB])\t(\d+)\t(\w+)(?:\t ?)?", re.MULTILINE)
_CONTENT_PATTERNS: Final = {
    "Parse": re.compile(r'"(?P<statement>[^"]*)" "(?P<text>.*)" \d+', re.DOTALL),
    "Query": re.compile(r'"(?P<text>.*)"', re.DOTALL),
    "Bind": re.compile(r'"(?P<portal>[^"]*)" "(?P<statement>[^"]*)"'),
    "Describe": re.compile(r'[PS] "(?P<statement>[^"]*)"'),
    "Close": re.compile(r'[PS] "(?P<statement>[^"]*)"'),
    "Execute": re.compile(r'"(?P<portal>[^"]*)"'),
    "Sync": re.compile(""),
    "Flush": re.compile(""),
    "Terminate": re.compile(""),
}


@dataclass(frozen=True)
class SentMessage:
    """A message of the client. content: as PQtrace writes it; only statements contain raw line ends."""

    kind: str
    length: int
    content: str

    @property
    def text(self) -> str | None:
        """The text of the statement, if the message has one."""
        return self._parts.get("text")

    @property
    def pins(self) -> str | None:
        """The reason why the message pins the session, or None."""
        if self.kind not in _CONTENT_PATTERNS:
            return f"{self.kind} is a message that the application must not send"
        parts = self._parts
        named = [part for part in ("statement", "portal") if parts.get(part)]
        if named:
            return f"{self.kind} names a {named[0]}"
        return None if "text" not in parts else _pinning(parts["text"])

    @property
    def _parts(self) -> dict[str, str | Any]:
        found = _CONTENT_PATTERNS[self.kind].match(self.content)
        assert found, f"{self.kind} has an unknown PQtrace format: {self.content[:100]}"
        return found.groupdict()


_watched: list[tuple[psycopg.Connection[Any], int]] = []
_sent: list[SentMessage] = []
_changing = threading.Lock()


def watch(connection: psycopg.Connection[Any]) -> None:
    """Record the messages of a connection from now on, unless it is recorded already."""
    with _changing:
        if any(connection is known for known, _ in _watched):
            return
        _read_closed()
        written = os.memfd_create("messages")
        connection.pgconn.trace(written)
        connection.pgconn.set_trace_flags(pq.Trace.SUPPRESS_TIMESTAMPS)
        _watched.append((connection, written))


def sent_messages() -> list[SentMessage]:
    """The messages of this test so far. No other thread may use a connection meanwhile."""
    with _changing:
        _read_closed()
        for _, written in _watched:
            _read(written)
            os.ftruncate(written, 0)
            os.lseek(written, 0, os.SEEK_SET)
        return _sent


def _read_closed() -> None:
    """Read the messages of closed connections, and release their files: a test may open thousands of connections."""
    for position, (connection, written) in reversed(list(enumerate(_watched))):
        if connection.closed:
            _read(written)
            os.close(written)
            del _watched[position]


def _read(written: int) -> None:
    _sent.extend(parsed(os.pread(written, os.fstat(written).st_size, 0)))


def pinned_in_this_test() -> list[str]:
    """The reasons why sessions were pinned, each with its message. Clears the record."""
    found = [f"{reason}: {sent.kind} {sent.content[:300]}" for sent in sent_messages() if (reason := sent.pins)]
    _sent.clear()
    return found


def parsed(written: bytes) -> Iterator[SentMessage]:
    """The client's messages in the output of PQtrace."""
    messages = list(_MESSAGE.finditer(written))
    ends = [message.start() for message in messages[1:]] + [len(written)]
    for message, end in zip(messages, ends, strict=False):  # the list of ends is never empty
        if message[1] == b"F":
            content = written[message.end() : end]
            yield SentMessage(message[3].decode(), int(message[2]), content.decode(errors="replace").removesuffix("\n"))


@cache
def _pinning(text: str) -> str | None:
    bare = _bare(text)
    word = (bare.split() or [""])[0].lower()
    if len(text.encode()) > MAX_STATEMENT_BYTES:
        return f"{len(text.encode())} bytes of text"
    if word not in ALLOWED_WORDS:
        return f"a statement that begins with {word!r}"
    if ";" in bare:
        return "several statements in one"
    call = PINNING_CALLS.search(bare)
    return call and call[0]


def _bare(text: str) -> str:
    """The text without comments and quoted strings."""
    without_comments = re.sub(r"--[^\n]*|/\*.*?\*/", " ", text, flags=re.DOTALL)
    return re.sub(r"'(?:[^']|'')*'", "''", without_comments)
