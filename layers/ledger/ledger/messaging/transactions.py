"""Events of transactions. The relay makes them of the ledger's entries, so that a posting writes none."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

from ledger.core import accounts
from ledger.core.money import Money
from ledger.messaging import bus
from ledger.messaging.events import PostedEntry, TransactionPosted
from ledger.storage import sessions
from ledger.storage.lifetimes import RELAY
from ledger.storage.sessions import Budget, Origin, Row

LEASE: Final = "select * from lease_transactions(%s, %s, %s)"
READ: Final = "select * from transactions_between(%s, %s, %s, %s, %s)"
ADVANCE: Final = "select advance_reader(%s, %s, %s, %s, %s, %s)"
"""The statements of a reader: see functions/messaging/transactions.sql."""
BUS: Final = "bus"
"""The reader that publishes events."""
_KEY: Final = ("xid", "tenant_id", "transaction_id")
"""The order of transactions."""
_BEGINNING: Final = ("", UUID(int=0))
"""A tenant and a transaction before all others of an xid."""


type Place = tuple[int, str, UUID]
"""An xid, of which everything after a tenant and a transaction is left to read."""


class Placed(NamedTuple):
    """The event of a transaction with its place in the order of transactions."""

    place: Place
    event: TransactionPosted


def relay(budget: Budget, batch: int = 1000, lease_s: float = 60.0, reserve_s: float = 0.0) -> int:
    """Publish the events of the next transactions of all tenants, or of fewer if the time is up.

    An event that the bus refuses by itself waits in the outbox. While the bus is unavailable, nothing is stored: the
    next relay reads the same transactions again.

    batch: how many entries; of a database transaction with more, all. lease_s: the seconds for which the transactions
    belong to this relay. reserve_s: the seconds of the budget to leave. Returns the number of transactions whose events
    are published or wait in the outbox.
    """
    while leased := sessions.rows(LEASE, (BUS, batch, lease_s), RELAY, budget):
        (lease,) = leased
        entries = sessions.rows(READ, (BUS, *beginning(lease), lease["until_xid"]), RELAY, budget)
        if entries:
            return _publish(lease, entries, budget, lease_s / 10, reserve_s)
        _advance(lease, end(lease), [], budget)
        if not lease["has_more"] or budget.remaining() <= reserve_s:
            break
    return 0


def age(reader: str, origin: Origin, budget: Budget) -> Row:
    """waiting: number of transactions, of any tenant, that a reader has not read yet, among the next 10,000 xids.
    seconds: age of the oldest of them.
    """
    (row,) = sessions.rows("select * from transactions_age(%s)", (reader,), origin, budget)
    return row


def _publish(lease: Row, entries: list[Row], budget: Budget, timeout_s: float, reserve_s: float) -> int:
    place, last = end(lease), beginning(lease)
    published = 0
    refused: list[dict[str, Any]] = []
    for chunk in bus.chunks((one, bus.entry(one.event.TYPE, one.event.model_dump_json())) for one in placed(entries)):
        errors = None if budget.remaining() <= reserve_s else _put([entry for _, entry in chunk], timeout_s)
        if errors is None:
            place = last
            break
        sent = [one for one, _ in chunk]
        last = sent[-1].place
        published += len(sent)
        refused += [
            one.event.as_row() | {"tenant_id": one.event.tenant_id, "error": error}
            for one, error in zip(sent, errors, strict=True)
            if error is not None
        ]
    _advance(lease, place, refused, budget)
    return published


def beginning(lease: Row) -> Place:
    """The place after which a lease begins."""
    return lease["next_xid"], lease["after_tenant"], lease["after_transaction"]


def end(lease: Row) -> Place:
    """The place at which a lease ends."""
    return lease["until_xid"], *_BEGINNING


def placed(entries: Iterable[Row]) -> Iterator[Placed]:
    """The events of transactions. entries: rows of READ, in their order."""
    return (Placed(key, _event(list(rows))) for key, rows in groupby(entries, itemgetter(*_KEY)))


def _event(entries: list[Row]) -> TransactionPosted:
    first = entries[0]
    return TransactionPosted(
        event_id=first["transaction_id"],
        tenant_id=first["tenant_id"],
        transaction_id=first["transaction_id"],
        kind=first["kind"],
        reason=first["reason"],
        meta=first["meta"],
        entries=[_entry(entry) for entry in entries],
        posted_at=first["posted_at"],
    )


def _entry(entry: Row) -> PostedEntry:
    is_person = entry["owner_kind"] == "person"
    currency, after = entry["currency"], entry["balance_after"]
    return PostedEntry(
        wallet_id=entry["wallet_id"],
        owner_id=entry["owner_id"] if is_person else None,
        account=None if is_person else accounts.name(entry["owner_kind"], entry["owner_id"]),
        currency=currency,
        amount=Money(entry["amount"], currency),
        balance_after=None if after is None else Money(after, currency),
    )


def _advance(lease: Row, place: Place, refused: list[dict[str, Any]], budget: Budget) -> None:
    """End a lease at a place. refused: events as advance_reader() takes them."""
    params = (BUS, lease["leased_until"], *place, json.dumps(refused))
    sessions.rows(ADVANCE, params, RELAY, budget)


def _put(entries: list[bus.Entry], timeout_s: float) -> list[str | None] | None:
    """As bus.put; None if the bus is unavailable."""
    try:
        return bus.put(entries, timeout_s)
    except bus.BusUnavailable:
        return None
