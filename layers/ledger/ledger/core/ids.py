"""Ids that Purser creates: UUIDs of version 7 (RFC 9562, section 5.7), so that new rows are adjacent in an index."""

import secrets
import time
from uuid import UUID

_RANDOM_BITS = 74


def new_id() -> UUID:
    """A UUID of the current time in milliseconds and random bits. Python 3.14 has `uuid.uuid7` for this."""
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(_RANDOM_BITS)
    high, low = random >> 62, random & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def first_id(at: float) -> UUID:
    """The lowest id of a time. at: in seconds since 1970; before, it is the lowest of all."""
    return UUID(int=max(0, int(at * 1000)) << 80)


def entry_id(transaction_id: UUID, entry_number: int) -> UUID:
    """The transaction's id with its last four bytes replaced by the entry's number. entry_id() in SQL does the same."""
    return UUID(bytes=transaction_id.bytes[:12] + entry_number.to_bytes(4))
