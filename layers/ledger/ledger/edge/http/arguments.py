"""Parsing and validation: from an HTTP event to a handler's arguments. All problems are reported together."""

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from email.message import Message
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.models import Query, Request

MAX_BODY_BYTES: Final = 256 * 1024
MAX_PROBLEMS: Final = 1_000
"""The most problems that an answer lists. A body of 256 KiB can have 30,000, whose list Lambda could not return."""
_MAX_MEDIA_TYPE_LENGTH: Final = 256
_MAX_INTEGER_DIGITS: Final = 32
"""A longer integer is parsed as Decimal, since int() refuses text of more than 4,300 digits."""

_MEMBER: Final = re.compile(r"([a-z_]+)\[(.*)\]", re.DOTALL)
"""A parameter that is a member of an object, as `deepObject` of OpenAPI 3."""

type _Place = tuple[int | str, ...]
"""Of a problem in what was validated: the names and numbers that lead there."""
type Problems = list[tuple[str, Problem]]
"""The problems of a request, each with pydantic's error type."""


def body_text(event: Mapping[str, Any]) -> str:
    """The decoded body. Raises PayloadTooLarge, and InvalidRequest if it is not UTF-8."""
    raw = event.get("body") or ""
    try:
        data = base64.b64decode(raw, validate=True) if event.get("isBase64Encoded") else raw.encode()
        if len(data) > MAX_BODY_BYTES:
            raise errors.PayloadTooLarge(f"The body has {len(data)} bytes, and at most {MAX_BODY_BYTES} are allowed.")
        return data.decode()
    except (UnicodeError, binascii.Error):
        raise errors.InvalidRequest("The body is not UTF-8.", errors=[Problem("", "The body is not UTF-8.")]) from None


def media_type(headers: Mapping[str, str]) -> str:
    """The content type without its parameters. Raises UnsupportedMediaType if it is too long, or its charset is not
    UTF-8."""
    content_type = headers.get("content-type", "application/octet-stream")
    if len(content_type) > _MAX_MEDIA_TYPE_LENGTH:
        raise errors.UnsupportedMediaType(f"A content type has at most {_MAX_MEDIA_TYPE_LENGTH} characters.")
    return _media_type(content_type)


@lru_cache
def _media_type(content_type: str) -> str:
    header = Message()
    header["content-type"] = content_type
    if str(header.get_param("charset", "utf-8")).lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise errors.UnsupportedMediaType("The body must be UTF-8.")
    return header.get_content_type()


def is_json(media: str) -> bool:
    return media == "application/json" or (media.startswith("application/") and media.endswith("+json"))


def parse_json(text: str) -> object:
    """Parse JSON (RFC 8259), numbers as int or Decimal. Raises InvalidRequest, also for duplicate members and NaN."""
    if not text.strip():
        return {}
    try:
        return _JSON.decode(text)
    except RecursionError:
        raise _malformed("The body is nested too deeply.") from None
    except ValueError as error:
        raise _malformed(f"The body is not JSON: {error}.") from None


def body(model: type[Request], value: object) -> tuple[Request | None, Problems]:
    if not isinstance(value, dict):
        return None, [("object", Problem("", "The body must be an object."))]
    return _validated(model, value, "/")


def query[Model: BaseModel](model: type[Model], raw: str) -> tuple[Model | None, Problems]:
    """Validate the URL's query. Parameters such as meta[order]=7 are members of an object, if the model has its name.
    Repeated and unknown parameters are problems."""
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return None, [("query", Problem("", "The query is not UTF-8."))]
    given = dict(pairs)
    if len(given) < len(pairs):
        repeated = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
        return None, [("repeated", Problem(name, "The parameter is given more than once.")) for name in repeated]
    members = {name: found for name in given if (found := _MEMBER.fullmatch(name)) and found[1] in model.model_fields}
    objects: dict[str, Any] = {found[1]: {} for found in members.values()}
    for name, found in members.items():
        objects[found[1]][found[2]] = given.pop(name)
    if both := objects.keys() & given.keys():
        return None, [("repeated", Problem(name, "The parameter is given more than once.")) for name in sorted(both)]
    try:
        return model.model_validate(given | objects), []
    except ValidationError as error:
        return None, _problems(error, _parameter)


def _parameter(place: _Place) -> str:
    """The name of the parameter at a place of a query's model."""
    name, *members = place or ("",)
    return f"{name}[{members[0]}]" if members else str(name)


def contains(raw: str, parameter: str) -> bool:
    """Whether a query contains the parameter, even if the rest of the query is malformed."""
    return any(name == parameter for name, _ in parse_qsl(raw, keep_blank_values=True, errors="replace"))


def headers[Model: BaseModel](model: type[Model], given: Mapping[str, str]) -> tuple[Model | None, Problems]:
    return _validated(model, dict(given), "")


def path(kinds: Mapping[str, TypeAdapter[Any]], given: Mapping[str, str]) -> tuple[dict[str, Any], Problems]:
    values: dict[str, Any] = {}
    problems: Problems = []
    for name, kind in kinds.items():
        try:
            values[name] = kind.validate_python(given.get(name, ""))
        except ValidationError as error:
            problems += [(found["type"], Problem(name, _sentence(found))) for found in error.errors(include_url=False)]
    return values, problems


def problems(error: ValidationError, prefix: str = "/") -> Problems:
    """The problems that pydantic found in a body. prefix: before the pointers."""
    return _problems(error, lambda place: prefix + "/".join(_escaped(part) for part in place))


def _problems(error: ValidationError, pointer: Callable[[_Place], str]) -> Problems:
    return [
        (found["type"], Problem(pointer(found["loc"]), _sentence(found)))
        for found in error.errors(include_url=False, include_input=False)
    ]


def refusal(problems: Problems, most: int = MAX_PROBLEMS) -> errors.Refusal:
    """The refusal of a request with problems. If all of them concern the amount or the wallet, it has that code.

    most: how many of them it lists.
    """
    listed = [problem for _, problem in problems[:most]]
    sentence = "; ".join(f"{problem.pointer or 'body'}: {problem.detail}" for problem in listed[:3])
    kinds = {"invalid_amount" if problem.pointer == "/amount" else kind for kind, problem in problems}
    if kinds <= {"invalid_amount", "amount"}:
        return errors.InvalidAmount(sentence, errors=listed)
    if kinds == {"wallet"}:
        return errors.InvalidWallet(sentence, errors=listed)
    return errors.InvalidRequest(sentence, errors=listed)


def _validated[Model: BaseModel](
    model: type[Model], value: dict[str, Any], prefix: str
) -> tuple[Model | None, Problems]:
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, problems(error, prefix)


def _escaped(part: str | int) -> str:
    """A part of a JSON pointer, escaped (RFC 6901). Characters that UTF-8 cannot encode are replaced."""
    return str(part).encode(errors="replace").decode().replace("~", "~0").replace("/", "~1")


def _sentence(found: ErrorDetails) -> str:
    """pydantic's message as a sentence. Of a text that a validator has read, it counts characters as `items`."""
    facts = found.get("ctx", {})
    if found["type"] == "string_too_long" or (found["type"] == "too_long" and facts.get("field_type") == "Value"):
        return f"At most {facts['max_length']} characters."
    return found["msg"] if found["msg"].endswith(".") else f"{found['msg']}."


def _malformed(sentence: str) -> errors.InvalidRequest:
    return errors.InvalidRequest(sentence, errors=[Problem("", sentence)])


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("a number is out of range") from None


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= _MAX_INTEGER_DIGITS else Decimal(text)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("an object has a member twice")
    return members


_JSON: Final = json.JSONDecoder(
    parse_float=_decimal, parse_int=_integer, parse_constant=_no_constant, object_pairs_hook=_no_duplicates
)


class NoParameters(Query):
    """For an operation without query parameters."""


class NoBody(Request):
    """For an operation without a body. An empty object is accepted."""
