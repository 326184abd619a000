"""The authentication code of a request that waits for a second person.

Whoever can write to the database can change what waits there, or add to it. The key of the code is not in the database
(decisions/0109).
"""

import hmac
import json
import os
from collections.abc import Mapping
from typing import Any, Final

_AUTHENTICATED: Final = (
    *("tenant_id", "approval_id", "kind", "subject", "amount", "currency", "payload"),
    *("requested_by", "idempotency_key"),
)


def code(request: Mapping[str, Any]) -> bytes:
    """The HMAC-SHA-256 of a request, 32 bytes. request: by column of `approvals`; payload: as text; amount: in minor
    units."""
    if not (key := os.environ["APPROVAL_KEY"]):
        raise RuntimeError("APPROVAL_KEY is empty")
    values = [None if request[name] is None else str(request[name]) for name in _AUTHENTICATED]
    return hmac.digest(key.encode(), json.dumps(values).encode(), "sha256")


def is_genuine(stored: Mapping[str, Any]) -> bool:
    """Whether a stored request is the one that was requested. stored: as `code` takes it, and its code as `mac`."""
    return stored["mac"] is not None and hmac.compare_digest(stored["mac"], code(stored))
