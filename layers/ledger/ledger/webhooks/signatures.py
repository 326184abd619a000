"""Signatures of webhooks, as Standard Webhooks has them (https://www.standardwebhooks.com, version 1.0.0)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

_SECRET_BYTES: Final = 32
"""The specification asks for 24 to 64."""


def new_secret() -> bytes:
    """A random secret."""
    return secrets.token_bytes(_SECRET_BYTES)


def text(secret: bytes) -> str:
    """The secret as a receiver sets it up."""
    return "whsec_" + base64.b64encode(secret).decode()


def headers(message_id: UUID, at: datetime, body: str, signing: Sequence[bytes]) -> dict[str, str]:
    """The headers of a message. at: the time of the attempt. signing: the secrets; a receiver needs one of them."""
    seconds = str(int(at.timestamp()))
    content = f"{message_id}.{seconds}.{body}".encode()
    signatures = [base64.b64encode(hmac.digest(secret, content, hashlib.sha256)).decode() for secret in signing]
    return {
        "webhook-id": str(message_id),
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
