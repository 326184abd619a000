"""Lanes: sequences of checks over tenants. A run of everything stops them after any batch, and goes on there later."""

import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from queue import SimpleQueue
from typing import Any

from ledger.storage.sessions import Row, Session


@dataclass(frozen=True)
class Place:
    """Where a lane goes on: with which check of which tenant.

    first: the value with which the check begins, which JSON can represent; None if the check has finished the tenant.
    """

    check: str
    tenant_id: str
    first: Any


@dataclass(frozen=True)
class BatchResult:
    """The number of wallets and transactions that a batch has checked, and its findings.

    lane, place: the lane that the batch belongs to, and where it goes on. is_last: everything has been checked.
    """

    wallets: int = 0
    transactions: int = 0
    findings: Sequence[Row] = field(default_factory=list)
    lane: str | None = None
    place: Place | None = None
    is_last: bool = False


type Check = Callable[[Session, str, Any], Iterator[tuple[BatchResult, Any]]]
"""Checks a tenant from `first` on (None: from the beginning). Yields each batch's result with the next `first`."""


def lane(
    name: str,
    checks: Mapping[str, Check],
    session: Session,
    tenants: Sequence[str],
    place: Place | None,
    stop: threading.Event,
) -> Iterator[BatchResult]:
    """Run each check on each tenant, in this order, from a place on, until everything is checked or `stop` is set.

    tenants: sorted. place: None for the beginning.
    """
    order = {check: number for number, check in enumerate(checks)}
    reached = (order[place.check], place.tenant_id) if place else (-1, "")
    for check, run in checks.items():
        for tenant_id in tenants:
            here = (order[check], tenant_id)
            if here < reached or (place and here == reached and place.first is None):
                continue
            first = place.first if place and here == reached else None
            for result, following in run(session, tenant_id, first):
                yield replace(result, lane=name, place=Place(check, tenant_id, following))
                if stop.is_set():
                    return


def concurrently(
    first: Iterator[BatchResult], second: Iterator[BatchResult], stop: threading.Event
) -> Generator[BatchResult]:
    """The results of two lanes that run at the same time, the second one in a thread of its own.

    If `stop` is set, the result of each lane's present batch is still returned.
    """
    results: SimpleQueue[BatchResult | None] = SimpleQueue()  # None: there are no more

    def run_second() -> None:
        try:
            for result in second:
                results.put(result)
        finally:
            results.put(None)

    with ThreadPoolExecutor(1) as thread:
        outcome = thread.submit(run_second)
        try:
            for result in first:
                yield result
                yield from _available(results)
            while (waited := results.get()) is not None:
                yield waited
        except BaseException:
            stop.set()  # so that the thread ends
            raise
        outcome.result()  # raises what the thread raised


def _available(results: SimpleQueue[BatchResult | None]) -> Iterator[BatchResult]:
    """The results in the queue, without waiting for more. The None that marks the end is put back."""
    for _ in range(results.qsize()):
        result = results.get()
        if result is None:
            results.put(None)
        else:
            yield result
