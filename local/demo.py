"""Two agents, their customers and some movements, put in over HTTP as any client would."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx

from local import CannotStart

_TENANT = "demo"


@dataclass(frozen=True)
class Movement:
    """kind: debit or credit, which is also the route. override: lets a PostUp customer go below zero."""

    kind: str
    amount: str
    description: str
    override: bool = False


@dataclass(frozen=True)
class Customer:
    """credit_limit: None for a PostUp customer."""

    agent: str
    username: str
    credit_limit: str | None = None
    movements: list[Movement] = field(default_factory=list)


CUSTOMERS = (
    Customer(
        "agent-ada",
        "alice",
        movements=[Movement("credit", "250.00", "Opening deposit"), Movement("debit", "75.50", "Cash paid out")],
    ),
    Customer(
        "agent-ada",
        "bruno",
        credit_limit="500.00",
        movements=[Movement("debit", "320.00", "Cash on account"), Movement("credit", "120.00", "Part repaid")],
    ),
    Customer(
        "agent-ada",
        "chen",
        movements=[
            Movement("credit", "40.00", "Opening deposit"),
            Movement("debit", "60.00", "Deposit of another customer taken back", override=True),
        ],
    ),
    Customer("agent-ben", "dora", movements=[Movement("credit", "1000.00", "Opening deposit")]),
    Customer("agent-ben", "emil", credit_limit="2500.00", movements=[Movement("debit", "2500.00", "Up to the limit")]),
)


def run(base_url: str) -> int:
    """Put the demo data into the system at `base_url` and say what was put; 0 where it is there, before or now.

    Every write has a key of its own, so a demo that was cut short is completed by the next one.
    Raises CannotStart where nothing answers, or something else than Purser does.
    """
    try:
        with httpx.Client(base_url=base_url, timeout=30) as client:
            there = [_put(client, customer) for customer in CUSTOMERS]
    except httpx.TransportError as error:
        raise CannotStart(f"Nothing answers at {base_url}; start it with: make run") from error
    if all(there):
        print("The demo data is there already.")
    print(f"Tenant {_TENANT}; a token: POST {base_url}/local/token " + '{"sub": "agent-ada", "tenant_id": "demo", …}')
    return 0


def _put(client: httpx.Client, customer: Customer) -> bool:
    """Whether it was there already."""
    asked = {"sub": customer.agent, "tenant_id": _TENANT, "roles": ["agent"]}
    headers = {"Authorization": f"Bearer {_sent(client, '/local/token', asked).json()['access_token']}"}
    account: dict[str, Any] = {"username": customer.username, "account_type": "postup"}
    if customer.credit_limit is not None:
        account |= {"account_type": "credit", "credit_limit": customer.credit_limit}
    key = f"demo-{customer.username}"
    created = _sent(client, "/api/v1/agent/clients", account, {**headers, "Idempotency-Key": key})
    if created.status_code == HTTPStatus.CONFLICT:
        print(f"{customer.username} is there already, made by somebody else")
        return True
    answers = [created]
    for number, movement in enumerate(customer.movements):
        wanted: dict[str, Any] = {
            "customer_id": created.json()["customer_id"],
            "amount": movement.amount,
            "description": movement.description,
        }
        if movement.override:
            wanted["allow_overdraft"] = True
        keyed = {**headers, "Idempotency-Key": f"{key}-{number}"}
        answers.append(_sent(client, f"/api/v1/cashier/{movement.kind}", wanted, keyed))
    there = all(answer.headers.get("Idempotency-Replayed") == "true" for answer in answers)
    if not there:
        print(f"{customer.agent} keeps {customer.username}: {len(customer.movements)} movements")
    return there


def _sent(
    client: httpx.Client, path: str, body: dict[str, Any], headers: dict[str, str] | None = None
) -> httpx.Response:
    answer = client.post(path, json=body, headers=headers)
    if answer.status_code >= HTTPStatus.BAD_REQUEST and answer.status_code != HTTPStatus.CONFLICT:
        raise CannotStart(f"{path} answered {answer.status_code}: {answer.text}")
    return answer
