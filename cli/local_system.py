"""The local system at PORT, as the commands call it."""

import os
from typing import Final

LOCAL_PORT: Final = "8080"


def address() -> str:
    """The address of the local system, which may not be running."""
    return f"http://127.0.0.1:{os.environ.get('PORT') or LOCAL_PORT}"
