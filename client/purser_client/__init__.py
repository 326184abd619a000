"""A typed client of Purser. A write has an idempotency key, and is repeated with it until its outcome is known."""

from purser_client import models
from purser_client.clients import AsyncPurser, Purser
from purser_client.errors import NoAnswer, OutcomeUnknown, PurserError, Refused
from purser_client.stream import StreamedCashOut
from purser_client.webhooks import InvalidWebhook, WebhookEvent, verify_webhook

__all__ = [
    "AsyncPurser",
    "InvalidWebhook",
    "NoAnswer",
    "OutcomeUnknown",
    "Purser",
    "PurserError",
    "Refused",
    "StreamedCashOut",
    "WebhookEvent",
    "models",
    "verify_webhook",
]
