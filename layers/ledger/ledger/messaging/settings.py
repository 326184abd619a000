"""Settings of events: which a tenant has published."""

from typing import Self

from ledger.core.models import Answer, Request, Timestamp
from ledger.storage.sessions import Row, Session


class EventSettingsUpdate(Request):
    """transactions: whether a `TransactionPosted` is published for each of the tenant's transactions. holds: whether a
    `HoldChanged` is published for each change of the tenant's holds."""

    transactions: bool
    holds: bool = True


class EventSettings(Answer):
    """transactions: whether a `TransactionPosted` is published for each of the tenant's transactions. holds: whether a
    `HoldChanged` is published for each change of the tenant's holds. changed_by, changed_at: the last change; null if
    nobody has set it, so that they are published."""

    tenant_id: str
    transactions: bool
    holds: bool
    changed_by: str | None
    changed_at: Timestamp | None

    @classmethod
    def of(cls, tenant_id: str, row: Row | None) -> Self:
        unset = {"transactions": True, "holds": True, "changed_by": None, "changed_at": None}
        return cls(tenant_id=tenant_id, **(row or unset))


def get_settings(session: Session, tenant_id: str) -> EventSettings:
    """Which events a tenant has published."""
    row = session.row(
        "select transactions, holds, changed_by, changed_at from event_settings where tenant_id = %s", (tenant_id,)
    )
    return EventSettings.of(tenant_id, row)


def set_settings(session: Session, tenant_id: str, request: EventSettingsUpdate) -> EventSettings:
    """Set which events a tenant has published, of everything that the relay has not read yet."""
    session.send(
        "select set_event_settings(%s, %s, %s, %s, %s)",
        (tenant_id, request.transactions, request.holds, session.origin.principal, session.origin.request_id),
    )
    return get_settings(session, tenant_id)
