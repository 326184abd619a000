"""Decides after each attempt of a call whether there is another one, and when. It neither sends nor sleeps.

An attempt has one of three outcomes. It succeeded. It was refused, which is final unless it is for the rate (429). Or
its outcome is unknown: the connection was lost, or the answer is a 5xx, and the operation may have been executed.
After an unknown outcome, only a success makes that of a write known: a refusal may come from a check that precedes the
one for the idempotency key (an expired token), and the lost attempt may still arrive.
"""

import random
from collections.abc import Callable
from typing import Any, Final

import httpx

from purser_client.errors import NoAnswer, OutcomeUnknown, Refused

ATTEMPT_TIMEOUT_S: Final = 30.0
"""The longest that API Gateway lets an operation run."""
CONNECT_TIMEOUT_S: Final = 5.0
FIRST_PAUSE_S: Final = 0.25
LONGEST_PAUSE_S: Final = 8.0
NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
SHORTEST_ATTEMPT_S: Final = 1.0
"""With less time than this left there is no further attempt: it would make an outcome unknown rather than known."""
GATEWAY_CODES: Final = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    413: "payload_too_large",
    429: "too_many_requests",
}
"""The codes of answers of API Gateway, which are no problem documents."""


class Attempts:
    """The attempts of one call.

    key: the idempotency key of a write, None of a read. deadline: when the last attempt must have ended, in seconds of
    the clock of every `now`. jitter: returns a random number from 0 to 1.
    """

    def __init__(self, key: str | None, deadline: float, jitter: Callable[[], float] = random.random) -> None:
        self._key = key
        self._deadline = deadline
        self._jitter = jitter
        self._longest_pause = FIRST_PAUSE_S
        self._is_unknown = False

    def timeout(self, now: float) -> httpx.Timeout:
        """Of the next attempt."""
        left = max(self._deadline - now, 0.001)
        return httpx.Timeout(min(ATTEMPT_TIMEOUT_S, left), connect=min(CONNECT_TIMEOUT_S, left))

    def pause_after_loss(self, error: httpx.RequestError, now: float) -> float:
        """How many seconds to wait before the next attempt. Raises NoAnswer or OutcomeUnknown if there is none."""
        if not isinstance(error, NEVER_SENT):
            self._is_unknown = True
        return self._pause(str(error) or type(error).__name__, None, error, now)

    def pause_after(self, response: httpx.Response, now: float) -> float:
        """How many seconds to wait after an answer that is not a success.

        Raises Refused, NoAnswer or OutcomeUnknown if there is no other attempt.
        """
        retry_after = _seconds(response.headers.get("retry-after"))
        if response.status_code == 429:
            return self._pause("too many requests", retry_after, self._refusal(response, retry_after), now)
        if 400 <= response.status_code < 500 and response.status_code != 408:
            refusal = self._refusal(response, retry_after)
            if not self._is_unknown:
                raise refusal
            raise self._failure(f"an attempt was lost, and a later one refused ({refusal})", retry_after) from refusal
        self._is_unknown = True
        reason = f"the API answered {response.status_code}"
        if response.status_code < 400 and response.status_code != 408:
            raise self._failure(reason, retry_after)  # a redirection: the address is another server's
        return self._pause(reason, retry_after, self._refusal(response, retry_after), now)

    def unreadable(self, error: ValueError) -> NoAnswer:
        """The error to raise for a success whose body cannot be read, as that of another server."""
        self._is_unknown = True
        return self._failure(f"the answer cannot be read: {error}", None)

    def _pause(self, reason: str, retry_after: float | None, last: Exception, now: float) -> float:
        pause = max(retry_after or 0.0, self._jitter() * self._longest_pause)
        self._longest_pause = min(2 * self._longest_pause, LONGEST_PAUSE_S)
        if now + pause + SHORTEST_ATTEMPT_S <= self._deadline:
            return pause
        if isinstance(last, Refused) and last.status == 429 and not self._is_unknown:
            raise last
        raise self._failure(reason, retry_after) from last

    def _failure(self, reason: str, retry_after: float | None) -> NoAnswer:
        kind = OutcomeUnknown if self._is_unknown and self._key is not None else NoAnswer
        return kind(reason, retry_after, self._key)

    def _refusal(self, response: httpx.Response, retry_after: float | None) -> Refused:
        try:
            body: Any = response.json()
        except ValueError:
            body = None
        members = dict(body) if isinstance(body, dict) else {}
        code = members.pop("code", None) or GATEWAY_CODES.get(response.status_code, f"http_{response.status_code}")
        detail = members.pop("detail", None) or members.pop("message", None) or response.reason_phrase
        for known in ("type", "title", "status", "instance"):
            members.pop(known, None)
        request_id = response.headers.get("x-request-id") or response.headers.get("apigw-requestid")
        return Refused(response.status_code, str(code), str(detail), request_id, members, retry_after, self._key)


def _seconds(retry_after: str | None) -> float | None:
    """Purser sends seconds; a date, which another server may send, is ignored."""
    return float(retry_after) if retry_after is not None and retry_after.isascii() and retry_after.isdigit() else None
