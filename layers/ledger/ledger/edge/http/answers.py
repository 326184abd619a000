"""What goes back: answers as payload format 2.0 has them, and refusals as problem+json (RFC 9457)."""

import base64
import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel

from ledger.core import errors
from ledger.core.models import written

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
MAX_ANSWER: Final = 6_000_000
"""Bytes, as the string that the body is in a function's answer, which may have 6 MB in all (Lambda's quota)."""
_FORMULA: Final = (*"=+-@", *"\uff1d\uff0b\uff0d\uff20", "\t", "\r", "\n")  # also as East Asian keyboards write them


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, body and type; the headers that every answer has are added at the end. encoded: the body is base64."""

    status: int
    body: str
    media: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    encoded: bool = False


class Csv:
    """A table (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe before it."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name

    @classmethod
    def of[Item: BaseModel](cls, model: type[Item], items: Iterable[Item], name: str) -> "Csv":
        """The items as rows, the model's fields as columns. name: of the file that a browser makes of it."""
        fields = list(model.model_fields)
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(fields)
        writer.writerows([_cell(getattr(item, field)) for field in fields] for item in items)
        return cls(out.getvalue(), name)


@dataclass(frozen=True, slots=True)
class EventStream:
    """Server-Sent Events, as much of them as there is."""

    frames: str


@dataclass(frozen=True, slots=True)
class Pdf:
    """A document to print. name: of the file that a browser makes of it."""

    content: bytes
    name: str


def reply(result: BaseModel | Csv | EventStream | Pdf, status: int) -> Reply:
    """Raises AnswerTooLarge."""
    if isinstance(result, EventStream):
        made = Reply(status, result.frames, "text/event-stream; charset=utf-8")
    elif isinstance(result, Csv):
        made = Reply(status, result.text, "text/csv; charset=utf-8", _as_file(f"{result.name}.csv"))
    elif isinstance(result, Pdf):
        content = base64.b64encode(result.content).decode()
        made = Reply(status, content, "application/pdf", _as_file(f"{result.name}.pdf"), encoded=True)
    else:
        made = Reply(status, result.model_dump_json())
    if len(made.body) > MAX_ANSWER // 12 and len(json.dumps(made.body)) > MAX_ANSWER:
        raise errors.AnswerTooLarge("The answer would be too large: ask for less, or for a shorter time.")
    return made


def problem(refusal: errors.Refusal, request_id: str) -> Reply:
    made = _problem(
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
    if isinstance(refusal, errors.Unavailable):
        made.headers["retry-after"] = str(refusal.retry_after_s)
    return made


def failure(request_id: str) -> Reply:
    """What a caller sees of an error that is ours: nothing of its insides."""
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


def as_payload(made: Reply, request_id: str) -> dict[str, Any]:
    """The answer as API Gateway takes it."""
    return {
        "statusCode": made.status,
        "headers": {
            "content-type": made.media,
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "x-request-id": request_id,
            **made.headers,
        },
        "body": made.body,
        "isBase64Encoded": made.encoded,
    }


def _problem(status: int, members: dict[str, object], listed: list[dict[str, str]]) -> Reply:
    body = json.dumps(members | ({"errors": listed} if listed else {}), ensure_ascii=False)
    return Reply(status, body, PROBLEM)


def _as_file(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


def _cell(value: object) -> object:
    """As its JSON has it. Only text is guarded: an amount begins with a minus by right."""
    match value:
        case datetime():
            return written(value)
        case dict() | bool():
            return json.dumps(value, ensure_ascii=False)
        case str() if value.startswith(_FORMULA):
            return f"'{value}"
        case _:
            return value
