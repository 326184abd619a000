"""Verifies webhooks, which Purser signs as Standard Webhooks describes (https://www.standardwebhooks.com)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError
from standardwebhooks import Webhook, WebhookVerificationError


class InvalidWebhook(Exception):
    """The message is not from Purser, was changed, or was sent more than five minutes ago. Answer it with 401."""


class WebhookEvent(BaseModel):
    """An event. event_id: the same at each delivery; remember it in the transaction of the effect.

    type: docs/events/ describes the data of each.
    """

    event_id: str
    type: str
    timestamp: datetime
    data: dict[str, Any]


def verify_webhook(secret: str, headers: Mapping[str, str], body: bytes) -> WebhookEvent:
    """Verify a message and return its event. secret: `whsec_…`. headers: all of the request. body: as it was received.

    Raises InvalidWebhook, and ValueError if `secret` is no secret.
    """
    webhook = Webhook(secret)
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        content = webhook.verify(body, lower)
        return WebhookEvent.model_validate({**content, "event_id": lower["webhook-id"]})
    except (WebhookVerificationError, ValidationError, ValueError, TypeError) as error:
        raise InvalidWebhook(str(error)) from error
