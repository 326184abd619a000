"""What a call raises. Each error has the idempotency key of its write, with which the caller can go on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any


class PurserError(Exception):
    """A call that did not succeed. idempotency_key: of the write, the caller's or the client's; None of a read."""

    idempotency_key: str | None


class Refused(PurserError):
    """The API refused the call, and the call executed nothing.

    It says nothing about an earlier call with the same key, unless that one's `lost_at` was given.

    status: of HTTP. code: stable, for programs; docs/errors.md explains each. detail: a sentence for people.
    request_id: for a question to the operator. members: what else the answer has, such as `available` or `errors`;
    amounts are strings. retry_after: seconds to wait before the call may succeed, if the API named them.
    """

    def __init__(  # noqa: PLR0917  (positional, so that it can be pickled)
        self,
        status: int,
        code: str,
        detail: str,
        request_id: str | None,
        members: Mapping[str, Any],
        retry_after: float | None,
        idempotency_key: str | None,
    ) -> None:
        super().__init__(status, code, detail, request_id, members, retry_after, idempotency_key)
        self.status = status
        self.code = code
        self.detail = detail
        self.request_id = request_id
        self.members = members
        self.retry_after = retry_after
        self.idempotency_key = idempotency_key

    def __str__(self) -> str:
        return f"{self.status} {self.code}: {self.detail}"


class NoAnswer(PurserError):
    """There was no answer in time, or none that can be read. A write that raises this has not been executed.

    reason: what happened to the last attempt. retry_after: seconds to wait, if the API named them.
    """

    def __init__(self, reason: str, retry_after: float | None, idempotency_key: str | None) -> None:
        super().__init__(reason, retry_after, idempotency_key)
        self.reason = reason
        self.retry_after = retry_after
        self.idempotency_key = idempotency_key

    def __str__(self) -> str:
        return self.reason


class OutcomeUnknown(PurserError):
    """The write may have been executed, or may be executed yet.

    Repeat the same call with `idempotency_key=error.idempotency_key` and `lost_at=error.lost_at`, and with the same
    caller's token: it is executed once, and its answer is the first one's. A new key could execute it twice.

    reason: what happened to the last attempt. retry_after: seconds to wait, if they are known. lost_at: when the last
    attempt was lost. Two minutes later a refusal of the repeated call is final.
    """

    idempotency_key: str

    def __init__(self, reason: str, retry_after: float | None, idempotency_key: str, lost_at: datetime) -> None:
        super().__init__(reason, retry_after, idempotency_key, lost_at)
        self.reason = reason
        self.retry_after = retry_after
        self.idempotency_key = idempotency_key
        self.lost_at = lost_at

    def __str__(self) -> str:
        return f"{self.reason}; repeat the call with the idempotency key {self.idempotency_key}"
