"""Batches of 1,000 operations through the function, sent by several execution environments at once."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.synchronize import Barrier
from statistics import median
from typing import Any, Final

from bench.database import OWNER, Bench
from bench.report import Figure
from ledger.edge.http import rates
from tests.support import kit
from tests.support.kit import DEFAULT_ROLE

_ENVIRONMENTS: Final = 4
_OPERATIONS: Final = 1_000
_BATCHES: Final = 15
_ROUNDS: Final = 3
_TARGET: Final = 20_000
"""Entries a second, with Postgres on the same two cores."""
_SPAWN: Final = multiprocessing.get_context("spawn")

type Operation = dict[str, Any]


def measure(bench: Bench) -> Iterator[Figure]:
    bench = bench.with_ledger("bench_batch")
    bench.fund_wallets()
    for name, operation, target in (
        ("credits of different persons", _credit, _TARGET),
        ("transfers between different persons", _transfer, None),
        ("credits of one person", _credit_of_one, None),
    ):
        rounds = [_round(bench, f"{name} {number}", operation) for number in range(1 if bench.smoke else _ROUNDS)]
        rate = median(one["rate"] for one in rounds)
        yield Figure(
            f"batches: {name}",
            f"{rate:,.0f} entries a second",
            "reported" if target is None else f">= {target:,}",
            None if target is None else rate >= target,
            {what: [one[what] for one in rounds] for what in rounds[0]},
        )
        bench.assert_consistent()


def _round(bench: Bench, name: str, operation: Callable[[int], Operation]) -> dict[str, float]:
    """Entries a second; and the CPU time of function and server for each batch, in ms."""
    size, batches = (10, 2) if bench.smoke else (_OPERATIONS, _BATCHES)
    barrier = _SPAWN.Barrier(_ENVIRONMENTS + 1)
    results: multiprocessing.Queue[tuple[float, float]] = _SPAWN.Queue()
    environments = []
    for environment in range(_ENVIRONMENTS):
        first = environment * bench.wallets // _ENVIRONMENTS // 2
        bodies = [
            [
                {"key": f"{name} {environment} {batch} {n}"}
                | operation(first + (batch * 7 + n) % (bench.wallets // _ENVIRONMENTS // 2))
                for n in range(size)
            ]
            for batch in range(batches + 1)
        ]
        arguments = (bench.ledger.url, bodies, barrier, results)
        environments.append(_SPAWN.Process(target=_send, args=arguments, daemon=True))
        environments[-1].start()
    barrier.wait()
    began, server = time.monotonic(), bench.cpu_seconds()
    function_s, ended = zip(*(results.get() for _ in environments), strict=True)
    server = bench.cpu_seconds() - server
    for one in environments:
        one.join()
    count = batches * _ENVIRONMENTS
    return {
        "rate": count * size * 2 / (max(ended) - began),
        "function_ms": sum(function_s) / count * 1000,
        "server_ms": server / count * 1000,
    }


def _send(
    url: str,
    batches: Sequence[list[Operation]],
    barrier: Barrier,
    results: "multiprocessing.Queue[tuple[float, float]]",
) -> None:
    """An execution environment: send the first batch, wait for the others, and send the rest.

    results: gets its CPU time in seconds, and when it ended by the monotonic clock.
    """
    os.environ |= {"DATABASE_URL": url, "DATABASE_ROLE": DEFAULT_ROLE}
    rates.admit = rates.charge = lambda *_: None  # type: ignore[assignment]  # the bench has no limits
    first, *rest = [{"mode": "atomic", "operations": operations} for operations in batches]
    service = kit.service("bench")
    assert service.post("/api/v1/batches", first).status == 201
    events = [service.event("POST", "/api/v1/batches", body) for body in rest]
    barrier.wait()
    cpu = time.process_time()
    for event in events:
        answer = kit.invoke("batches_create", event)
        assert answer.status == 201, answer.text
    results.put((time.process_time() - cpu, time.monotonic()))


def _owner(index: int) -> str:
    return f"{OWNER}{100_001 + index}"


def _credit(index: int) -> Operation:
    return {"op": "credit", "owner_id": _owner(index), "amount": "0.01", "currency": "USD", "reason": "salary"}


def _transfer(index: int) -> Operation:
    sender, receiver = _owner(index), _owner(index + 5_000)
    return {"op": "transfer", "from_owner_id": sender, "to_owner_id": receiver, "amount": "0.01", "currency": "USD"}


def _credit_of_one(index: int) -> Operation:
    return _credit(index // 1_250 * 1_250)
