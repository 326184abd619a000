"""Answers in API Gateway's payload format 2.0, and refusals as problem+json (RFC 9457)."""

import base64
import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from pydantic import BaseModel

from ledger.core import errors
from ledger.core.characters import is_invisible
from ledger.core.models import format_time

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
MAX_ANSWER_BYTES: Final = 6_000_000
"""The greatest length of a body as a JSON string. Lambda's quota for the whole answer is 6 MB."""
_MAX_AGE_S: Final = 31_536_000
_TRIMMED: Final = r"""["'\0-\x08\v\f\x0e-\x20\x7f-\x9f]*"""
"""Quotes, blanks and controls, which a program may remove from the beginning of a cell."""
_FORMULA: Final = re.compile(rf"^{_TRIMMED}(?=[=+\-@\t\r\n])|[;|\t\r\n]{_TRIMMED}(?=[=+\-@])")
"""What stands before a formula, in the plain form of a text: its beginning, or a character other than the comma that a
spreadsheet may take as the separator of cells or rows. A text with a comma is quoted, so a reader of commas never
splits it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, body and content type. `as_payload` adds the headers of every answer. encoded: the body is base64."""

    status: int
    body: str
    media_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    encoded: bool = False


class Csv:
    """A table (RFC 4180). What a spreadsheet would read as a formula is prefixed with an apostrophe, also after a
    character that a spreadsheet may take as the separator instead of the comma."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name

    @classmethod
    def of[Item: BaseModel](cls, model: type[Item], items: Iterable[Item], name: str) -> "Csv":
        """The items as rows, the model's fields as columns. name: of the downloaded file, without extension."""
        fields = list(model.model_fields)
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(fields)
        writer.writerows([_cell(getattr(item, field)) for field in fields] for item in items)
        return cls(out.getvalue(), name)


@dataclass(frozen=True, slots=True)
class EventStream:
    """Server-Sent Events: the frames of one answer."""

    frames: str


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF document. name: of the downloaded file, without extension."""

    content: bytes
    name: str


def reply(result: BaseModel | Csv | EventStream | Pdf, status: int) -> Reply:
    """The reply for a handler's result. Raises AnswerTooLarge."""
    if isinstance(result, EventStream):
        answer = Reply(status, result.frames, "text/event-stream; charset=utf-8")
    elif isinstance(result, Csv):
        answer = Reply(status, result.text, "text/csv; charset=utf-8", _attachment(f"{result.name}.csv"))
    elif isinstance(result, Pdf):
        content = base64.b64encode(result.content).decode()
        answer = Reply(status, content, "application/pdf", _attachment(f"{result.name}.pdf"), encoded=True)
    else:
        answer = Reply(status, result.model_dump_json())
    # JSON turns a character into at most 12 bytes, so the exact length of a short body need not be computed.
    if len(answer.body) > MAX_ANSWER_BYTES // 12 and len(json.dumps(answer.body)) > MAX_ANSWER_BYTES:
        raise errors.AnswerTooLarge("The answer would be too large. Request fewer items or a shorter period.")
    return answer


def problem(refusal: errors.Refusal, request_id: str) -> Reply:
    """The reply to a refused request."""
    answer = _problem(
        refusal.status,
        {
            "type": f"/problems/{refusal.code}",
            "title": refusal.title,
            "status": refusal.status,
            "detail": refusal.detail,
            "instance": request_id,
            "code": refusal.code,
            **refusal.members,
        },
        [{"pointer": error.pointer, "detail": error.detail} for error in refusal.errors],
    )
    if refusal.retry_after_s is not None:
        answer.headers["retry-after"] = str(refusal.retry_after_s)
    if isinstance(refusal, errors.TooManyRequests):
        # draft-ietf-httpapi-ratelimit-headers-10: the quota with its window in seconds, or with its unit; what is left,
        # and the seconds until there is more.
        extent = 'qu="concurrent-requests"' if refusal.window_s is None else f"w={refusal.window_s}"
        answer.headers["ratelimit-policy"] = f'"{refusal.policy}";q={refusal.quota};{extent}'
        answer.headers["ratelimit"] = f'"{refusal.policy}";r=0;t={refusal.retry_after_s}'
    return answer


def failure(request_id: str) -> Reply:
    """The reply to an unexpected error. It reveals nothing about the cause."""
    return _problem(
        500,
        {
            "type": "/problems/internal_error",
            "title": "Internal error",
            "status": 500,
            "detail": "Something went wrong on our side. Asking again with the same Idempotency-Key is safe.",
            "instance": request_id,
            "code": "internal_error",
        },
        [],
    )


def as_payload(answer: Reply, request_id: str) -> dict[str, Any]:
    """The reply in the format that API Gateway expects, with the headers of every answer."""
    return {
        "statusCode": answer.status,
        "headers": {
            "content-type": answer.media_type,
            "cache-control": "no-store",
            "strict-transport-security": f"max-age={_MAX_AGE_S}",
            "x-content-type-options": "nosniff",
            "x-request-id": request_id,
            **answer.headers,
        },
        "body": answer.body,
        "isBase64Encoded": answer.encoded,
    }


def _problem(status: int, members: dict[str, object], problems: list[dict[str, str]]) -> Reply:
    body = json.dumps(members | ({"errors": problems} if problems else {}), ensure_ascii=False)
    return Reply(status, body, PROBLEM)


def _attachment(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


def _cell(value: object) -> object:
    """The value as in JSON. Only text is protected against formulas, since an amount may begin with a minus."""
    match value:
        case datetime():
            return format_time(value)
        case dict() | bool():
            return _without_formula(json.dumps(value, ensure_ascii=False))
        case str():
            return _without_formula(value)
        case _:
            return value


def _without_formula(text: str) -> str:
    plain = text if text.isascii() else "".join(map(_plain, text))
    ends = [0, *(found.end() for found in _FORMULA.finditer(plain)), len(text)]
    return "'".join(text[begin:end] for begin, end in pairwise(ends))


def _plain(character: str) -> str:
    """One ASCII character for a blank, what nobody sees, and each form of a sign; another one as it is."""
    if character.isspace() or is_invisible(character):
        return character if character.isascii() else " "
    form = unicodedata.normalize("NFKC", character)
    return form if len(form) == 1 else character
