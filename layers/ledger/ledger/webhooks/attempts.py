"""The messages of the two queues between the ledger and the sender: an attempt to send, and its result."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from ledger.core.models import Id
from ledger.messaging.queues import Message

Error = Literal[
    "address_refused", "name_not_found", "connection", "certificate", "tls", "timeout", "not_http", "too_long"
]
"""Why an attempt got no HTTP status. address_refused: the URL, or an address of its host, is not a public one.
name_not_found: the host has no address. connection: none of them accepted a connection, or the receiver ended it before
its answer. certificate: it is not valid for the host. tls: another failure of TLS. timeout: 10 s were over. not_http:
the answer is not HTTP. too_long: the head of the answer has more than 64 KiB."""


class Attempt(Message):
    """What to send, and where. number: which attempt of the delivery it is. send_until: not later than that."""

    delivery_id: Id
    number: Annotated[int, Field(ge=1)]
    send_until: AwareDatetime
    url: str
    headers: dict[str, str]
    body: str


class Attempted(Message):
    """The result of an attempt: the HTTP status of the answer, or an error. The other one is null."""

    delivery_id: Id
    number: Annotated[int, Field(ge=1)]
    status: Annotated[int, Field(ge=100, le=999)] | None = None
    error: Error | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.status is None) == (self.error is None):
            raise ValueError("An attempt has either a status or an error.")
        return self
