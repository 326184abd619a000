"""The hash of a request, which shows whether an idempotency key is repeated with the same request."""

import hashlib
import json
from decimal import Decimal
from typing import Any, Final


def fingerprint(operation: str, payload: object) -> bytes:
    """A hash that is equal for two requests with the same operation and the same payload.

    operation: method and route. payload: the parsed path, query and body, with defaults. `5`, `"5"` and `"5.00"` are
    the same amount.
    """
    return hashlib.sha256(_canonical([operation, payload]).encode()).digest()


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


_canonical: Final = json.JSONEncoder(default=_plain, sort_keys=True, separators=(",", ":")).encode
