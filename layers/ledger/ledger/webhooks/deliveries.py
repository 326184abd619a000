"""Deliveries of events to webhooks: they are written from what was committed, and leased for one attempt after another.

An attempt is signed here and put on a queue, from which the sender takes it, outside the network. Its result comes back
through a second queue. An attempt without a result, as after a lost message, is made again when its lease ends.
"""

import json
import os
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from ledger.core.models import Answer, format_time
from ledger.messaging import queues, transactions
from ledger.storage import sessions
from ledger.storage.sessions import Budget, Origin, Row, Session
from ledger.webhooks import signatures
from ledger.webhooks.attempts import Attempt, Attempted

_DISPATCH: Final = Origin.across_tenants("webhooks_dispatch")
_READER: Final = "webhooks"
_RESERVE_S: Final = 15.0
"""Time kept for what follows, while deliveries are written or deleted."""
LEASE_S: Final = 300.0
SENT_WITHIN_S: Final = 200.0
"""An attempt that was not sent within this time is not sent any more, since it would overlap with the next one, and its
signature is too old for most receivers after five minutes. The rest of the lease is for its 10 s and its result."""
FORGET_ROWS: Final = 10_000
"""The number of old deliveries that one statement deletes."""

_random = random.SystemRandom()  # the system's: environments that start from one snapshot must not draw equal pauses


class Dispatched(Answer):
    """The result of a run. written: number of deliveries. attempts: number of them that were put on the queue.
    oldest_seconds: age of the oldest transaction that was not read, among the next 10,000 xids."""

    written: int
    attempts: int
    oldest_seconds: float

    @property
    def metrics(self) -> dict[str, float]:
        """Metrics by name. WebhooksAge has an alarm."""
        return {"WebhooksAge": self.oldest_seconds}


def run(budget: Budget, now: datetime) -> Dispatched:
    """Write the deliveries of the events that were committed since the last run, put the attempts that are due on the
    queue, notify tenants of webhooks that fail, and delete old deliveries.

    Raises QueueUnavailable; at the end of the run, what was raised for the first tenant that has no attempts therefore.
    """
    written, attempts, has_more = 0, 0, True
    failed: dict[str, Exception] = {}
    while has_more:
        more, has_more = write(budget, now)
        written += more
        attempts += _dispatch_due(budget, now, failed)  # here, so that nothing waits until all is written
        has_more = has_more and budget.remaining() > _RESERVE_S
    sessions.rows("select notify_failing(%s)", (now,), _DISPATCH, budget)
    unread = transactions.age(_READER, _DISPATCH, budget)
    forgotten = FORGET_ROWS
    while forgotten == FORGET_ROWS and budget.remaining() > _RESERVE_S:
        (deleted,) = sessions.rows("select forget_deliveries(%s, %s) as rows", (FORGET_ROWS, now), _DISPATCH, budget)
        forgotten = deleted["rows"]
    for failure in failed.values():
        raise failure
    return Dispatched(written=written, attempts=attempts, oldest_seconds=round(unread["seconds"], 3))


def write(budget: Budget, now: datetime, batch: int = 1000) -> tuple[int, bool]:
    """Write the deliveries of the events of the next database transactions, of all tenants, and count these as read.
    Both are one database transaction, so that no event is lost or doubled.

    batch: how many entries, as lease_transactions() takes it. Returns how many were written, and whether there is more.
    """
    return sessions.write(lambda session: _write(session, now, batch), _DISPATCH, budget)


def record(results: Iterable[Attempted], budget: Budget, now: datetime) -> list[tuple[Attempted, Exception]]:
    """Record the results of attempts, and put the next attempts of their tenants on the queue. A result that is
    recorded already has no effect.

    Returns the results that could not be recorded, each with the reason. Raises QueueUnavailable.
    """
    attempts: list[Attempt] = []
    failed: list[tuple[Attempted, Exception]] = []
    for result in results:
        try:
            attempts += sessions.write(partial(_record, result=result, now=now), _DISPATCH, budget)
        except Exception as failure:  # noqa: BLE001  (whatever it is, it stops no other tenant's result)
            failed.append((result, failure))
    queues.send(os.environ["ATTEMPTS_QUEUE"], attempts)
    return failed


def _write(session: Session, now: datetime, batch: int) -> tuple[int, bool]:
    lease = session.row(transactions.LEASE, (_READER, batch, LEASE_S))
    if lease is None:  # another run has it
        return 0, False
    first, *_ = beginning = transactions.beginning(lease)
    entries = session.rows(transactions.READ, (_READER, *beginning, lease["until_xid"]))
    posted = [
        event.as_row() | {"tenant_id": event.tenant_id, "occurred_at": event.posted_at.isoformat()}
        for _, event in transactions.placed(entries)
    ]
    written = session.value(
        "select write_deliveries(%s, %s, %s, %s)", (first, lease["until_xid"], json.dumps(posted), now)
    )
    session.send(transactions.ADVANCE, (_READER, lease["leased_until"], *transactions.end(lease), "[]"))
    return written, lease["has_more"]


def _dispatch_due(budget: Budget, now: datetime, failed: dict[str, Exception]) -> int:
    """Put the attempts that are due on the queue, for each tenant as many as it may have at once. Returns how many.

    failed: why tenants have no attempts in this run; those that fail here are added.
    """
    due = sessions.rows("select * from due_tenants(%s)", (now,), _DISPATCH, budget)
    _random.shuffle(due)  # if there is no time for all, none of them is always the last
    count = 0
    for tenant in due:
        if budget.remaining() <= sessions.MIN_REMAINING_S:
            break
        tenant_id = tenant["tenant_id"]
        if tenant_id in failed:
            continue
        try:
            attempts = sessions.write(partial(_lease, tenant_id=tenant_id, now=now), _DISPATCH, budget)
        except Exception as failure:  # noqa: BLE001  (whatever it is, it stops no other tenant)
            failed[tenant_id] = failure
            continue
        queues.send(os.environ["ATTEMPTS_QUEUE"], attempts)
        count += len(attempts)
    return count


def _record(session: Session, result: Attempted, now: datetime) -> list[Attempt]:
    session.act_in_tenant(result.tenant_id)
    counts = session.value(
        "select record_attempt(%s, %s, %s, %s, %s, %s, %s)",
        (result.tenant_id, result.delivery_id, result.number, result.status, result.error, now, _random.random()),
    )
    return _lease(session, result.tenant_id, now) if counts else []


def _lease(session: Session, tenant_id: str, now: datetime) -> list[Attempt]:
    session.act_in_tenant(tenant_id)
    rows = session.rows("select * from lease_deliveries(%s, %s, %s)", (tenant_id, now, LEASE_S))
    return [_attempt(tenant_id, row, now) for row in rows]


def _attempt(tenant_id: str, row: Row, now: datetime) -> Attempt:
    body = json.dumps({"type": row["type"], "timestamp": format_time(row["occurred_at"]), "data": row["detail"]})
    return Attempt(
        tenant_id=tenant_id,
        delivery_id=row["delivery_id"],
        number=row["number"],
        send_until=now + timedelta(seconds=SENT_WITHIN_S),
        url=row["url"],
        headers=signatures.headers(row["event_id"], now, body, row["secrets"]),
        body=body,
    )
