"""Overload: ten times as many callers as the proxy has connections, while a lock holds all of these up."""

import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.database import Bench
from bench.report import Figure, at_most
from ledger.storage import sessions
from tests.support import kit, pooler
from tests.support.kit import Answer, Person

POOL = 4
CALLERS = 10 * POOL
LOAD_S, SMOKE_LOAD_S = 20.0, 3.0
# Seconds that a statement waits for a connection; in a deployment 5 (ConnectionBorrowTimeout of the proxy).
BORROW_TIMEOUT_S = 1
NORMAL_AFTER_S = 5.0


def measure(bench: Bench) -> Iterator[Figure]:
    if not shutil.which("pgbouncer"):
        yield Figure("overload", "not measured: PgBouncer is not installed")
        return
    own = bench.with_ledger("overload")
    agent = kit.agent("agent-overload", "overload")
    with _through_pooler(own):
        locked, *free = [kit.new_customer(agent, f"c-{n}", balance="1000000.00") for n in range(CALLERS)]
        answers, normal_after_s = _overload(own, agent, locked, free, SMOKE_LOAD_S if bench.smoke else LOAD_S)
        own.assert_consistent()
    posted = own.ledger.value("select count(*) from transactions where kind = 'debit'")
    counts = Counter(_outcome(answer) for answer in answers)
    yield Figure("overload: answers", ", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    others = sum(count for name, count in counts.items() if name not in {"201", "503 with Retry-After"})
    yield at_most("overload: answers other than 201, and 503 with Retry-After", others, 0, "")
    yield at_most("overload: debits posted without a 201, or the reverse", abs(posted - counts["201"]), 0, "")
    yield at_most("overload: until every caller succeeds again", normal_after_s, NORMAL_AFTER_S, " s")


def _overload(bench: Bench, agent: Person, locked: str, free: list[str], load_s: float) -> tuple[list[Answer], float]:
    """All callers debit, every second one the locked wallet.

    Returns the answers, and the seconds from the end of the load until every caller has succeeded.
    """
    answers: list[Answer] = []
    end = threading.Event()
    first_success: list[float] = []

    def call(number: int) -> None:
        customer = locked if number % 2 else free[number // 2]
        while not end.is_set():
            answers.append(_debit(agent, customer))
        while (answer := _debit(agent, customer)).status != 201:
            answers.append(answer)
        answers.append(answer)
        first_success.append(time.monotonic())
        sessions.disconnect()

    callers = [threading.Thread(target=call, args=(number,)) for number in range(CALLERS)]
    with bench.ledger.admin() as holder:
        holder.execute("begin")
        holder.execute("select from wallets where owner_id = %s for update", (locked,))
        for caller in callers:
            caller.start()
        end.wait(load_s)
        holder.execute("rollback")
        ended = time.monotonic()
        end.set()
    for caller in callers:
        caller.join()
    return answers, max(first_success) - ended


def _debit(agent: Person, customer_id: str) -> Answer:
    return agent.post("/api/v1/cashier/debit", {"customer_id": customer_id, "amount": "0.01", "description": "Load"})


def _outcome(answer: Answer) -> str:
    return "503 with Retry-After" if answer.status == 503 and "retry-after" in answer.headers else str(answer.status)


@contextmanager
def _through_pooler(bench: Bench) -> Iterator[None]:
    sessions.disconnect()
    settings = {"default_pool_size": POOL, "query_wait_timeout": BORROW_TIMEOUT_S}
    with (
        tempfile.TemporaryDirectory() as folder,
        pooler.running(bench.server, Path(folder), settings),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("DATABASE_URL", f"postgresql:///overload?host={folder}")
        yield
        sessions.disconnect()
