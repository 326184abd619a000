"""The deliveries of a webhook as its tenant sees them: which succeeded, a test, and one that is sent again."""

from typing import Final, Literal, Self
from uuid import UUID

from ledger.core import errors
from ledger.core.lists import Listing, Page
from ledger.core.models import Answer, OfTenant, Timestamp
from ledger.storage.paging import Paging
from ledger.storage.sessions import Row, Session
from ledger.webhooks import webhooks
from ledger.webhooks.attempts import Error

Status = Literal["waiting", "delivered", "failed"]

_FIELDS: Final = """
    webhook_id, delivery_id, event_id, type, status, attempts, http_status, error, occurred_at, created_at, resent_at,
    answered_at, next_attempt_at, delivered_at
"""
_CONDITIONS: Final[dict[Status, str]] = {
    "waiting": "d.due_at is not null",
    "delivered": "d.delivered_at is not null",
    "failed": "d.due_at is null and d.delivered_at is null",
}
"""As the view computes the status, and as the indexes have it."""


class DeliveriesQuery(OfTenant, Page):
    """A page of a webhook's deliveries. status: only those."""

    status: Status | None = None


class Delivery(Answer):
    """A delivery of an event to a webhook. event_id: the message's `webhook-id`. type: of the event, or `WebhookTest`.
    status: `waiting`, while attempts go on. http_status, error: the result of the last attempt that has one, which came
    at answered_at: an HTTP status, or why there was none. next_attempt_at: not before then; while an attempt is under
    way, when it counts as lost. occurred_at: the time of the event. resent_at: when it was sent again last."""

    tenant_id: str
    webhook_id: UUID
    delivery_id: UUID
    event_id: UUID
    type: str
    status: Status
    attempts: int
    http_status: int | None
    error: Error | None
    occurred_at: Timestamp
    created_at: Timestamp
    resent_at: Timestamp | None
    answered_at: Timestamp | None
    next_attempt_at: Timestamp | None
    delivered_at: Timestamp | None

    @classmethod
    def of(cls, tenant_id: str, row: Row) -> Self:
        return cls(**{**row, "tenant_id": tenant_id})


def listing(session: Session, tenant_id: str, webhook_id: UUID, query: DeliveriesQuery) -> Listing[Delivery]:
    """A webhook's deliveries of the last seven days, newest first.

    Raises WebhookNotFound, and InvalidRequest as Paging does.
    """
    webhooks.get_webhook(session, tenant_id, webhook_id)
    where = "d.tenant_id = %(tenant)s and d.webhook_id = %(webhook)s"
    where += "" if query.status is None else f" and {_CONDITIONS[query.status]}"
    page = Paging(session, query, {"tenant": tenant_id, "webhook": webhook_id}, "d.delivery_id")
    found = session.one(
        f"""
        select (select count(*) from delivery_details d where {where}) as total_count,
               array(
                    select to_json(page)
                    from (
                        select {_FIELDS}, {page.column} from delivery_details d where {where} {page.part}
                    ) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    items = page.items(found["items"], lambda item: Delivery.of(tenant_id, item))
    return Listing[Delivery].of(items, found["total_count"], query)


def send_test(session: Session, tenant_id: str, webhook_id: UUID) -> Delivery:
    """Send a test to a webhook, with the next run, before everything that waits.

    Raises WebhookNotFound, WebhookDisabled.
    """
    delivery_id = session.value("select write_test(%s, %s)", (tenant_id, webhook_id))
    if delivery_id is None:
        raise errors.WebhookNotFound
    return _delivery(session, tenant_id, delivery_id)


def resend(session: Session, tenant_id: str, webhook_id: UUID, delivery_id: UUID) -> Delivery:
    """Send a delivery again, whatever became of it, with the next run, before everything that waits.

    Raises DeliveryNotFound, WebhookDisabled.
    """
    if session.value("select resend_delivery(%s, %s, %s)", (tenant_id, webhook_id, delivery_id)) is None:
        raise errors.DeliveryNotFound
    return _delivery(session, tenant_id, delivery_id)


def _delivery(session: Session, tenant_id: str, delivery_id: UUID) -> Delivery:
    query = f"select {_FIELDS} from delivery_details where tenant_id = %s and delivery_id = %s"  # noqa: S608  (of constants only)
    return Delivery.of(tenant_id, session.one(query, (tenant_id, delivery_id)))
