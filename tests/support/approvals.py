"""Helpers for tests of approvals: requests that wait for a second person, and the people who decide."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

import psycopg
import pytest

from ledger.approvals import authentication
from tests.support import billing
from tests.support.kit import PLATFORM, Answer, Database, Person

APPROVALS = "/api/v1/approvals"
POLICY = "/api/v1/approval-policy"
PENDING_FIELDS = {
    *("approval_id", "status", "kind", "subject", "amount", "currency"),
    *("requested_by", "requested_at", "expires_at"),
}


def ask_for_two_people() -> pytest.MonkeyPatch:
    """Run with the template's default for TwoPeople until `undo` is called."""
    patch = pytest.MonkeyPatch()
    patch.setenv("TWO_PEOPLE", "on")
    return patch


def reverse(person: Person, transaction_id: str, reason: str = "By mistake", key: str | None = None) -> Answer:
    """Reverse a transaction of the person's tenant, or of acme if that is the platform's."""
    query = {"tenant_id": "acme"} if person.tenant_id == PLATFORM else {}
    path = f"/api/v1/transactions/{transaction_id}/reverse"
    return person.call("POST", path, {"reason": reason}, key=key, query=query)


def adjust(person: Person, amount: object = "5.00", key: str | None = None, tenant_id: str = "acme") -> Answer:
    body = {"amount": amount, "reason": "Goodwill"}
    return person.call("POST", f"{billing.WALLET}/adjustments", body, key=key, query={"tenant_id": tenant_id})


def pending(answer: Answer) -> str:
    """Assert that an operation waits for a second person, and return the id of its approval."""
    assert answer.status == 202, answer.text
    return cast("str", answer.json["approval_id"])


def approve(person: Person, approval_id: str, note: str | None = None, key: str | None = None) -> Answer:
    return person.post(f"{APPROVALS}/{approval_id}/approve", {"note": note} if note else None, key=key)


def reject(person: Person, approval_id: str, reason: str = "Not agreed", key: str | None = None) -> Answer:
    return person.post(f"{APPROVALS}/{approval_id}/reject", {"reason": reason}, key=key)


def status_of(person: Person, approval_id: str) -> str:
    return cast("str", billing.ok(person.get(f"{APPROVALS}/{approval_id}"))["status"])


def change_policy(person: Person, **from_: object) -> Answer:
    return person.put(POLICY, {"from": from_})


def policy_of(person: Person) -> Any:
    return billing.ok(person.get(POLICY))["from"]


def let_pass(database: Database, time: str) -> None:
    """Let a time pass for every approval: move its times into the past, as the superuser. time: an interval."""
    with without_immutability(database) as connection:
        connection.execute(
            "update approvals set requested_at = requested_at - %(time)s::interval,"
            " expires_at = expires_at - %(time)s::interval",
            {"time": time},
        )


def set_id(database: Database, approval_id: str, new: UUID) -> None:
    """Give an approval another id, as if it had been requested with it."""
    with without_immutability(database) as connection:
        request = connection.execute(
            "update approvals set approval_id = %s where approval_id = %s returning *, payload::text as text",
            (new, approval_id),
        ).fetchone()
        assert request
        code = authentication.code(request | {"payload": request["text"]})
        connection.execute("update approvals set mac = %s where approval_id = %s", (code, new))


@contextmanager
def without_immutability(database: Database) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """A connection of the superuser, with the trigger that protects approvals disabled."""
    with database.admin() as connection:
        connection.execute("alter table approvals disable trigger decided_once")
        yield connection
        connection.execute("alter table approvals enable always trigger decided_once")
