"""The field types of requests and answers, and the base classes of their models."""

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, cast
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from ledger.core.money import CURRENCIES, MAX_MINOR_UNITS, Money
from ledger.core.text import free_text, without_nul

_AMOUNT_TEXT: Final = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+", re.ASCII)
_SIGNED_TEXT: Final = re.compile(rf"-?({_AMOUNT_TEXT.pattern})", re.ASCII)
_UUID_TEXT: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_OWNER_TEXT: Final = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)
_WHOLE_TEXT: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_MAX_WHOLE_DIGITS: Final = len(str(MAX_MINOR_UNITS))
_MAX_DECIMALS: Final = max(currency.exponent for currency in CURRENCIES.values())
_LAST_DAY: Final = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
_MAX_SEQUENCE_DIGITS: Final = 20
"""A number with 20 digits is greater than every bigint, so longer ones are cut to this length."""
_MAX_TIME_LENGTH: Final = 64
_META_BYTES: Final = 4096
_META_LEVELS: Final = 16
_MAX_WHOLE: Final = 999_999_999
_DIGITS: Final = rf"[0-9]{{1,{_MAX_WHOLE_DIGITS}}}(\.[0-9]{{1,{_MAX_DECIMALS}}})?"
_UNSIGNED: Final = {"pattern": f"^{_DIGITS}$", "examples": ["25.00"]}
_SIGNED: Final = _UNSIGNED | {"pattern": f"^-?{_DIGITS}$"}
_ANSWERED: Final = _UNSIGNED | {"pattern": rf"^-?[0-9]+(\.[0-9]{{1,{_MAX_DECIMALS}}})?$"}
"""A sum of many balances may have more digits than an amount of a request."""
_TIME_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}.*)?$"


class Request(BaseModel):
    """A JSON body. Unknown fields are refused, and values are not converted between types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class DryRun(Request):
    """A JSON body of an operation that can be tried. dry_run: answer what would happen, and store nothing; the
    Idempotency-Key is not used."""

    dry_run: bool = False


class Query(BaseModel):
    """The query parameters of a URL. All arrive as text."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Headers(BaseModel):
    """The headers that an operation reads, by their names in lower case."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Answer(BaseModel):
    """A JSON answer."""

    model_config = ConfigDict(frozen=True, ser_json_inf_nan="strings")


def _number(value: object, text: re.Pattern[str]) -> Decimal:
    """A decimal with exactly the digits that were sent. The JSON parser produces int and Decimal, never float."""
    if isinstance(value, Decimal):
        number = value
    elif (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, str) and len(value) <= _MAX_WHOLE_DIGITS + _MAX_DECIMALS + 2 and text.fullmatch(value)
    ):
        number = Decimal(value)
    else:
        raise PydanticCustomError("amount", "An amount is a decimal number, such as 25.00, and nothing else.")
    if not number.is_finite() or number.adjusted() >= _MAX_WHOLE_DIGITS:
        raise PydanticCustomError("amount", "The amount is too large.")
    if -cast("int", number.as_tuple().exponent) > _MAX_DECIMALS:
        raise PydanticCustomError("amount", "The amount has more decimals than any currency.")
    return number


def _amount(value: object) -> Decimal:
    number = _number(value, _AMOUNT_TEXT)
    if number <= 0:
        raise PydanticCustomError("amount", "The amount must be greater than zero.")
    return number


def _not_negative(value: object) -> Decimal:
    number = _number(value, _AMOUNT_TEXT)
    if number < 0:
        raise PydanticCustomError("amount", "The amount cannot be negative.")
    return number


def _signed(value: object) -> Decimal:
    return _number(value, _SIGNED_TEXT)


def _uuid(value: object) -> UUID:
    if isinstance(value, UUID):
        return value
    if isinstance(value, str) and _UUID_TEXT.fullmatch(value):
        return UUID(value)
    raise PydanticCustomError("uuid", "An id is a UUID.")


def _owner(value: object) -> str:
    if isinstance(value, str) and _OWNER_TEXT.fullmatch(value):
        return value
    raise PydanticCustomError("wallet", "An owner id is 1 to 128 characters of A-Z a-z 0-9 . _ : -")


def _external_id(value: object) -> str:
    if isinstance(value, str) and _OWNER_TEXT.fullmatch(value):
        return value
    raise PydanticCustomError("id", "An id is 1 to 128 characters of A-Z a-z 0-9 . _ : -")


def _currency(value: object) -> str:
    if isinstance(value, str) and value in CURRENCIES:
        return value
    raise PydanticCustomError("currency", "A currency is an ISO 4217 code, such as USD, or COIN.")


def _whole(value: object) -> int:
    if isinstance(value, str) and _WHOLE_TEXT.fullmatch(value):
        return int(value)
    raise PydanticCustomError("whole_number", "A whole number of at most nine digits is expected.")


def _sequence_number(value: object) -> int:
    if isinstance(value, str) and re.fullmatch(r"[0-9]+", value, re.ASCII):
        return int((value.lstrip("0") or "0")[:_MAX_SEQUENCE_DIGITS])  # above any bigint, but valid
    raise PydanticCustomError("sequence", "The id of a stream event is a whole number.")


def decimal(value: object) -> Decimal:
    """Parse an amount as a request may write it: a decimal greater than zero."""
    return _amount(value)


def _meta(value: object) -> dict[str, Any]:
    """Numbers in `meta` become IEEE doubles, as most JSON parsers read them (RFC 7493). So it is not for amounts."""
    if not isinstance(value, dict):
        raise PydanticCustomError("meta", "An object is expected.")
    plain = cast("dict[str, Any]", _doubles(value))
    try:
        size = len(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode())
    except UnicodeEncodeError as error:
        raise PydanticCustomError("text", "Text cannot contain a lone surrogate.") from error
    if size > _META_BYTES:
        raise PydanticCustomError("meta", "The object may have at most 4096 bytes of JSON.")
    _check_texts(plain)
    return plain


def meta_text(meta: Mapping[str, Any] | None) -> str | None:
    """An object of the caller's own as the JSON that is stored."""
    return None if meta is None else json.dumps(meta, ensure_ascii=False, separators=(",", ":"))


def _doubles(value: object, level: int = 1) -> object:
    if level > _META_LEVELS:
        raise PydanticCustomError("meta", "The object is nested too deeply.")
    match value:
        case dict():
            return {key: _doubles(item, level + 1) for key, item in value.items()}
        case list():
            return [_doubles(item, level + 1) for item in value]
        case Decimal() if not math.isfinite(float(value)):
            raise PydanticCustomError("meta", "A number in the object is too large.")
        case Decimal():
            return float(value)
        case _:
            return value


def _check_texts(value: object) -> None:
    """Check the names, texts and whole numbers of an object of limited size, as the texts of other fields are."""
    match value:
        case dict():
            for name, item in value.items():
                free_text(name)
                _check_texts(item)
        case list():
            for item in value:
                _check_texts(item)
        case str():
            free_text(value)
        case int():
            free_text(str(value))
        case float():
            free_text(f"{value:.0f}")
        case _:
            pass


def instant(value: object, end_of_day: bool = False) -> datetime:
    """Parse a time; without an offset it is UTC.

    A date without a time is the first moment of that day, or with end_of_day the first moment of the next day.
    """
    try:
        if not isinstance(value, str) or len(value) > _MAX_TIME_LENGTH or not value.isprintable():
            raise ValueError
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            day = datetime.combine(date.fromisoformat(value), time(), UTC)
            return min(day, _LAST_DAY) + timedelta(days=1) if end_of_day else day
        if re.match(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}", value, re.ASCII):
            moment = datetime.fromisoformat(value.upper())
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise PydanticCustomError("time", "A time is written as 2026-01-31T12:00:00Z, or as a date.")


def _time_text(value: str) -> str:
    instant(value, end_of_day=True)
    return value


def format_time(moment: datetime) -> str:
    """Format a time as answers and events have it: ISO 8601 in UTC, with `Z`."""
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _in_request(form: dict[str, Any], **bounds: int) -> WithJsonSchema:
    """The JSON schema of an amount in a request: text or a number. form: of the text. bounds: of the number."""
    return WithJsonSchema({"type": ["string", "number"]} | form | bounds, mode="validation")


def _in_answer(form: dict[str, Any]) -> WithJsonSchema:
    """The JSON schema of an amount in an answer, which is always text."""
    return WithJsonSchema({"type": "string"} | form, mode="serialization")


type Amount = Annotated[Decimal, BeforeValidator(_amount), _in_request(_UNSIGNED, minimum=0), _in_answer(_UNSIGNED)]
"""A decimal greater than zero. The number of decimals is checked later, when the currency is known."""
type NotNegative = Annotated[
    Decimal, BeforeValidator(_not_negative), _in_request(_UNSIGNED, minimum=0), _in_answer(_UNSIGNED)
]
type SignedAmount = Annotated[Decimal, BeforeValidator(_signed), _in_request(_SIGNED), _in_answer(_SIGNED)]
type Id = Annotated[UUID, BeforeValidator(_uuid)]
type OwnerId = Annotated[
    str, BeforeValidator(_owner), WithJsonSchema({"type": "string", "pattern": f"^{_OWNER_TEXT.pattern}$"})
]
type ExternalId = Annotated[
    str, BeforeValidator(_external_id), WithJsonSchema({"type": "string", "pattern": f"^{_OWNER_TEXT.pattern}$"})
]
"""An id that another system assigned. Its format is that of an owner's id."""
type CurrencyCode = Annotated[
    str, BeforeValidator(_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3,4}$", "examples": ["USD"]})
]
type SequenceNumber = Annotated[
    int,
    BeforeValidator(_sequence_number),
    WithJsonSchema({"type": "integer", "minimum": 0}),
]
"""A position in a feed."""
type WholeNumber = Annotated[
    int, BeforeValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": _MAX_WHOLE})
]
type Meta = Annotated[dict[str, Any], BeforeValidator(_meta)]
type Instant = Annotated[AwareDatetime, BeforeValidator(instant)]
type TimeText = Annotated[
    str,
    StringConstraints(max_length=_MAX_TIME_LENGTH),
    AfterValidator(_time_text),
    WithJsonSchema({"type": "string", "maxLength": _MAX_TIME_LENGTH, "pattern": _TIME_PATTERN}),
]
"""A time or a date without a time, kept as it was written."""

type MoneyText = Annotated[Money, PlainSerializer(str, return_type=str), _in_answer(_ANSWERED)]
type Timestamp = Annotated[AwareDatetime, PlainSerializer(format_time, return_type=str)]

type Format = Literal["json", "csv"]
type TenantId = Annotated[str, StringConstraints(min_length=1, max_length=128), AfterValidator(without_nul)]
type AgentId = Annotated[str, StringConstraints(min_length=1, max_length=128), AfterValidator(without_nul)]
"""The `sub` of an agent's token."""
type SubjectFilter = Annotated[str, StringConstraints(min_length=1, max_length=128), AfterValidator(without_nul)]
"""The whole id or name by which a list is filtered."""


class WithMeta(Request):
    """A JSON body of an operation that moves value. meta: an object of the caller's own, stored with what is posted.

    Without it, the hash of the request is the one that it had before the field existed.
    """

    meta: Meta | None = Field(default=None, exclude_if=lambda meta: meta is None)


class OfTenant(Query):
    """tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own."""

    tenant_id: TenantId | None = None
