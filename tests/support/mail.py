"""A fake client of the mail service, and the billing events that cause mail."""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError, EndpointConnectionError

from tests.support import live
from tests.support.kit import Database

MAIL = "billing_mail"


@dataclass(frozen=True)
class Mail:
    sender: str
    to: list[str]
    subject: str
    text: str


@dataclass
class Mailer:
    """A fake client of SES. refuses: the code of the error that it raises. down: every call fails. during: is called
    during each call. lost: the mail is accepted, but the answer is lost."""

    mails: list[Mail] = field(default_factory=list)
    refuses: str | None = None
    down: bool = False
    lost: bool = False
    during: Callable[[], object] = lambda: None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send_email(
        self,
        *,
        FromEmailAddress: str,  # noqa: N803
        Destination: dict[str, list[str]],  # noqa: N803
        Content: dict[str, Any],  # noqa: N803
    ) -> dict[str, str]:
        self.during()
        if self.down:
            raise EndpointConnectionError(endpoint_url="https://email.example")
        if self.refuses:
            raise ClientError({"Error": {"Code": self.refuses, "Message": "No."}}, "SendEmail")
        simple = Content["Simple"]
        with self._lock:
            self.mails.append(
                Mail(
                    FromEmailAddress,
                    Destination["ToAddresses"],
                    simple["Subject"]["Data"],
                    simple["Body"]["Text"]["Data"],
                )
            )
        if self.lost:
            raise EndpointConnectionError(endpoint_url="https://email.example")
        return {"MessageId": f"message-{len(self.mails)}"}

    @property
    def recipients(self) -> list[str]:
        return [to for mail in self.mails for to in mail.to]


def message(kind: str, detail: object) -> dict[str, Any]:
    """The SQS record of an event, in the form in which a rule of the bus sends it to a queue."""
    return live.message(json.dumps({"id": str(uuid4()), "source": "purser", "detail-type": kind, "detail": detail}))


def outbox_messages(database: Database) -> list[dict[str, Any]]:
    """The events of the outbox, in order, as SQS records."""
    rows = database.rows("select detail_type, detail from outbox order by created_at, event_id")
    return [message(row["detail_type"], row["detail"]) for row in rows]


def deliver(records: Sequence[dict[str, Any]]) -> list[int]:
    """Call the consumer. Returns the positions of the messages that SQS will deliver again."""
    return live.deliver(MAIL, records)


def low_balance(tenant_id: str = "acme", **other: object) -> dict[str, Any]:
    """The detail of a LowBalance event with a new event_id."""
    return {
        "event_id": str(uuid4()),
        "version": 1,
        "tenant_id": tenant_id,
        "wallet_id": live.UNKNOWN,
        "transaction_id": live.UNKNOWN,
        "balance": "9.50",
        "threshold": "10.00",
        "currency": "USD",
    } | other
