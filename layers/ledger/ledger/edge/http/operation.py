"""What a handler's signature says: which of its parameters come from where."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from ledger.core.models import Headers, Query, Request
from ledger.edge.http.call import Call
from ledger.storage.sessions import Session


@dataclass(frozen=True)
class Operation:
    """One route's handler, as the edge runs it and the OpenAPI document describes it.

    roles: none where nobody has to say who they are. returns: the annotation of its result.
    """

    function: Callable[..., Any]
    roles: frozenset[str] | None
    writes: bool
    created: bool
    body: tuple[str, type[Request]] | None
    query: tuple[str, type[Query]] | None
    headers: tuple[str, type[Headers]] | None
    path: dict[str, TypeAdapter[Any]]
    transaction: str | None
    call: str | None
    returns: Any

    def status_of(self, answer: type) -> int:
        """Of an answer of this kind: 201 where it is something new, which a kind can say it is not (NEW)."""
        return 201 if self.created and getattr(answer, "NEW", True) else 200

    @classmethod
    def of(
        cls, function: Callable[..., Any], *, roles: frozenset[str] | None, writes: bool, created: bool
    ) -> "Operation":
        """A parameter annotated Transaction, Call, or with a Request, Query or Headers is that; others are in
        the path."""
        hints = get_type_hints(function, include_extras=True)
        body = query = headers = transaction = call = None
        path: dict[str, TypeAdapter[Any]] = {}
        for name in inspect.signature(function).parameters:
            kind = hints[name]
            if kind is Session:
                transaction = name
            elif kind is Call:
                call = name
            elif _is(kind, Request):
                body = (name, kind)
            elif _is(kind, Query):
                query = (name, kind)
            elif _is(kind, Headers):
                headers = (name, kind)
            else:
                path[name] = TypeAdapter(kind)
        return cls(
            function=function,
            roles=roles,
            writes=writes,
            created=created,
            body=body,
            query=query,
            headers=headers,
            path=path,
            transaction=transaction,
            call=call,
            returns=hints["return"],
        )


def _is(kind: Any, base: type) -> bool:
    return inspect.isclass(kind) and issubclass(kind, base)
