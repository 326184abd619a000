"""Calls of the system by clients, queues and timed schedules."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from tests.interleavings.tenants import Tenant
from tests.support import billing, kit, live
from tests.support.kit import Answer, Person

type Call = Callable[[Tenant, str], Answer]
"""A function that makes a request of the tenant with this Idempotency-Key."""


MAX_CALLS: Final = 4
"""How often a client sends a request that is answered with 503, or a queue delivers a message that fails."""


@dataclass(frozen=True)
class Operation:
    """function: its Lambda function. subjects: the objects that the operation shares with other operations."""

    name: str
    function: str
    subjects: frozenset[str]
    call: Call

    def request(self, tenant: Tenant, key: str) -> Answer:
        """Make the request. Repeat it with the same key while the answer is 503, at most MAX_CALLS times in all."""
        answer = self.call(tenant, key)
        for _ in range(MAX_CALLS - 1):
            if answer.status != 503:
                break
            answer = self.call(tenant, key)
        return answer


def operation(name: str, function: str, subjects: str, call: Call) -> Operation:
    """Create an operation. subjects: names separated by spaces."""
    return Operation(name, function, frozenset(subjects.split()), call)


def at_cashier(what: str, name: str, amount: str, person: str = "agent", **more: object) -> Call:
    def call(tenant: Tenant, key: str) -> Answer:
        agent: Person = getattr(tenant, person)
        body = {"customer_id": tenant.ids[name], "amount": amount, "description": "Cash"} | more
        return agent.post(f"/api/v1/cashier/{what}", body, key=key)

    return call


def send(method: str, path: str, body: object = None, by: str = "service") -> Call:
    """A request by one of the tenant's people or customers. The id of `name` replaces `{name}` in path and body."""

    def call(tenant: Tenant, key: str) -> Answer:
        person = tenant.customer(by) if by in tenant.ids else getattr(tenant, by)
        return person.call(method, _filled(path, tenant), _filled(body, tenant), key=key)

    return call


def send_as_root(method: str, path: str, body: object) -> Call:
    def call(tenant: Tenant, key: str) -> Answer:
        key = f"{tenant.name}/{key}"
        path_of_tenant = _filled(path, tenant)
        return billing.root().call(method, path_of_tenant, body, key=key, query={"tenant_id": tenant.name})

    return call


def deliver(function: str, detail: Callable[[Tenant], Mapping[str, Any]], detail_type: str = "Any") -> Call:
    """The delivery of a queue's message. All deliveries have the same id. The answer is 503 if the message failed."""

    def call(tenant: Tenant, key: str) -> Answer:
        body = {"id": str(uuid5(NAMESPACE_OID, f"{tenant.name}/{key}")), "detail-type": detail_type}
        message = live.message(json.dumps(body | {"detail": detail(tenant)}, default=str)) | {"messageId": body["id"]}
        failed = live.deliver(function, [message])
        return Answer(503 if failed else 200, {}, json.dumps(failed))

    return call


def relay(_tenant: Tenant, _key: str) -> Answer:
    """Run the relay. The answer contains no counts, since these depend on lost connections.

    If the answer to the lease of some rows is lost, only a later run publishes these rows.
    """
    live.relay()
    return Answer(200, {}, "")


def record_expired(_tenant: Tenant, _key: str) -> Answer:
    """Record the holds that have expired. The answer contains no count, since it depends on lost connections."""
    kit.handler("holds_expire")({}, kit.context("holds_expire"))
    return Answer(200, {}, "")


def reconcile(tenant: Tenant, _key: str) -> Answer:
    """Reconcile one wallet. The answer to a failed invocation is 503, so it is repeated, as by its timed schedule.

    The answer contains no counts, since these depend on lost connections: a later run ends a killed run.
    """
    order = {"full": True, "tenant_id": tenant.name, "wallet_id": tenant.ids["drifted_wallet"]}
    try:
        kit.handler("reconcile")(order, kit.context("reconcile"))
    except Exception:  # noqa: BLE001  (the runtime reports any exception as a failed invocation)
        return Answer(503, {}, "")
    return Answer(200, {}, "")


def _filled(value: Any, tenant: Tenant) -> Any:
    match value:
        case str():
            return value.format_map(tenant.ids) if "{" in value else value
        case dict():
            return {name: _filled(item, tenant) for name, item in value.items()}
        case list():
            return [_filled(item, tenant) for item in value]
        case _:
            return value
