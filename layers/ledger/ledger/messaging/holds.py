"""Events of holds. A hold writes none: the relay finds its changes and writes their events to the outbox."""

from collections import defaultdict

from ledger.core import accounts
from ledger.core.ids import new_id
from ledger.core.money import Money
from ledger.messaging import outbox
from ledger.messaging.events import HoldChanged, HoldDestination
from ledger.storage import sessions
from ledger.storage.lifetimes import RELAY
from ledger.storage.sessions import Budget, Row, Session


def read(budget: Budget, changes: int = 500) -> tuple[int, bool]:
    """Read the next changes of the holds of all tenants, and write an event for each. Both are one database
    transaction, so that no event is lost or doubled.

    changes: how many; of a database transaction with more, all. Returns the number of events, and whether there is
    more to read.
    """
    return sessions.write(lambda session: _read(session, changes), RELAY, budget)


def age(budget: Budget) -> Row:
    """waiting: number of changes of holds, of any tenant, that were not read yet, among the next 10,000 xids. seconds:
    age of the oldest of them.
    """
    (row,) = sessions.rows("select * from hold_changes_age()", (), RELAY, budget)
    return row


def _read(session: Session, changes: int) -> tuple[int, bool]:
    found = session.value("select read_hold_changes(%s)", (changes,))
    by_tenant: dict[str, list[HoldChanged]] = defaultdict(list)
    for row in found["changes"]:
        by_tenant[row["tenant_id"]].append(_event(row))
    for tenant_id, events in by_tenant.items():
        session.act_in_tenant(tenant_id)
        outbox.emit(session, events)
    return len(found["changes"]), found["has_more"]


def _event(row: Row) -> HoldChanged:
    amounts = {name: row[name] for name in ("amount", "captured", "capture_amount")}
    amounts["remaining"] = row["amount"] - row["captured"] if row["status"] == "pending" else 0
    texts = {name: None if minor is None else Money(minor, row["currency"]) for name, minor in amounts.items()}
    return HoldChanged(**{**row, **texts, "event_id": new_id(), "to": _destination(row)})


def _destination(row: Row) -> HoldDestination | None:
    kind, owner_id = row["to_kind"], row["to_owner"]
    if kind is None:
        return None
    is_person = kind == "person"
    return HoldDestination(
        owner_id=owner_id if is_person else None, account=None if is_person else accounts.name(kind, owner_id)
    )
