"""Ids that Purser makes: UUIDs, version 7 (RFC 9562, section 5.7), so that new rows stand side by side in an index."""

import secrets
import time
from uuid import UUID

_RANDOM_BITS = 74


def new_id() -> UUID:
    """Milliseconds, then randomness. Python has its own from 3.14 on."""
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(_RANDOM_BITS)
    high, low = random >> 62, random & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def entry_id(transaction_id: UUID, entry_number: int) -> UUID:
    """The transaction's id with its last four bytes replaced by the entry's number, as entry_id() in SQL."""
    return UUID(bytes=transaction_id.bytes[:12] + entry_number.to_bytes(4))
