"""The stream of an agent's cash-outs: numbered once, and sent as Server-Sent Events from any number on."""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Final

from pydantic import Field

from ledger.bets.cash_outs import CashOut
from ledger.cashier import customers
from ledger.core.models import Headers, Query, SequenceNumber, WholeNumber
from ledger.core.principal import Agent
from ledger.messaging.events import CashOutRecorded
from ledger.storage.sessions import Session

MAX_FRAMES: Final = 500
CONSUMER: Final = "cash_out_feed"
_RETRY: Final = "retry: 1000\n\n"
_POLL_INTERVAL_S: Final = 0.5
_MAX_WAIT_S: Final = 20
_END_S: Final = 15  # after the wait, for the last queries

sleep: Callable[[float], None] = time.sleep
clock: Callable[[], float] = time.monotonic


class StreamQuery(Query):
    """last_event_id: for clients that cannot set the header. wait: seconds that the request may wait for new
    cash-outs."""

    last_event_id: SequenceNumber | None = None
    wait: Annotated[WholeNumber, Field(le=_MAX_WAIT_S)] = 0


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

    Raises TooManyRequests if as many requests of the agent or the tenant are waiting as may wait.
    """
    last = headers.last_event_id if headers.last_event_id is not None else query.last_event_id
    head = _head(session, agent)
    if last is None or last > head:
        return f"id: {head}\n{_RETRY}"
    if head == last and query.wait:
        with _counted(session, agent):
            head = _wait(session, agent, last, until=began + query.wait)
    if head == last:
        return f": nothing new\n{_RETRY}"
    return _RETRY + "".join(
        f"id: {sequence}\nevent: cash_out\ndata: {item.model_dump_json()}\n\n"
        for sequence, item in _after(session, agent, last)
    )


@contextmanager
def _counted(session: Session, agent: Agent) -> Iterator[None]:
    """Count the request among those that wait."""
    waits = (session.tenant_id, agent.sub, session.origin.request_id)
    limits = (int(os.environ["STREAMS_OF_AGENT"]), int(os.environ["STREAMS_OF_TENANT"]))
    session.rows("select begin_stream_wait(%s, %s, %s, %s, %s, %s)", (*waits, _MAX_WAIT_S + _END_S, *limits))
    try:
        yield
    finally:
        session.rows("select end_stream_wait(%s, %s, %s)", waits)


def _wait(session: Session, agent: Agent, last: int, until: float) -> int:
    """The feed's newest id, as soon as it is another than the last one, or at the end of the wait."""
    head = last
    while head == last and clock() < until:
        sleep(min(_POLL_INTERVAL_S, max(0.0, until - clock())))
        head = _head(session, agent)
    return head


def _head(session: Session, agent: Agent) -> int:
    row = session.row(
        "select sequence from feed_heads where tenant_id = %s and agent_id = %s", (session.tenant_id, agent.sub)
    )
    return row["sequence"] if row else 0


def _after(session: Session, agent: Agent, last: int) -> list[tuple[int, CashOut]]:
    rows = session.rows(
        f"""
        select f.sequence, b.*, k.username
        from feed f
        cross join lateral (select x.* from bets x where x.tenant_id = f.tenant_id and x.bet_id = f.bet_id offset 0) b
        {customers.username_of("b.tenant_id", "b.user_id")}
        where f.tenant_id = %s and f.agent_id = %s and f.sequence > %s
        order by f.sequence
        limit %s
        """,  # noqa: S608  (composed of constants only)
        (session.tenant_id, agent.sub, last, MAX_FRAMES),
    )
    return [(row["sequence"], CashOut.of(row)) for row in rows]
