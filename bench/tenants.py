"""Row-level security: requests with the policies and the announcement of the tenant, compared with the same requests
without both. A write announces its tenant in both, as part of its claim.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

import pytest

from bench import history
from bench.database import Bench
from bench.report import Figure, at_most
from ledger.storage import sessions
from tests.support import kit
from tests.support.kit import Answer

_TENANT = "bench-tenants"
_ENTRIES = 10_000  # of 1 each, more than the transfers need
_CALLS_PER_BLOCK = 25
_WARM_UP_CALLS = 5  # which make plans
_BLOCKS = 40
_TABLES = """
    select relname from pg_class
    where relnamespace = 'ledger'::regnamespace and relforcerowsecurity
"""


def measure(bench: Bench) -> Iterator[Figure]:
    requests = _requests(bench)
    blocks: dict[tuple[str, bool], list[float]] = {}
    for number in range(1 if bench.smoke else _BLOCKS):
        for secured in (number % 2 == 0, number % 2 == 1):
            _secure(bench, secured=secured)
            with pytest.MonkeyPatch.context() as patch:
                if not secured:
                    patch.setattr(sessions.Origin, "announcement", None)
                for name, request in requests.items():
                    blocks.setdefault((name, secured), []).append(_median_s(request))
    _secure(bench, secured=True)
    sessions.disconnect()
    for name in requests:
        with_policies, without = blocks[name, True], blocks[name, False]
        ratio = median(this / other for this, other in zip(with_policies, without, strict=True))
        yield at_most(
            f"{name} with row-level security, to the same without",
            ratio,
            1.05,
            "x",
            with_ms=median(with_policies) * 1000,
            without_ms=median(without) * 1000,
        )


def _requests(bench: Bench) -> dict[str, Callable[[], Answer]]:
    agent, service = kit.agent("agent-tenants", "bench-desk"), kit.service(_TENANT)
    customer = kit.new_customer(agent, balance="1000000.00")
    for number in range(60):
        kit.new_customer(agent, f"customer-{number}")
    kit.credit(service, "ann", "1")
    with bench.ledger.admin() as admin:
        admin.execute(history.FILL, {"tenant": _TENANT, "owner": "ann", "entries": _ENTRIES - 1})
        admin.execute("vacuum analyze")
    debit = {"customer_id": customer, "amount": "0.01", "description": "Bench"}
    transfer = {"from_owner_id": "ann", "to_owner_id": "bob", "amount": "1", "currency": "COIN"}
    return {
        "debit": partial(agent.post, "/api/v1/cashier/debit", debit),
        "transfer": partial(service.post, "/api/v1/transfers", transfer),
        "history page": partial(service.get, "/api/v1/wallets/ann/transactions", {"currency": "COIN"}),
        "list of customers": partial(agent.get, "/api/v1/agent/clients"),
    }


def _secure(bench: Bench, *, secured: bool) -> None:
    verb = "enable" if secured else "disable"
    with bench.ledger.admin() as admin:
        for row in admin.execute(_TABLES).fetchall():
            admin.execute(f"alter table {row['relname']} {verb} row level security".encode())


def _median_s(request: Callable[[], Answer]) -> float:
    """Seconds of a call."""
    seconds = []
    for number in range(_WARM_UP_CALLS + _CALLS_PER_BLOCK):
        began = time.perf_counter()
        answer = request()
        if number >= _WARM_UP_CALLS:
            seconds.append(time.perf_counter() - began)
        assert answer.status in {200, 201}, answer.text
    return median(seconds)
