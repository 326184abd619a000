"""One tenant cannot stop the deliveries of another one, whatever its receivers do and however much waits.

The ledger is real. The schedule, the queues, the sender and the receivers are simulated, with a clock that the test
counts. The sender has as many places as the template gives it. An attempt takes a whole place, and places are taken in
any order, which is the worst that SQS and Lambda may do.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any, Final

import pytest

from ledger.storage import sessions
from ledger.storage.sessions import Budget
from ledger.webhooks import deliveries
from ledger.webhooks.attempts import Attempt, Attempted
from tests.support import kit, webhooks
from tests.support.kit import Database
from tests.support.stack import deployed
from tests.support.webhooks import NOW, Queues, result

pytestmark = pytest.mark.usefixtures("new_database")

RUN_EVERY_S, RUN_TIMEOUT_S = 60, 60.0
WRITE_S: Final = 0.05
"""Of each database transaction of a run; writing 1,000 deliveries takes as long."""
RECORD_S: Final = 0.1
"""From the end of an attempt until its result is recorded."""
END_S: Final = 130.0
PLACES: Final = deployed()["WebhooksSendFunctionQueue"]["Properties"]["ScalingConfig"]["MaximumConcurrency"]
QUIET: Final = "https://quiet.example/"
EVENTS_AT: Final = (0, 59, 61, 119)
"""When the quiet tenant posts something."""
WAIT: Final = """
insert into deliveries (tenant_id, delivery_id, webhook_id, event_id, type, detail, occurred_at, created_at, due_at)
select tenant_id, new_id(), webhook_id, new_id(), 'LowBalance', '{}', %(now)s, %(now)s, %(now)s + n * interval '1 us'
from webhooks, generate_series(1, %(count)s) n
where tenant_id = %(tenant)s
"""


@dataclass
class Simulation:
    """answer: what a receiver does: the seconds that it takes, and the HTTP status, or None for no answer. offset: of
    its time from NOW. arrived: when the attempts of the quiet tenant ended."""

    answer: Callable[[Attempt], tuple[float, int | None]]
    offset: timedelta
    arrived: list[float] = field(default_factory=list)
    attempts: int = 0
    _clock: float = 0.0
    _steps: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _queue: list[Attempt] = field(default_factory=list)
    _places: int = PLACES
    _random: Random = field(default_factory=lambda: Random(1))  # noqa: S311  (the same order in each run)

    def run(self) -> None:
        for time in EVENTS_AT:
            self._at(time, self._post)
        for time in range(0, int(END_S), RUN_EVERY_S):
            self._at(time, self._dispatch)
        while self._steps and self._steps[0][0] <= END_S:
            self._clock, _, step = heapq.heappop(self._steps)
            step()

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803  (boto3)
        assert QueueUrl == webhooks.ATTEMPTS
        for entry in Entries:
            attempt = Attempt.model_validate_json(entry["MessageBody"])
            self._at(self._clock, partial(self._queue.append, attempt))
            self._at(self._clock, self._send)
        return {}

    def _at(self, time: float, step: Callable[[], None]) -> None:
        heapq.heappush(self._steps, (time, next(self._order), step))

    def _post(self) -> None:
        credited = kit.service("quiet").post(
            "/api/v1/wallets/bob/credit", {"amount": "5", "currency": "COIN", "reason": "winner"}
        )
        assert credited.status == 201, credited.text

    def _dispatch(self) -> None:
        began = self._clock
        write = sessions.write

        def counted(*arguments: Any) -> Any:
            self._clock += WRITE_S
            return write(*arguments)

        with pytest.MonkeyPatch.context() as patch, sessions.connected_as("purser_webhooks"):
            patch.setattr(sessions, "write", counted)
            deliveries.run(Budget(lambda: RUN_TIMEOUT_S - (self._clock - began)), self._now)
        self._clock = began

    def _send(self) -> None:
        while self._places and self._queue:
            attempt = self._queue.pop(self._random.randrange(len(self._queue)))
            self._places -= 1
            self.attempts += 1
            self._begin(attempt)

    def _begin(self, attempt: Attempt) -> None:
        seconds, status = self.answer(attempt)
        self._at(self._clock + seconds, lambda: self._end(attempt, status))

    def _end(self, attempt: Attempt, status: int | None) -> None:
        self._places += 1
        if attempt.url == QUIET:
            self.arrived.append(self._clock)
        error = "timeout" if status is None else None
        self._at(self._clock, self._send)
        ended = result(attempt, status, error)
        self._at(self._clock + RECORD_S, lambda: self._record(ended))

    def _record(self, ended: Attempted) -> None:
        assert webhooks.record([ended], self._now) == []

    @property
    def _now(self) -> datetime:
        return NOW + self.offset + timedelta(seconds=self._clock)


def test_a_tenant_with_receivers_that_hang_or_fail_or_with_a_backlog_delays_others_by_5_s_at_most(
    database: Database, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "_random", Random(1))  # noqa: S311  (the same pauses in each run)
    answered: dict[str, int] = {}

    def answer(attempt: Attempt) -> tuple[float, int | None]:
        answered[attempt.url] = number = answered.get(attempt.url, 0) + 1
        if "hanging" in attempt.url:  # it answers once in a while, so that it gets ten attempts again
            return (10.0, None) if number % 11 else (0.2, 200)
        return (0.2, 500) if "failing" in attempt.url else (1.0, 200)

    def simulated(offset: timedelta) -> Simulation:
        simulation = Simulation(answer, offset)
        monkeypatch.setattr(queues, "send_message_batch", simulation.send_message_batch)
        simulation.run()
        assert len(simulation.arrived) == len(EVENTS_AT)
        return simulation

    webhooks.create(kit.service("quiet"), url=QUIET)
    alone = simulated(timedelta())

    for number in range(10):
        webhooks.create(kit.service("hanging"), "LowBalance", url=f"https://hanging-{number}.example/")
    webhooks.create(kit.service("failing"), "LowBalance", url="https://failing.example/")
    webhooks.create(kit.service("backlog"), "LowBalance", url="https://backlog.example/")
    later = timedelta(hours=1)
    with database.admin() as admin:
        admin.execute(kit.READ_EVERY_ROW)
        for tenant, waiting in (("hanging", 200), ("failing", 200), ("backlog", 100_000)):
            admin.execute(WAIT, {"tenant": tenant, "count": waiting, "now": NOW + later})
    with_others = simulated(later)

    assert with_others.attempts > 500
    delays = [late - early for early, late in zip(alone.arrived, with_others.arrived, strict=True)]
    assert max(delays) <= 5, delays
