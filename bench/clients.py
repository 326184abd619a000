"""Throughput and latency against the number of clients, and the latencies of single operations by their handlers."""

import os
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Final

from bench.database import Bench
from bench.report import Figure, percentiles
from ledger.core.ids import new_id
from ledger.storage import sessions
from tests.support import kit, live
from tests.support.kit import Answer

CLIENTS: Final = (1, 2, 4, 8, 16, 32, 64)
PROGRAMS: Final = {"posting": "random wallets", "guarded_wallet": "one hot wallet"}
_ROUNDS: Final = 3
_TENANT: Final = "bench-clients"


def measure(bench: Bench) -> Iterator[Figure]:
    bench = bench.with_ledger("bench_clients")
    bench.fund_wallets()
    yield from _throughput(bench)
    bench.assert_consistent()
    yield from _operations(bench)


def _throughput(bench: Bench) -> Iterator[Figure]:
    """Transactions a second and percentiles of their latencies: medians of the rounds, which are interleaved."""
    counts = CLIENTS[:2] if bench.smoke else CLIENTS
    rounds: dict[tuple[str, int], list[dict[str, float]]] = {
        (program, clients): [] for clients in counts for program in PROGRAMS
    }
    for _ in range(1 if bench.smoke else _ROUNDS):
        for (program, clients), measured in rounds.items():
            rate, seconds = bench.latencies(program, clients)
            measured.append({"tps": rate} | percentiles(seconds))
    for program, name in PROGRAMS.items():
        by_clients = {
            str(clients): {what: median(one[what] for one in measured) for what in measured[0]}
            for (of, clients), measured in rounds.items()
            if of == program
        }
        best = max(by_clients.values(), key=lambda one: one["tps"])
        yield Figure(f"clients: {name}", f"{best['tps']:,.0f} a second at best", measured={"by_clients": by_clients})


def _operations(bench: Bench) -> Iterator[Figure]:
    """Calls of handlers in this process, one client: with their JSON, validation and SQL, without API Gateway."""
    sessions.disconnect()
    os.environ["DATABASE_URL"] = bench.ledger.url
    agent, trusted = kit.agent("agent-1", _TENANT), kit.service(_TENANT)
    ann = live.bettor(agent, "ann", "1000000.00")
    bob = live.owner(live.bettor(agent, "bob", "1000000.00"))
    owner = live.owner(ann)
    bets = iter([live.place(ann, "1.00") for _ in range(_calls(bench) + 1)])
    wallet = f"/api/v1/wallets/{owner}"
    usd = {"currency": "USD"}
    request = {"customer_id": owner, "amount": "0.01", "description": "Bench"}
    operations: dict[str, Callable[[], Answer]] = {
        "cashier credit": lambda: agent.post("/api/v1/cashier/credit", request, key=str(new_id())),
        "cashier debit": lambda: agent.post("/api/v1/cashier/debit", request, key=str(new_id())),
        "transfer": lambda: trusted.post(
            "/api/v1/transfers",
            {"from_owner_id": owner, "to_owner_id": bob, "amount": "0.01"} | usd,
            key=str(new_id()),
        ),
        "bet placed": lambda: live.request_bet(ann, "0.01"),
        "bet won": lambda: live.settle(trusted, next(bets), "won", "1.50"),
        "balance": lambda: trusted.get(f"{wallet}/balance", usd),
        "history, a page of 50": lambda: trusted.get(f"{wallet}/transactions", usd),
        "agent's transactions, a page of 50": lambda: agent.get("/api/v1/agent/transactions"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in operations}
    for call in range(_calls(bench) + 1):
        for name, operation in operations.items():
            began = time.perf_counter()
            answer = operation()
            if call:  # the first loads the handler
                seconds[name].append(time.perf_counter() - began)
            assert answer.status in {200, 201}, answer.text
    for name, times in seconds.items():
        found = percentiles(times)
        text = ", ".join(f"{percentile} {value:.1f}" for percentile, value in found.items())
        yield Figure(f"operation: {name}", f"{text} ms", measured=dict(found))
    sessions.disconnect()


def _calls(bench: Bench) -> int:
    return 5 if bench.smoke else 400
