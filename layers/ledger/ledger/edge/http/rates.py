"""Rate limits: how many requests a principal and a tenant may send, by a token bucket for each in the database.

An execution environment admits requests by itself, and reports them in one call after a fiftieth of the burst. That
call decides about one more request. So most requests cost no round trip, and E environments admit at most E fiftieths
more than the buckets have (decisions/0093).
"""

import math
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, Literal

from ledger.core import errors
from ledger.core.principal import Principal
from ledger.edge import logging
from ledger.storage import sessions
from ledger.storage.failures import Transient

REPORTS_OF_BURST: Final = 50
MAX_COUNTS: Final = 1_000
"""How many buckets an environment has a count of. It forgets the one that was used least recently."""
UNREAD_METRICS: Final = {"RateLimitsUnread": 1.0}
"""Written for a request that was admitted because the buckets could not be read. It has an alarm."""

clock: Callable[[], float] = time.time
"""Not the monotonic clock, which may stand still while Lambda has frozen the environment between two calls."""
_environment = threading.local()


@dataclass(frozen=True, slots=True)
class Limit:
    """How many requests an owner may send.

    rate: requests per second, greater than 0. burst: requests at the same moment, after a pause.
    """

    owner: Literal["principal", "tenant"]
    rate: float
    burst: int

    @property
    def cost_s(self) -> float:
        """The seconds in which the bucket regains one request."""
        return 1 / self.rate

    @property
    def window_s(self) -> float:
        """The seconds in which an empty bucket is full again."""
        return self.burst / self.rate

    @property
    def reported_requests(self) -> int:
        """After how many requests an environment reports. The last of them is admitted by the database."""
        return max(1, self.burst // REPORTS_OF_BURST)


@dataclass(slots=True)
class Count:
    """What this environment knows of a bucket.

    admitted: how many requests it has admitted and not reported. refused_until: a time of `clock`, before which the
    bucket has no room; infinitely long ago if it had room when it was last asked.
    """

    admitted: int = 0
    refused_until: float = -math.inf


@dataclass(frozen=True, slots=True)
class Bucket:
    """A limit with the count of its bucket. principal: empty for the tenant's bucket."""

    principal: str
    limit: Limit
    count: Count

    @property
    def is_report_due(self) -> bool:
        return self.count.refused_until > -math.inf or self.count.admitted + 1 >= self.limit.reported_requests


def admit(principal: Principal, request_id: str, budget: sessions.Budget) -> None:
    """Count a request of the principal. Raises TooManyRequests if the principal or its tenant is above its rate.

    If the buckets cannot be read, the request is admitted: the limits protect the speed of other callers, and no money.
    """
    buckets = _buckets(principal)
    now = clock()
    _refuse([(bucket.count.refused_until - now, bucket.limit) for bucket in buckets])
    if any(bucket.is_report_due for bucket in buckets):
        _report(buckets, principal, request_id, budget)
    else:
        for bucket in buckets:
            bucket.count.admitted += 1


def charge(principal: Principal, requests: int, request_id: str, budget: sessions.Budget) -> None:
    """Count further requests that an admitted one stands for, whether or not there is room for them.

    So a batch is admitted as one request, whatever the burst, and those after it wait until the bucket has room again.
    """
    buckets = _buckets(principal) if requests else []
    for bucket in buckets:
        bucket.count.admitted += requests
    if any(bucket.is_report_due for bucket in buckets):
        # In a window of no length there is never room, so nothing is taken.
        _take(buckets, [0.0 for _ in buckets], principal, request_id, budget)


def forget() -> None:
    """Forget all counts of this environment, as a new one knows none."""
    _counts().clear()


def _buckets(principal: Principal) -> list[Bucket]:
    """The buckets that have a limit."""
    limits = (("", _limit("tenant")), (principal.sub, _limit("principal")))
    return [Bucket(name, limit, _count(principal.tenant_id, name)) for name, limit in limits if limit]


def _limit(owner: Literal["principal", "tenant"]) -> Limit | None:
    """The template's parameters, None if the rate is 0."""
    rate = float(os.environ[f"REQUEST_RATE_OF_{owner.upper()}"])
    return Limit(owner, rate, int(os.environ[f"REQUEST_BURST_OF_{owner.upper()}"])) if rate else None


def _report(buckets: Sequence[Bucket], principal: Principal, request_id: str, budget: sessions.Budget) -> None:
    """Report what was admitted, and take one more request. Raises TooManyRequests if a bucket has no room for it."""
    rows = _take(buckets, [bucket.limit.window_s for bucket in buckets], principal, request_id, budget)
    full_in_s = {row["principal"]: row["full_in_s"] for row in rows if not row["has_room"]}
    waits: list[tuple[float, Limit]] = []
    for bucket in buckets:
        if bucket.principal in full_in_s:
            wait_s = max(1, math.ceil(full_in_s[bucket.principal] + bucket.limit.cost_s - bucket.limit.window_s))
            bucket.count.refused_until = clock() + wait_s
            waits.append((wait_s, bucket.limit))
    _refuse(waits)


def _take(
    buckets: Sequence[Bucket],
    windows_s: Sequence[float],
    principal: Principal,
    request_id: str,
    budget: sessions.Budget,
) -> list[sessions.Row]:
    """Report what was admitted, and take one more request if the windows have room. Returns the rows of take_request(),
    none if the buckets cannot be read."""
    parameters = (
        principal.tenant_id,
        [bucket.principal for bucket in buckets],
        [bucket.count.admitted for bucket in buckets],
        [bucket.limit.cost_s for bucket in buckets],
        list(windows_s),
    )
    for bucket in buckets:  # also if the call fails, so that the next request does not wait for another one
        bucket.count.admitted, bucket.count.refused_until = 0, -math.inf
    try:
        return sessions.attempt(
            lambda session: session.rows(
                "select * from take_request(%s, %s::text[], %s::int[], %s::float8[], %s::float8[])", parameters
            ),
            sessions.Origin("", principal.sub, request_id),  # the function announces the tenant itself
            budget,
        )
    except Transient:
        logging.log_metrics(UNREAD_METRICS)
        return []


def _refuse(waits: Sequence[tuple[float, Limit]]) -> None:
    """Raise TooManyRequests for the longest wait, in seconds, if there is any."""
    wait_s, limit = max(waits, key=itemgetter(0), default=(0, None))
    if limit is not None and wait_s > 0:
        raise errors.TooManyRequests.at_rate(
            limit.owner, limit.burst, math.ceil(limit.window_s), retry_after_s=math.ceil(wait_s)
        )


def _count(tenant_id: str, principal: str) -> Count:
    counts = _counts()
    key = (tenant_id, principal)
    counts.setdefault(key, Count())
    counts.move_to_end(key)
    while len(counts) > MAX_COUNTS:
        counts.popitem(last=False)
    return counts[key]


def _counts() -> OrderedDict[tuple[str, str], Count]:
    """This environment's counts, the most recently used last. On the local system an environment is a thread."""
    counts: OrderedDict[tuple[str, str], Count] = _environment.__dict__.setdefault("counts", OrderedDict())
    return counts
