"""Which reads the access log has, and what it has of each.

A write shows data too: in its answer, and in a refusal with a balance. What it posts is in the ledger with its author.
The other writes are recorded as reads are: those that posted nothing, and those that were refused, repeated or tried.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from ledger.core.models import OfTenant
from ledger.edge.http.call import Call
from ledger.edge.http.operation import Operation
from ledger.records.access_log import RECORDED_ROLES
from ledger.storage.sessions import Access, AccessRecord


def record(operation: Operation, call: Call, route: str, given: Mapping[str, Any]) -> Access | None:
    """A function that returns the record. None if this caller's reads are not recorded.

    given: the operation's arguments. The function is called after a reading operation has chosen the tenant. A writing
    one may be answered before, from what was stored.
    """
    role = next((role for role in RECORDED_ROLES if role in call.principal.roles), None)
    if role is None:
        return None

    def recorded() -> AccessRecord:
        objects = [*dict.fromkeys(_objects(operation, given))]
        details: dict[str, object] = {
            "request_id": call.request_id,
            "principal": call.principal.sub,
            "role": role,
            "route": route,
            "objects": objects or [None],
            "tenant_id": call.principal.tenant_id,
        }
        tenant_id = _tenant_of_write(operation, call, given, objects) if operation.writes else call.shown_tenant
        return AccessRecord(tenant_id, json.dumps(details))

    return recorded


def _tenant_of_write(operation: Operation, call: Call, given: Mapping[str, Any], objects: Sequence[str]) -> str | None:
    """The tenant that root names, or None, for the one that has the object that it names; else the caller's own."""
    query = given[operation.query[0]] if operation.query else None
    if isinstance(query, OfTenant) and query.tenant_id:
        return query.tenant_id
    return None if "root" in call.principal.roles and objects else call.principal.tenant_id


def _objects(operation: Operation, given: Mapping[str, Any]) -> Iterator[str]:
    """The ids of what a request is about: the first in its path, or else those in its query and its body. A name is not
    recorded."""
    if operation.path:
        yield str(given[next(iter(operation.path))])
        return
    for part in (operation.query, operation.body):
        if part:
            yield from _ids(given[part[0]])


def _ids(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _ids(one)
    if isinstance(part, BaseModel):
        for name, value in part:
            if name.endswith("_id") and name != "tenant_id" and value:
                yield str(value)
            yield from _ids(value)
