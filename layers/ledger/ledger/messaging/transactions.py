"""Events of transactions. The relay makes them of the ledger's entries, so that a posting writes none."""

import json
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
from ledger.storage.sessions import Budget, Row

_READER: Final = "bus"
_KEY: Final = ("xid", "tenant_id", "transaction_id")
"""The order of transactions."""
_BEGINNING: Final = ("", UUID(int=0))
"""A tenant and a transaction before all others of an xid."""


class _Placed(NamedTuple):
    """The event of a transaction with its place in the order of transactions."""

    place: tuple[int, str, UUID]
    event: TransactionPosted


def relay(budget: Budget, batch: int = 1000, lease_s: float = 60.0, reserve_s: float = 0.0) -> int:
    """Publish the events of the next transactions of all tenants, or of fewer if the time is up.

    An event that the bus refuses by itself waits in the outbox. While the bus is unavailable, nothing is stored: the
    next relay reads the same transactions again.

    batch: how many entries; of a database transaction with more, all. lease_s: the seconds for which the transactions
    belong to this relay. reserve_s: the seconds of the budget to leave. Returns the number of transactions whose events
    are published or wait in the outbox.
    """
    while leased := sessions.rows(
        "select * from lease_transactions(%s, %s, %s)", (_READER, batch, lease_s), RELAY, budget
    ):
        (lease,) = leased
        entries = sessions.rows(
            "select * from transactions_between(%s, %s, %s, %s)",
            (lease["next_xid"], lease["after_tenant"], lease["after_transaction"], lease["until_xid"]),
            RELAY,
            budget,
        )
        if entries:
            return _publish(lease, entries, budget, lease_s / 10, reserve_s)
        _advance(lease, (lease["until_xid"], *_BEGINNING), [], budget)
        if not lease["has_more"] or budget.remaining() <= reserve_s:
            break
    return 0


def age(budget: Budget) -> Row:
    """waiting: number of transactions, of any tenant, that were not read yet, among the next 10,000 xids.
    seconds: age of the oldest of them.
    """
    (row,) = sessions.rows("select * from transactions_age(%s)", (_READER,), RELAY, budget)
    return row


def _publish(lease: Row, entries: list[Row], budget: Budget, timeout_s: float, reserve_s: float) -> int:
    place = (lease["until_xid"], *_BEGINNING)
    last = (lease["next_xid"], lease["after_tenant"], lease["after_transaction"])
    published = 0
    refused: list[dict[str, Any]] = []
    placed = (_Placed(key, _event(list(rows))) for key, rows in groupby(entries, itemgetter(*_KEY)))
    for chunk in bus.chunks((one, bus.entry(one.event.TYPE, one.event.model_dump_json())) for one in placed):
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


def _event(entries: list[Row]) -> TransactionPosted:
    first = entries[0]
    return TransactionPosted(
        event_id=first["transaction_id"],
        tenant_id=first["tenant_id"],
        transaction_id=first["transaction_id"],
        kind=first["kind"],
        reason=first["kind"],
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


def _advance(lease: Row, place: tuple[int, str, UUID], refused: list[dict[str, Any]], budget: Budget) -> None:
    """End a lease. place: an xid, of which everything after a tenant and a transaction is left to read. refused: events
    as advance_reader() takes them.
    """
    params = (_READER, lease["leased_until"], *place, json.dumps(refused))
    sessions.rows("select advance_reader(%s, %s, %s, %s, %s, %s)", params, RELAY, budget)


def _put(entries: list[bus.Entry], timeout_s: float) -> list[str | None] | None:
    """As bus.put; None if the bus is unavailable."""
    try:
        return bus.put(entries, timeout_s)
    except bus.BusUnavailable:
        return None
