"""Batches of tests: their operations, and the calls that do the same one by one."""

from typing import Any

from tests.support.kit import Answer, Person

type Operation = dict[str, Any]

ROUTES = {
    "credit": "/api/v1/wallets/{owner_id}/credit",
    "debit": "/api/v1/wallets/{owner_id}/debit",
    "transfer": "/api/v1/transfers",
    "transaction": "/api/v1/transactions",
    "hold": "/api/v1/holds",
    "capture": "/api/v1/holds/{hold_id}/capture",
    "release": "/api/v1/holds/{hold_id}/release",
}


def credit(key: str, owner: str, amount: str = "5.00", currency: str | None = "USD", **more: object) -> Operation:
    return _operation("credit", key, currency, owner_id=owner, amount=amount, reason="salary", **more)


def debit(key: str, owner: str, amount: str = "5.00", currency: str | None = "USD", **more: object) -> Operation:
    return _operation("debit", key, currency, owner_id=owner, amount=amount, reason="salary", **more)


def transfer(
    key: str, sender: str, receiver: str, amount: str = "5.00", currency: str | None = "USD", **more: object
) -> Operation:
    return _operation("transfer", key, currency, from_owner_id=sender, to_owner_id=receiver, amount=amount, **more)


def transaction(key: str, *entries: dict[str, str], **more: object) -> Operation:
    return {"op": "transaction", "key": key, "entries": list(entries), "reason": "salary"} | more


def hold(key: str, owner: str, amount: str = "5.00", currency: str = "USD", **more: object) -> Operation:
    return _operation("hold", key, currency, owner_id=owner, amount=amount, reason="order", **more)


def capture(key: str, hold: Any, **more: object) -> Operation:
    return {"op": "capture", "key": key, "hold_id": hold["hold_id"]} | more


def release(key: str, hold: Any) -> Operation:
    return {"op": "release", "key": key, "hold_id": hold["hold_id"]}


def send(caller: Person, mode: str, *operations: Operation, key: str | None = None) -> Answer:
    return caller.post("/api/v1/batches", {"mode": mode, "operations": operations}, key=key)


def independent(caller: Person, *operations: Operation) -> list[tuple[int, Any]]:
    """Send operations as an independent batch, which must be answered. Returns the status and body of each."""
    answer = send(caller, "independent", *operations)
    assert answer.status == 200, answer.text
    results = answer.json["results"]
    assert [(one["index"], one["key"]) for one in results] == [(n, one["key"]) for n, one in enumerate(operations)]
    return [(one["status"], one["body"]) for one in results]


def alone(caller: Person, operation: Operation) -> Answer:
    """Send one operation by its own route."""
    body = {name: value for name, value in operation.items() if name not in {"op", "key"}}
    route = ROUTES[operation["op"]]
    for name in ("owner_id", "hold_id"):
        if f"{{{name}}}" in route:
            route = route.format(**{name: body.pop(name)})
    return caller.post(route, body or None, key=operation["key"])


def _operation(op: str, key: str, currency: str | None, **fields: object) -> Operation:
    return {"op": op, "key": key} | fields | ({"currency": currency} if currency else {})
