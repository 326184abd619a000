"""Decides after each attempt of a call whether there is another one, and when. It neither sends nor sleeps.

An attempt has one of three outcomes. It succeeded. It was refused, which is final unless it is for the rate (429). Or
it was lost: there was no answer, or a 5xx, and the operation may have been executed, or may be yet. The refusal of a
later attempt then says nothing about the lost one, until that one can no longer arrive.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from purser_client.errors import NoAnswer, OutcomeUnknown, Refused

ATTEMPT_TIMEOUT_S: Final = 30.0
"""The longest that API Gateway lets an operation run."""
CONNECT_TIMEOUT_S: Final = 5.0
FIRST_PAUSE_S: Final = 0.25
LONGEST_PAUSE_S: Final = 8.0
NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
SHORTEST_ATTEMPT_S: Final = 1.0
"""With less time than this left there is no further attempt: it would make an outcome unknown rather than known."""
LATEST_ARRIVAL_S: Final = 120.0
"""How long after its loss an attempt may be executed: the 30 s of an operation, the 60 s in which the database still
accepts a call that its function lost, and 30 s in the network."""
LONGEST_RETRY_AFTER_S: Final = 86_400.0
GATEWAY_CODES: Final = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    413: "payload_too_large",
    429: "too_many_requests",
}
"""The codes of answers of API Gateway, which are no problem documents."""
NO_CODE: Final = "http_"
"""How the code begins of an answer that has none, as that of a proxy: the status follows."""
BEFORE_THE_KEY: Final = ("unauthorized", "forbidden", "not_found", NO_CODE)
"""How the codes begin of refusals that come before the idempotency key is looked up, and that the same request may get
at one time and not at another. They say nothing about earlier attempts, which may even have succeeded."""


class Attempts:
    """The attempts of one call.

    key: the idempotency key of a write, None of a read. now: seconds of the clock of every `now`; the call has
    `timeout` seconds from then on. started_at: the time at `now`. lost_at: when an earlier call with the key was lost.
    jitter: returns a random number from 0 to 1.
    """

    def __init__(
        self,
        key: str | None,
        now: float,
        timeout: float,
        started_at: datetime,
        lost_at: datetime | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._key = key
        self._deadline = now + timeout
        self._start = (now, started_at)
        self._lost = None if lost_at is None else now - max((started_at - lost_at).total_seconds(), 0.0)
        self._jitter = jitter
        self._longest_pause = FIRST_PAUSE_S

    def timeout(self, now: float) -> httpx.Timeout:
        """Of the next attempt."""
        left = max(self._deadline - now, 0.001)
        return httpx.Timeout(min(ATTEMPT_TIMEOUT_S, left), connect=min(CONNECT_TIMEOUT_S, left))

    def pause_after_loss(self, error: httpx.RequestError, now: float) -> float:
        """How many seconds to wait before the next attempt. Raises NoAnswer or OutcomeUnknown if there is none."""
        if not isinstance(error, NEVER_SENT):
            self._lost = now
        return self._pause(str(error) or type(error).__name__, None, error, now)

    def pause_after(self, response: httpx.Response, now: float) -> float:
        """How many seconds to wait after an answer that is not a success.

        Raises Refused, NoAnswer or OutcomeUnknown if there is no other attempt.
        """
        retry_after = _seconds(response.headers.get("retry-after"))
        if response.status_code == 429:
            return self._pause("too many requests", retry_after, self._refusal(response, retry_after), now)
        if 400 <= response.status_code < 500 and response.status_code != 408:
            raise self._final(self._refusal(response, retry_after), now)
        self._lost = now
        reason = f"the API answered {response.status_code}"
        if response.status_code < 400 and response.status_code != 408:
            raise self._failure(reason, retry_after)  # a redirection: the address is another server's
        return self._pause(reason, retry_after, self._refusal(response, retry_after), now)

    def unreadable(self, error: ValueError, now: float) -> NoAnswer | OutcomeUnknown:
        """The error to raise for a success whose body cannot be read, as that of another server."""
        self._lost = now
        return self._failure(f"the answer cannot be read: {error}", None)

    def broken_off(self, error: Exception, now: float) -> NoAnswer | OutcomeUnknown:
        """The error to raise if an attempt ended with an error that is not one of the network."""
        self._lost = now
        return self._failure(f"{type(error).__name__}: {error}", None)

    def end_without_token(self, error: Exception) -> None:
        """Raise OutcomeUnknown if there is no token for the next attempt and an earlier one was lost."""
        if not self._outcome_is_known():
            raise self._failure(f"there is no token for another attempt: {type(error).__name__}", None) from error

    def _outcome_is_known(self) -> bool:
        return self._key is None or self._lost is None

    def _final(self, refusal: Refused, now: float) -> Refused | NoAnswer | OutcomeUnknown:
        """What a refusal means. If it is not final, it is the cause of what is returned."""
        if self._key is None or self._lost is None:
            return refusal
        retry_after = refusal.retry_after
        if not refusal.code.startswith(BEFORE_THE_KEY):
            retry_after = self._lost + LATEST_ARRIVAL_S - now
            if retry_after <= 0:
                return refusal
        unknown = self._failure(f"an attempt was lost, and a later one refused ({refusal})", retry_after)
        unknown.__cause__ = refusal
        return unknown

    def _pause(self, reason: str, retry_after: float | None, last: Exception, now: float) -> float:
        pause = max(retry_after or 0.0, self._jitter() * self._longest_pause)
        self._longest_pause = min(2 * self._longest_pause, LONGEST_PAUSE_S)
        if now + pause + SHORTEST_ATTEMPT_S <= self._deadline:
            return pause
        if isinstance(last, Refused) and last.status == 429 and self._outcome_is_known():
            raise last
        raise self._failure(reason, retry_after) from last

    def _failure(self, reason: str, retry_after: float | None) -> NoAnswer | OutcomeUnknown:
        if self._key is None or self._lost is None:
            return NoAnswer(reason, retry_after, self._key)
        now, started_at = self._start
        return OutcomeUnknown(reason, retry_after, self._key, started_at + timedelta(seconds=self._lost - now))

    def _refusal(self, response: httpx.Response, retry_after: float | None) -> Refused:
        try:
            body: Any = response.json()
        except (ValueError, RecursionError):
            body = None
        members = dict(body) if isinstance(body, dict) else {}
        code = members.pop("code", None) or GATEWAY_CODES.get(response.status_code, f"{NO_CODE}{response.status_code}")
        detail = members.pop("detail", None) or members.pop("message", None) or response.reason_phrase
        for known in ("type", "title", "status", "instance"):
            members.pop(known, None)
        request_id = response.headers.get("x-request-id") or response.headers.get("apigw-requestid")
        return Refused(response.status_code, str(code), str(detail), request_id, members, retry_after, self._key)


def _seconds(retry_after: str | None) -> float | None:
    """Purser sends seconds; a date, which another server may send, is ignored."""
    if retry_after is None or not (retry_after.isascii() and retry_after.isdigit()):
        return None
    return min(float(retry_after), LONGEST_RETRY_AFTER_S)
