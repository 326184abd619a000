"""Holds of tests: create them, and let them expire."""

from functools import partial
from itertools import count
from typing import Any

from ledger.holds import expiry
from ledger.storage import sessions
from ledger.storage.sessions import Budget
from tests.support.kit import Answer, Database, Person


def ask(system: Person, owner_id: str, amount: object, *, key: str | None = None, **more: Any) -> Answer:
    """Ask for a hold in USD."""
    body = {"owner_id": owner_id, "currency": "USD", "amount": amount, "reason": "order"} | more
    return system.post("/api/v1/holds", body, key=key)


def hold(system: Person, owner_id: str, amount: object, **more: Any) -> Any:
    """Create a hold, which must succeed. Returns it."""
    answer = ask(system, owner_id, amount, **more)
    assert answer.status == 201, answer.text
    return answer.json


def capture(system: Person, hold: Any, **body: object) -> Answer:
    return system.post(f"/api/v1/holds/{hold['hold_id']}/capture", body)


def release(system: Person, hold: Any) -> Answer:
    return system.post(f"/api/v1/holds/{hold['hold_id']}/release")


def state(hold: Any) -> tuple[str, ...]:
    """Its status, what was captured, and what can still be."""
    return hold["status"], hold["captured"], hold["remaining"]


def debit(system: Person, amount: str) -> Answer:
    """Debit ann's wallet in USD."""
    body = {"amount": amount, "currency": "USD", "reason": "manual_adjust"}
    return system.post("/api/v1/wallets/ann/debit", body)


def expire(database: Database, *holds: Any, ago: str = "0 s") -> None:
    """Let holds have expired some time ago."""
    ids = [hold["hold_id"] for hold in holds]
    database.rows(
        """
        with expired as (
            update holds set expires_at = clock_timestamp() - %s::interval where hold_id = any(%s::uuid[])
            returning tenant_id, wallet_id, expires_at
        )
        update wallets w set held_until = least(w.held_until, x.expires_at) from expired x
        where w.tenant_id = x.tenant_id and w.wallet_id = x.wallet_id and w.held > 0
        returning w.wallet_id
        """,
        ago,
        ids,
    )


def record_expired(part: int = expiry.PART_HOLDS) -> int:
    """Record the holds that have expired, as the scheduled function does. Returns how many were recorded.

    Its time is up when it has been asked for a thousand times, so that a run that reads the same hold again ends.
    """
    with sessions.connected_as("purser_relay"):
        return expiry.run(Budget(partial(next, count(1000.0, -1.0))), part).expired
