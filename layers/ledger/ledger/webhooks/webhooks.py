"""Webhooks: the URLs to which a tenant has its events sent."""

from typing import Annotated, Final, Literal, Self, get_args
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from ledger.core import errors
from ledger.core.ids import new_id
from ledger.core.lists import Listing, Page
from ledger.core.models import Answer, OfTenant, Request, Timestamp
from ledger.core.text import Description
from ledger.storage.paging import Paging
from ledger.storage.sessions import Row, Session
from ledger.webhooks import addresses, signatures

EventType = Literal[
    "TransactionPosted",
    "BalanceCrossed",
    "HoldChanged",
    "CashOutRecorded",
    "TopupInvoiced",
    "InvoiceVoided",
    "TopupCompleted",
    "LowBalance",
    "PaymentMethodChanged",
    "ContactChanged",
    "WebhookFailing",
    "DriftDetected",
]
"""Every event that Purser publishes about a tenant."""

_FIELDS: Final = """
    webhook_id, url, types, description, case when disabled then 'disabled' else status end as status, created_by,
    created_at, rotated_at
"""


def _url(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("url", "A URL is a text.")
    try:
        addresses.endpoint(value, local=addresses.reaches_this_machine())
    except ValueError as problem:
        raise PydanticCustomError("url", "{problem}", {"problem": str(problem)}) from problem
    return value


def _distinct(types: list[EventType]) -> list[EventType]:
    if len(set(types)) < len(types):
        raise PydanticCustomError("types", "Name each type once.")
    return types


class ListQuery(OfTenant, Page):
    """A page of a tenant's webhooks."""


_Url = Annotated[str, BeforeValidator(_url), WithJsonSchema({"type": "string", "format": "uri", "maxLength": 2048})]
_Types = Annotated[list[EventType], Field(min_length=1, max_length=len(get_args(EventType))), AfterValidator(_distinct)]


class WebhookCreate(Request):
    """url: https, with a public host. types: of the events to send."""

    url: _Url
    types: _Types
    description: Description | None = None


class WebhookUpdate(Request):
    """What to change; what is absent or null stays. types, disabled: count for events that are read from then on,
    within a minute of their commit. disabled: true begins no attempt any more; events of that time are not sent later,
    and what waits goes on when it is false again. rotate: true makes a new secret; for 24 hours the former one signs
    too."""

    url: _Url | None = None
    types: _Types | None = None
    description: Description | None = None
    disabled: bool | None = None
    rotate: bool = False


class Webhook(Answer):
    """A webhook. status: `failing`, if a delivery was tried for 24 hours without success, and none has succeeded since;
    events are still sent then. `disabled`: none is sent. rotated_at: when its secret was replaced last."""

    tenant_id: str
    webhook_id: UUID
    url: str
    types: list[EventType]
    description: str | None
    status: Literal["active", "failing", "disabled"]
    created_by: str
    created_at: Timestamp
    rotated_at: Timestamp | None

    @classmethod
    def of(cls, tenant_id: str, row: Row, **more: str | None) -> Self:
        return cls(**{**row, **more, "tenant_id": tenant_id})


class WebhookCreated(Webhook):
    """secret: verifies what is sent (Standard Webhooks). No other answer shows it."""

    secret: str


class WebhookUpdated(Webhook):
    """secret: the new one, if it was rotated. No other answer shows it."""

    secret: str | None


def listing(session: Session, tenant_id: str, query: ListQuery) -> Listing[Webhook]:
    """A tenant's webhooks, in the order of their creation. Raises InvalidRequest as Paging does."""
    page = Paging(session, query, {"tenant": tenant_id}, "w.webhook_id", newest_first=False)
    found = session.one(
        f"""
        select (select count(*) from webhooks w where w.tenant_id = %(tenant)s and w.deleted_at is null) as total_count,
               array(
                    select to_json(page)
                    from (
                        select {_FIELDS}, {page.column} from webhooks w
                        where w.tenant_id = %(tenant)s and w.deleted_at is null {page.part}
                    ) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    items = page.items(found["items"], lambda item: Webhook.of(tenant_id, item))
    return Listing[Webhook].of(items, found["total_count"], query)


def get_webhook(session: Session, tenant_id: str, webhook_id: UUID) -> Webhook:
    """Raises WebhookNotFound."""
    return Webhook.of(tenant_id, _row(session, tenant_id, webhook_id))


def create_webhook(session: Session, tenant_id: str, request: WebhookCreate) -> WebhookCreated:
    """Create a webhook, which is sent what is read from now on. Raises TooManyWebhooks."""
    webhook_id, secret = new_id(), signatures.new_secret()
    session.send(
        "select create_webhook(%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            tenant_id,
            webhook_id,
            request.url,
            request.types,
            request.description,
            secret,
            session.origin.principal,
            session.origin.request_id,
        ),
    )
    return WebhookCreated.of(tenant_id, _row(session, tenant_id, webhook_id), secret=signatures.text(secret))


def update_webhook(session: Session, tenant_id: str, webhook_id: UUID, request: WebhookUpdate) -> WebhookUpdated:
    """Change a webhook. Attempts that are under way stay as they are. Raises WebhookNotFound."""
    secret = signatures.new_secret() if request.rotate else None
    row = session.row(
        f"select {_FIELDS} from update_webhook(%s, %s, %s, %s, %s, %s, %s, %s, %s)",  # noqa: S608  (of constants only)
        (
            tenant_id,
            webhook_id,
            request.url,
            request.types,
            request.description,
            request.disabled,
            secret,
            session.origin.principal,
            session.origin.request_id,
        ),
    )
    if row is None:
        raise errors.WebhookNotFound
    return WebhookUpdated.of(tenant_id, row, secret=None if secret is None else signatures.text(secret))


def delete_webhook(session: Session, tenant_id: str, webhook_id: UUID) -> Webhook:
    """Delete a webhook with what waits for it. Returns what it was. Raises WebhookNotFound."""
    row = session.row(
        f"select {_FIELDS} from delete_webhook(%s, %s, %s, %s)",  # noqa: S608  (of constants only)
        (tenant_id, webhook_id, session.origin.principal, session.origin.request_id),
    )
    if row is None:
        raise errors.WebhookNotFound
    return Webhook.of(tenant_id, row)


def _row(session: Session, tenant_id: str, webhook_id: UUID) -> Row:
    row = session.row(
        f"""
        select {_FIELDS} from webhooks where tenant_id = %s and webhook_id = %s and deleted_at is null
        """,  # noqa: S608  (composed of constants only)
        (tenant_id, webhook_id),
    )
    if row is None:
        raise errors.WebhookNotFound
    return row
