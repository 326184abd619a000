"""Monitors: tell that a balance crossed a bound. A posting does not look at them; the relay looks at its entries."""

from collections import defaultdict
from typing import Any, Final, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ledger.core import accounts, errors
from ledger.core.accounts import Account
from ledger.core.ids import new_id
from ledger.core.lists import Listing, Page
from ledger.core.models import (
    Answer,
    CurrencyCode,
    ExternalId,
    MoneyText,
    OfTenant,
    OwnerId,
    Request,
    SignedAmount,
    Timestamp,
)
from ledger.core.money import Money
from ledger.messaging import outbox
from ledger.messaging.events import BalanceCrossed
from ledger.storage import sessions
from ledger.storage.lifetimes import RELAY
from ledger.storage.paging import Paging
from ledger.storage.sessions import Budget, Row, Session

_FIELDS: Final = "monitor_id, owner_kind, owner_id, currency, below, above, changed_by, changed_at"


class ListQuery(OfTenant, Page):
    """owner_id, account: only the monitors of this person or account."""

    owner_id: OwnerId | None = None
    account: Account | None = None

    @model_validator(mode="after")
    def _one_at_most(self) -> Self:
        if self.owner_id is not None and self.account is not None:
            raise PydanticCustomError("monitor", "Name owner_id or account, not both.")
        return self


class MonitorUpdate(Request):
    """What to monitor: the balance, in one currency, of a person (owner_id) or an account (house, treasury, bank,
    agent:AGENT_ID, tenant:TENANT_ID). Where nothing was posted yet it is zero.

    below, above: the bound, of which a transaction takes the balance below or above. One of both.
    """

    owner_id: OwnerId | None = None
    account: Account | None = None
    currency: CurrencyCode
    below: SignedAmount | None = None
    above: SignedAmount | None = None

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        problems = []
        if (self.owner_id is None) == (self.account is None):
            problems.append("Name either owner_id or account.")
        if (self.below is None) == (self.above is None):
            problems.append("Name either below or above.")
        if problems:
            raise PydanticCustomError("monitor", " ".join(problems))
        return self

    @property
    def owner(self) -> tuple[str, str]:
        """The kind and the id of the owner."""
        return accounts.owner(self.account) if self.account is not None else ("person", self.owner_id or "")


class Monitor(Answer):
    """A monitor of the balance of a person (owner_id) or an account, in one currency. below, above: its bound; the
    other one is null. changed_by, changed_at: the last change."""

    tenant_id: str
    monitor_id: str
    owner_id: str | None
    account: str | None
    currency: str
    below: MoneyText | None
    above: MoneyText | None
    changed_by: str
    changed_at: Timestamp

    @classmethod
    def of(cls, tenant_id: str, row: Row) -> Self:
        return cls(**{**row, **_subject(row), "tenant_id": tenant_id})


def listing(session: Session, tenant_id: str, query: ListQuery) -> Listing[Monitor]:
    """A tenant's monitors, by their ids. Raises InvalidRequest as Paging does."""
    kind, owner_id = accounts.owner(query.account) if query.account is not None else ("person", query.owner_id)
    of_owner = "" if owner_id is None else "and m.owner_kind = %(kind)s and m.owner_id = %(owner)s"
    page = Paging(
        *(session, query, {"tenant": tenant_id, "kind": kind, "owner": owner_id}, "m.monitor_id"), newest_first=False
    )
    found = session.one(
        f"""
        select (select count(*) from monitors m where m.tenant_id = %(tenant)s {of_owner}) as total_count,
               array(
                    select to_json(page)
                    from (
                        select {_FIELDS}, {page.column} from monitors m
                        where m.tenant_id = %(tenant)s {of_owner} {page.part}
                    ) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    items = page.items(found["items"], lambda item: Monitor.of(tenant_id, item))
    return Listing[Monitor].of(items, found["total_count"], query)


def get_monitor(session: Session, tenant_id: str, monitor_id: str) -> Monitor:
    """Raises MonitorNotFound."""
    row = session.row(
        f"select {_FIELDS} from monitors where tenant_id = %s and monitor_id = %s",  # noqa: S608  (of constants only)
        (tenant_id, monitor_id),
    )
    return _found(tenant_id, row)


def set_monitor(session: Session, tenant_id: str, monitor_id: ExternalId, request: MonitorUpdate) -> Monitor:
    """Set a monitor. It looks at what is posted from now on. Raises InvalidAmount, TooManyMonitors."""
    session.send(
        "select set_monitor(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            tenant_id,
            monitor_id,
            *request.owner,
            request.currency,
            request.below,
            request.above,
            session.origin.principal,
            session.origin.request_id,
        ),
    )
    return get_monitor(session, tenant_id, monitor_id)


def delete_monitor(session: Session, tenant_id: str, monitor_id: ExternalId) -> Monitor:
    """Returns what it was. Raises MonitorNotFound."""
    row = session.row(
        f"select {_FIELDS} from delete_monitor(%s, %s, %s, %s)",  # noqa: S608  (of constants only)
        (tenant_id, monitor_id, session.origin.principal, session.origin.request_id),
    )
    return _found(tenant_id, row)


def watch(budget: Budget, xids: int = 1000) -> tuple[int, bool]:
    """Look at the entries of the next database transactions, of all tenants, and write an event for each bound that a
    balance crossed. Both are one database transaction, so that no event is lost or doubled.

    xids: how many. Returns the number of events, and whether there is more to look at.
    """
    return sessions.write(lambda session: _look(session, xids), RELAY, budget)


def _look(session: Session, xids: int) -> tuple[int, bool]:
    found = session.value("select watch_balances(%s)", (xids,))
    by_tenant: dict[str, list[BalanceCrossed]] = defaultdict(list)
    for row in found["crossed"]:
        by_tenant[row["tenant_id"]].append(BalanceCrossed(**{**row, **_subject(row), "event_id": new_id()}))
    for tenant_id, events in by_tenant.items():
        session.act_in_tenant(tenant_id)
        outbox.emit(session, events)
    return len(found["crossed"]), found["has_more"]


def _subject(row: Row) -> dict[str, Any]:
    """Whose balance it is, and its amounts, as answers and events have them."""
    is_person = row["owner_kind"] == "person"
    amounts = {name: row[name] for name in ("below", "above", "balance") if name in row}
    return {
        "owner_id": row["owner_id"] if is_person else None,
        "account": None if is_person else accounts.name(row["owner_kind"], row["owner_id"]),
        **{name: None if minor is None else Money(minor, row["currency"]) for name, minor in amounts.items()},
    }


def _found(tenant_id: str, row: Row | None) -> Monitor:
    if row is None:
        raise errors.MonitorNotFound
    return Monitor.of(tenant_id, row)
