"""Verifies webhooks, which Purser signs as Standard Webhooks describes (https://www.standardwebhooks.com)."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Protocol

from pydantic import BaseModel, ValidationError
from standardwebhooks import Webhook, WebhookVerificationError

_SECRET: Final = re.compile(r"whsec_(?:[A-Za-z0-9+/]{4}){6,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
"""At least 24 bytes in base64, as Standard Webhooks asks for."""


class InvalidWebhook(Exception):
    """The message is not from Purser, was changed, or was sent more than five minutes ago. Answer it with 401."""


class Headers(Protocol):
    """The headers of a request, as a dictionary or an email.message.Message, in any case."""

    def items(self) -> Iterable[tuple[str, str]]: ...


class WebhookEvent(BaseModel):
    """An event. event_id: the same at each delivery; remember it in the transaction of the effect.

    type: docs/events/ describes the data of each.
    """

    event_id: str
    type: str
    timestamp: datetime
    data: dict[str, Any]


def verify_webhook(secret: str, headers: Headers, body: bytes) -> WebhookEvent:
    """Verify a message and return its event. secret: `whsec_…`. headers: all of the request. body: as it was received.

    Raises InvalidWebhook, and ValueError if `secret` is no secret.
    """
    if not _SECRET.fullmatch(secret):
        raise ValueError("the secret of a webhook is whsec_ and at least 24 bytes in base64")
    webhook = Webhook(secret)
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        content = webhook.verify(body, lower)
        return WebhookEvent.model_validate({**content, "event_id": lower["webhook-id"]})
    except (WebhookVerificationError, ValidationError, ValueError, TypeError, AttributeError) as error:
        raise InvalidWebhook(str(error)) from error
