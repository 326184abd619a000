"""Search the logs of each test for secrets and private data, which must not be logged.

The search covers stdout, stderr and Python's logging, the logs of the worker's Postgres and PgBouncer, and the output
of systems that a test started. It looks for patterns of secrets, and for the values that callers sent in this test in
fields for free text, names and bank details.
"""

import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final

# By kind of secret: a lower-case substring, which is quick to search for, and the full pattern.
SECRET_PATTERNS: Final = {
    "a bearer token": ("bearer ", r"\bbearer\s+[\w.~+/=-]{8,}"),
    "a JWT": ("eyj", r"\beyJ[\w-]{8,}\.[\w-]{8,}"),
    "a signed token of AWS": ("x-amz-", r"X-Amz-(Signature|Security-Token|Credential)="),
    "a password in an address": ("://", r"://[^/\s:@]+:[^@\s/]+@"),
    "a password": ("password", r"\bpassword['\"]?\s*[=:]\s*['\"]?[^\s'\"]{3,}"),
    "a key of AWS": ("secret", r"secret_?access_?key['\"]?\s*[=:]\s*['\"]?[^\s'\"]{3,}"),
    "a private key": ("private key", r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "an e-mail address": ("@", r"[\w.+-]@[\w-]+(\.[\w-]+)*\.[a-z]{2,}\b"),
}
PRIVATE_FIELDS: Final = frozenset(
    {"description", "email", "external_reference", "instructions", "meta", "name", "note", "notes", "reference"}
    | {"bank_details", "display_name", "transaction_reference", "trigger_reason", "username", "wallet_details"}
    | {"authorization", "idempotency-key"}
)
"""Private fields, including everything below them, and private headers."""
_DISTINCTIVE: Final = re.compile(r"(?=.*[G-Zg-z]).{8,}", re.DOTALL)
"""Texts that are long enough to search for. Shorter words, numbers and ids occur in logs for other reasons."""
_MAX_RECORDED: Final = 500

_recorded: set[str] = set()
_watched: dict[Path, IO[bytes]] = {}


def record(sent: Any, below: bool = False) -> None:
    """Record each text in the private fields of a request. below: whether `sent` is already below such a field."""
    match sent:
        case str() if below and len(_recorded) < _MAX_RECORDED and _DISTINCTIVE.fullmatch(sent.strip()):
            _recorded.add(sent.strip())
        case Mapping():
            for name, value in sent.items():
                record(value, below or str(name).lower() in PRIVATE_FIELDS)
        case list() | tuple():
            for value in sent:
                record(value, below)


def watch(log: Path, whence: int = io.SEEK_END) -> None:
    """Search everything that is written to this file from now on, even if it is removed before the test ends."""
    if log in _watched:
        _watched[log].close()
    _watched[log] = log.open("rb")
    _watched[log].seek(0, whence)


def watch_system(folder: Path) -> None:
    """Watch the logs of a local system from their beginning."""
    for name in ("functions.log", "postgres.log"):
        watch(folder / name, io.SEEK_SET)


def stop_watching() -> None:
    while _watched:
        _watched.popitem()[1].close()


def leaks(text: str) -> Iterator[str]:
    """Each secret in a text, with its line."""
    lower = text.lower()
    for kind, (part, pattern) in SECRET_PATTERNS.items():
        if part in lower and (found := re.search(pattern, text, re.IGNORECASE)):
            yield f"{kind}: {_line(text, found.start())}"
    for secret in _recorded:
        for written in {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}:
            if (position := text.find(written)) >= 0:
                yield f"{secret!r}, which a caller sent: {_line(text, position)}"


def leaks_of_this_test(written: str) -> list[str]:
    """The leaks since the last call. written: the captured output."""
    texts = {"stdout, stderr or logging": written}
    for log, file in list(_watched.items()):
        texts[str(log)] = file.read().decode(errors="replace")
        if not log.exists():
            _watched.pop(log).close()
    found = [f"{where} contains {leak}" for where, text in texts.items() if text for leak in leaks(text)]
    _recorded.clear()
    return found


def _line(text: str, position: int) -> str:
    begin, end = text.rfind("\n", 0, position) + 1, text.find("\n", position)
    return text[begin : end if end >= 0 else None][:500]
