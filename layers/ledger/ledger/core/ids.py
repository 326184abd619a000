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


def entry_id(transaction_id: UUID, number: int) -> UUID:
    """The id of a transaction's entry: the transaction's id, its last four bytes replaced by the entry's number.

    The SQL function entry_id() computes the same.
    """
    return UUID(bytes=transaction_id.bytes[:12] + number.to_bytes(4))
