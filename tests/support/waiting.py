"""Waiting for other processes."""

import time
from collections.abc import Callable
from typing import Final

HANG_S: Final = 300.0
"""When a test gives up on a process that hangs. It is far more than ten times what anything takes that waits for it, so
that a busy machine fails no test."""
_POLL_S: Final = 0.02


def eventually(condition: Callable[[], object]) -> bool:
    """Wait until the condition is true. Returns whether it became true within HANG_S."""
    deadline = time.monotonic() + HANG_S
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_S)
    return True
