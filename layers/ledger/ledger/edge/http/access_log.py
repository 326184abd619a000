"""Which reads the access log has, and what it has of each."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from ledger.edge.http.call import Call
from ledger.edge.http.operation import Operation
from ledger.records.access_log import RECORDED_ROLES
from ledger.storage.sessions import AccessRecord


def record(operation: Operation, call: Call, route: str, given: Mapping[str, Any]) -> Callable[[], AccessRecord] | None:
    """A function that returns the record of a read. None if the reads of this caller are not recorded.

    given: the operation's arguments. The function is called after the operation has chosen the tenant.
    """
    role = next((role for role in RECORDED_ROLES if role in call.principal.roles), None)
    if role is None:
        return None
    details = {
        "request_id": call.request_id,
        "principal": call.principal.sub,
        "role": role,
        "route": route,
        "object": _object(operation, given),
        "tenant_id": call.principal.tenant_id,
    }
    return lambda: AccessRecord(call.shown_tenant, json.dumps(details))


def _object(operation: Operation, given: Mapping[str, Any]) -> str | None:
    """The id of what a read shows: the one in its path, or else in its query. A name is not recorded."""
    if operation.path:
        return str(given[next(iter(operation.path))])
    filters = dict(given[operation.query[0]]) if operation.query else {}
    ids = (str(id_) for name, id_ in filters.items() if name.endswith("_id") and name != "tenant_id" and id_)
    return next(ids, None)
