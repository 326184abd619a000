"""Helpers for tests of policies, awards and refunds: a tournament's events and their effects."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from tests.support import kit, live
from tests.support.kit import Answer, Database, Person
from tests.support.live import Detail

CONFIRMED = "registration_confirmed"
COMPLETED = "tournament_completed"
CANCELLED = "tournament_cancelled"
CUP = "winter-cup"
DEFAULTS = {"participation": 5, "top4": 25, "runner_up": 50, "winner": 100}


def policy(service: Person, amounts: Mapping[str, object], tournament_id: str = CUP) -> Answer:
    return service.call("PUT", f"/api/v1/tournaments/{tournament_id}/coin-policy", amounts)


def set_policy(service: Person, tournament_id: str = CUP, **amounts: object) -> None:
    answer = policy(service, amounts, tournament_id)
    assert answer.status == 200, answer.text


def confirmed(registration_id: str, *owner_ids: str, tournament_id: str = CUP, tenant_id: str = "acme") -> Detail:
    return {
        "tenant_id": tenant_id,
        "tournament_id": tournament_id,
        "registration_id": registration_id,
        "owner_ids": list(owner_ids),
    }


def placed(registration_id: str, placement: object, *owner_ids: str) -> Detail:
    return {"registration_id": registration_id, "placement": placement, "owner_ids": list(owner_ids)}


def completed(*placements: Detail, tournament_id: str = CUP, tenant_id: str = "acme") -> Detail:
    return {"tenant_id": tenant_id, "tournament_id": tournament_id, "placements": list(placements)}


def cancelled(tournament_id: str = CUP, tenant_id: str = "acme") -> Detail:
    return {"tenant_id": tenant_id, "tournament_id": tournament_id}


def consumer_of(detail: Detail) -> str:
    return COMPLETED if "placements" in detail else CONFIRMED if "registration_id" in detail else CANCELLED


def deliver(*details: Detail) -> None:
    """Deliver each event in a call of its own, and assert that none fails."""
    for detail in details:
        assert live.deliver(consumer_of(detail), live.messages(detail)) == [], detail


def coins(service: Person, *owner_ids: str) -> dict[str, int]:
    return {owner_id: int(kit.balance_of(service, owner_id)) for owner_id in owner_ids}


def history(service: Person, owner_id: str, currency: str = "COIN") -> list[dict[str, Any]]:
    """An owner's entries, oldest first."""
    answer = service.get(f"/api/v1/wallets/{owner_id}/transactions", {"currency": currency, "limit": 100})
    assert answer.status == 200, answer.text
    return cast("list[dict[str, Any]]", answer.json["items"][::-1])


def coin_entries(service: Person, owner_id: str) -> list[tuple[str, int, str | None]]:
    """The reason, the amount and the key of each entry."""
    return [(item["reason"], int(item["amount"]), item["idempotency_key"]) for item in history(service, owner_id)]


def pay_entry_fee(
    service: Person, owner_id: str, amount: str = "10", meta: object = None, currency: str = "COIN"
) -> str:
    """Pay an entry fee of the cup, or of the tournament that meta names. Returns the transaction id."""
    body = {"amount": amount, "reason": "entry_fee_debit", "currency": currency}
    answer = service.post(
        f"/api/v1/wallets/{owner_id}/debit", body | {"meta": {"tournament_id": CUP} if meta is None else meta}
    )
    assert answer.status == 201, answer.text
    return cast("str", answer.json["transaction_id"])


def total_awarded(database: Database) -> int:
    """The sum of all awards, from the entries."""
    return cast(
        "int",
        database.value("""
            select coalesce(sum(e.amount), 0)::bigint from entries e
            join transactions t using (tenant_id, transaction_id)
            where e.version is not null and t.kind in ('participation', 'top4', 'runner_up', 'winner')
        """),
    )


def owners(count: int) -> Sequence[str]:
    return [f"owner-{n:05}" for n in range(count)]
