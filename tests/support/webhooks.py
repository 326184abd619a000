"""Helpers for tests of webhooks: queues, and what writes, dispatches and records deliveries, at given times."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import EndpointConnectionError

from ledger.storage import sessions
from ledger.storage.sessions import Budget
from ledger.webhooks import deliveries
from ledger.webhooks.attempts import Attempt, Attempted
from tests.support.kit import Answer, Database, Person

PATH = "/api/v1/webhooks"
URL = "https://receiver.example/purser"
ATTEMPTS, RESULTS = "https://sqs.example/attempts", "https://sqs.example/results"
NOW = datetime.now(UTC)
"""The time of most runs. The ledger's own clock has no part in deliveries."""


@dataclass
class Queues:
    """A fake client of SQS. down: every call fails. refuses: the error code for each message, or None. groups: of all
    messages so far, by their bodies."""

    bodies: dict[str, list[str]] = field(default_factory=lambda: {ATTEMPTS: [], RESULTS: []})
    down: bool = False
    refuses: str | None = None
    groups: dict[str, str] = field(default_factory=dict)

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803  (boto3)
        if self.down:
            raise EndpointConnectionError(endpoint_url=QueueUrl)
        if self.refuses is not None:
            return {"Failed": [{"Id": entry["Id"], "Code": self.refuses} for entry in Entries]}
        self.bodies[QueueUrl] += [entry["MessageBody"] for entry in Entries]
        self.groups |= {entry["MessageBody"]: entry["MessageGroupId"] for entry in Entries}
        return {"Successful": [{"Id": entry["Id"]} for entry in Entries]}

    def attempts(self) -> list[Attempt]:
        """The attempts that are on the queue, which are taken from it."""
        taken, self.bodies[ATTEMPTS] = self.bodies[ATTEMPTS], []
        return [Attempt.model_validate_json(body) for body in taken]

    def attempt(self) -> Attempt:
        """The only attempt on the queue, which is taken from it."""
        (taken,) = self.attempts()
        return taken


def create(person: Person, *types: str, url: str = URL, **more: object) -> dict[str, Any]:
    """Create a webhook for events of these types. Returns the answer."""
    answer: Answer = person.post(PATH, {"url": url, "types": list(types) or ["TransactionPosted"]} | more)
    assert answer.status == 201, answer.text
    created: dict[str, Any] = answer.json
    return created


def write(now: datetime = NOW, batch: int = 1000) -> int:
    """Write the deliveries of everything that was committed. Returns how many."""
    return sum(write_parts(now, batch))


def write_parts(now: datetime = NOW, batch: int = 1000) -> list[int]:
    """As write(). Returns how many each call has written."""
    parts = []
    with sessions.connected_as("purser_webhooks"):
        for _ in range(100):
            count, has_more = deliveries.write(_budget(), now, batch)
            parts.append(count)
            if not has_more:
                return parts
    raise AssertionError("there is always more")


def run(now: datetime = NOW) -> deliveries.Dispatched:
    """Do what the schedule does."""
    with sessions.connected_as("purser_webhooks"):
        return deliveries.run(_budget(), now)


def record(results: Sequence[Attempted], now: datetime = NOW) -> list[tuple[Attempted, Exception]]:
    with sessions.connected_as("purser_webhooks"):
        return deliveries.record(results, _budget(), now)


def result(attempt: Attempt, status: int | None = None, error: str | None = None) -> Attempted:
    return Attempted.model_validate(
        {
            "tenant_id": attempt.tenant_id,
            "delivery_id": attempt.delivery_id,
            "number": attempt.number,
            "status": status,
            "error": error,
        }
    )


def change(person: Person, webhook_id: str, **fields: object) -> dict[str, Any]:
    """Change a webhook. Returns the answer."""
    answer = person.patch(f"{PATH}/{webhook_id}", fields)
    assert answer.status == 200, answer.text
    changed: dict[str, Any] = answer.json
    return changed


def listed(person: Person, webhook_id: str, **query: object) -> list[dict[str, Any]]:
    """The deliveries of a webhook, newest first."""
    answer = person.get(f"{PATH}/{webhook_id}/deliveries", query=query)
    assert answer.status == 200, answer.text
    items: list[dict[str, Any]] = answer.json["items"]
    assert answer.json["total_count"] == len(items)
    return items


def resend(person: Person, webhook_id: str, delivery_id: str) -> Answer:
    return person.post(f"{PATH}/{webhook_id}/deliveries/{delivery_id}/resend", {})


def succeed(queues: Queues) -> str:
    """Record that the only attempt on the queue succeeded. Returns the id of its delivery."""
    attempt = queues.attempt()
    record([result(attempt, 200)])
    return str(attempt.delivery_id)


def rows(database: Database) -> list[dict[str, Any]]:
    """The deliveries, in the order of their creation."""
    return database.rows("select * from deliveries order by delivery_id")


def after(**parts: float) -> datetime:
    """A time after NOW."""
    return NOW + timedelta(**parts)


def _budget() -> Budget:
    return Budget(lambda: 60.0)
