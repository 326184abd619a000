"""What an operation of the API is: its method, its path, and the types of its answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol, cast
from urllib.parse import quote
from uuid import UUID

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

type Time = datetime | date
"""A datetime, or a date for the whole UTC day."""
type Parameter = Mapping[str, str | int | bool] | UUID | Time | str | int | bool | None


class Page[T](Protocol):
    """A page of a list."""

    @property
    def items(self) -> list[T]: ...

    @property
    def next_cursor(self) -> str | None: ...


@dataclass(frozen=True)
class Operation[T]:
    """path: a parameter is its name in braces. answers: the type of the body of each successful status; str is CSV,
    bytes a file. is_write: it takes an idempotency key. media_type: of the request's body. accepts: the media type of
    an answer that is bytes."""

    method: str
    path: str
    answers: Mapping[int, Any]
    is_write: bool = False
    media_type: str = "application/json"
    accepts: str = "application/pdf"

    def request(
        self,
        path: Mapping[str, object],
        query: Mapping[str, Parameter],
        body: BaseModel | str | None,
        key: str | None,
    ) -> "Request":
        """Build the request. A field of `body` that was never set is left out; one that was set to None is null.

        Raises ValueError for a name in the path that would make it another path, and an amount that is no Decimal.
        """
        if any(str(value) in {"", ".", ".."} for value in path.values()):
            raise ValueError(f"an empty name, '.' and '..' cannot be in {self.path}")
        headers = {} if key is None else {"Idempotency-Key": key}
        content = body.model_dump_json(exclude_unset=True) if isinstance(body, BaseModel) else body
        if content is not None:
            headers["Content-Type"] = self.media_type
        url = self.path.format_map({name: quote(str(value), safe="") for name, value in path.items()})
        return Request(self.method, url, httpx.QueryParams(_pairs(query)), headers, content, key)

    def read(self, response: httpx.Response) -> T:
        """Raises ValueError if the body is not of the status's type, or the status has none."""
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if response.status_code not in self.answers:
            raise ValueError(f"{response.status_code} is not a status of {self.method} {self.path}")
        kind = self.answers[response.status_code]
        body: Any
        if kind is bytes or kind is str:
            expected = self.accepts if kind is bytes else "text/csv"
            if media_type != expected:
                raise ValueError(f"it is {media_type or 'of no type'} instead of {expected}")
            body = response.content if kind is bytes else response.text
        else:
            body = _validated(kind, response.content)
        return cast(T, body)


@dataclass(frozen=True)
class Request:
    """A request, the same at every attempt but for its token."""

    method: str
    url: str
    query: httpx.QueryParams
    headers: Mapping[str, str]
    content: str | None
    key: str | None


def _pairs(query: Mapping[str, Parameter]) -> list[tuple[str, str | int | float | bool | None]]:
    pairs: list[tuple[str, str | int | float | bool | None]] = []
    for name, value in query.items():
        if isinstance(value, Mapping):
            pairs += [(f"{name}[{member}]", _text(one)) for member, one in value.items()]
        elif value is not None:
            pairs.append((name, _text(value)))
    return pairs


def _text(value: UUID | Time | str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _validated(kind: Any, content: bytes) -> Any:
    """Raises ValueError without any value of the answer, which may be a secret."""
    try:
        return _adapter(kind).validate_json(content)
    except ValidationError as error:
        first, *_ = error.errors(include_url=False, include_context=False, include_input=False)
        place = ".".join(str(step) for step in first["loc"])
        raise ValueError(f"{error.error_count()} faults, the first at {place or 'its start'}: {first['msg']}") from None


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
