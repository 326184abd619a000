"""The stream of an agent's cash-outs: numbered once, and sent as Server-Sent Events from any number on."""

import json
import time
from collections.abc import Callable, Sequence
from typing import Annotated, Final

from pydantic import Field

from ledger.bets.cash_outs import CashOut
from ledger.core.models import Headers, Query, SequenceNumber, WholeNumber
from ledger.core.principal import Agent
from ledger.messaging.events import CashOutRecorded
from ledger.storage.sessions import Session

MAX_FRAMES: Final = 500
CONSUMER: Final = "cash_out_feed"
_RETRY: Final = "retry: 1000\n\n"
_POLL_INTERVAL_S: Final = 0.5

sleep: Callable[[float], None] = time.sleep
clock: Callable[[], float] = time.monotonic


class StreamQuery(Query):
    """last_event_id: for clients that cannot set the header. wait: seconds that the request may wait for new
    cash-outs."""

    last_event_id: SequenceNumber | None = None
    wait: Annotated[WholeNumber, Field(le=20)] = 0


class StreamHeaders(Headers):
    """Last-Event-ID: the id of the last frame that the client received; later frames are returned."""

    last_event_id: Annotated[SequenceNumber | None, Field(alias="last-event-id")] = None


def record(session: Session, recorded: Sequence[CashOutRecorded]) -> None:
    """Number cash-outs in the feeds of their agents, each once, however often it is delivered."""
    session.rows(
        "select number_cash_outs(%s, %s, %s::jsonb)",
        (
            session.tenant_id,
            CONSUMER,
            json.dumps([one.model_dump(mode="json", include={"event_id", "agent_id", "bet_id"}) for one in recorded]),
        ),
    )


def frames(session: Session, agent: Agent, query: StreamQuery, headers: StreamHeaders, began: float) -> str:
    """The cash-outs after the last id: at most 500 frames `cash_out`, whose data is an item of the activity. Without an
    id, or with one ahead of the feed, the feed's newest id.

    began: the time of the request by the monotonic clock; the wait is counted from it, retries included. The function
    waits outside any database transaction, since each query is a statement of its own.
    """
    last = headers.last_event_id if headers.last_event_id is not None else query.last_event_id
    head = _head(session, agent)
    if last is None or last > head:
        return f"id: {head}\n{_RETRY}"
    deadline = began + query.wait
    while head == last and clock() < deadline:
        sleep(min(_POLL_INTERVAL_S, max(0.0, deadline - clock())))
        head = _head(session, agent)
    if head == last:
        return f": nothing new\n{_RETRY}"
    return _RETRY + "".join(
        f"id: {sequence}\nevent: cash_out\ndata: {item.model_dump_json()}\n\n"
        for sequence, item in _after(session, agent, last)
    )


def _head(session: Session, agent: Agent) -> int:
    row = session.row(
        "select sequence from feed_heads where tenant_id = %s and agent_id = %s", (session.tenant_id, agent.sub)
    )
    return row["sequence"] if row else 0


def _after(session: Session, agent: Agent, last: int) -> list[tuple[int, CashOut]]:
    rows = session.rows(
        """
        select f.sequence, b.*, k.username
        from feed f
        join bets b on b.tenant_id = f.tenant_id and b.bet_id = f.bet_id
        join customers k on k.tenant_id = b.tenant_id and k.customer_id = b.user_id
        where f.tenant_id = %s and f.agent_id = %s and f.sequence > %s
        order by f.sequence
        limit %s
        """,
        (session.tenant_id, agent.sub, last, MAX_FRAMES),
    )
    return [(row["sequence"], CashOut.of(row)) for row in rows]
