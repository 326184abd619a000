"""Operations: read a handler's signature, to know which of its parameters come from which part of the request."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from ledger.core.models import Headers, Query, Request
from ledger.edge.http.call import Call, Writer
from ledger.storage.sessions import Session


@dataclass(frozen=True)
class Operation:
    """The handler of a route. The edge runs it, and the OpenAPI document is generated from it.

    roles: None if the operation needs no token. created: a result that is new is answered with 201.
    body, query, headers: the parameter's name and its model. path: the type of each path parameter.
    session, call, writer: the names of the parameters that get these. returns: the annotation of the result.
    """

    function: Callable[..., Any]
    roles: frozenset[str] | None
    writes: bool
    created: bool
    body: tuple[str, type[Request]] | None
    query: tuple[str, type[Query]] | None
    headers: tuple[str, type[Headers]] | None
    path: dict[str, TypeAdapter[Any]]
    session: str | None
    call: str | None
    writer: str | None
    returns: Any

    def status_of(self, answer: type) -> int:
        """The status of an answer: the STATUS of its class; without one, 201 if the operation creates something, unless
        the class has NEW = False."""
        default = 201 if self.created and getattr(answer, "NEW", True) else 200
        return int(getattr(answer, "STATUS", default))

    @classmethod
    def of(
        cls, function: Callable[..., Any], *, roles: frozenset[str] | None, writes: bool, created: bool
    ) -> "Operation":
        """Read a handler's signature.

        A parameter annotated with Session, Call, Writer, or a subclass of Request, Query or Headers gets that. Every
        other parameter is a path parameter.
        """
        hints = get_type_hints(function, include_extras=True)
        body = query = headers = session = call = writer = None
        path: dict[str, TypeAdapter[Any]] = {}
        for name in inspect.signature(function).parameters:
            kind = hints[name]
            if kind is Session:
                session = name
            elif kind is Call:
                call = name
            elif kind is Writer:
                writer = name
            elif _is_subclass(kind, Request):
                body = (name, kind)
            elif _is_subclass(kind, Query):
                query = (name, kind)
            elif _is_subclass(kind, Headers):
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
            session=session,
            call=call,
            writer=writer,
            returns=hints["return"],
        )


def _is_subclass(kind: Any, base: type) -> bool:
    return inspect.isclass(kind) and issubclass(kind, base)
