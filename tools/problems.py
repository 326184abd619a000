"""The API document's schemas, examples and responses of refusals, generated from the refusal classes."""

import json
from collections.abc import Sequence
from typing import Final

from ledger.core.errors import (
    BalanceChanged,
    BetAlreadySettled,
    InvalidAmount,
    InvalidRequest,
    InvalidWallet,
    Problem,
    Refusal,
    TooManyRequests,
)
from ledger.edge.http import answers
from ledger.edge.http.answers import PROBLEM
from tools.schemas import REF_PREFIX, Schema

REQUEST_ID: Final = "JKJaXmPLvHcESHA="
_FACTS: Final = {
    "available": 7000,
    "balance": 7000,
    "currency": "USD",
    "exponent": 2,
    "rows": [0],
    "subject": "topup_request",
    "id": "019bc0de-7c10-7d5e-8f90-1a2b3c4d5e6f",
    "status": "rejected",
    "move": "approve",
    "allowed": ["pending"],
    "maximum": 1850,
    "field": "cash_out_amount",
    "retry_after_s": 1800,
    "limit": "daily",
    "remaining": 5000,
    "country": "KE",
}
"""Facts that SQL functions raise with an SQLSTATE, in minor units."""
_SAMPLES: Final[dict[type[Refusal], Refusal]] = {
    InvalidRequest: InvalidRequest(
        "/description: Field required.", errors=[Problem("/description", "Field required.")]
    ),
    InvalidAmount: InvalidAmount(
        "/amount: The amount must be greater than zero.",
        errors=[Problem("/amount", "The amount must be greater than zero.")],
    ),
    InvalidWallet: InvalidWallet(
        "A transfer goes to another owner.", errors=[Problem("/to_owner_id", "A transfer goes to another owner.")]
    ),
    BetAlreadySettled: BetAlreadySettled(bet_status="cashed_out"),
    BalanceChanged: BalanceChanged(balance="70.00", currency="USD"),
    TooManyRequests: TooManyRequests.at_rate("principal", 400, 2, retry_after_s=1),
}
_GENERAL: Final = {
    "type": {"type": "string", "description": "/problems/ and the code."},
    "title": {"type": "string"},
    "status": {"type": "integer"},
    "detail": {"type": "string", "description": "A sentence for a person."},
    "instance": {"type": "string", "description": "The request's id, as X-Request-Id."},
    "code": {"type": "string", "description": "Stable; for programs."},
}
_VIOLATION: Final = {
    "type": "object",
    "description": "One error in a request.",
    "properties": {
        "pointer": {
            "type": "string",
            "description": "Where: an RFC 6901 pointer into the body, or a parameter's or header's name.",
        },
        "detail": {"type": "string"},
    },
    "required": ["pointer", "detail"],
}
_MESSAGE: Final = {
    "type": "object",
    "description": "An answer of the API itself, before or instead of an operation's.",
    "properties": {"message": {"type": "string"}},
    "required": ["message"],
}
# Statuses with which the API itself also answers: for requests above its limits, and for functions without an answer.
_API_MESSAGES: Final = {
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
_HEADERS: Final = {429: ["Retry-After", "RateLimit-Policy", "RateLimit"], 503: ["Retry-After"]}
"""The headers of refusals with a status, apart from those of every answer."""


def schemas_of(refusals: Sequence[type[Refusal]]) -> dict[str, Schema]:
    """By name: a schema of what all problems have in common, and one for each code."""
    special = {_name(body["code"]): _schema(body) for body in _bodies(refusals)}
    general = {"type": "object", "description": "RFC 9457.", "properties": _GENERAL, "required": list(_GENERAL)}
    return {"Message": _MESSAGE, "Problem": general, **dict(sorted(special.items())), "Violation": _VIOLATION}


def examples(refusals: Sequence[type[Refusal]]) -> dict[str, Schema]:
    return {body["code"]: {"summary": body["title"], "value": body} for body in _bodies(refusals)}


def responses(refusals: Sequence[type[Refusal]]) -> dict[str, Schema]:
    """By code: the response of an operation that has only one refusal with this status."""
    made = {body["code"]: _response([body]) for body in _bodies(refusals)}
    own = {
        "unauthorized": ("The token is missing or not valid.", "Unauthorized"),
        "throttled": ("Too many requests at once.", "Too Many Requests"),
    }
    for code, (description, message) in own.items():
        made[code] = {"description": description, "content": {"application/json": _message(message)}}
    return dict(sorted(made.items()))


def response(refusals: Sequence[type[Refusal]]) -> Schema:
    """The response for all of an operation's refusals with the same status."""
    if len(refusals) == 1:
        return reference(refusals[0].code)
    return _response([_body(refusal) for refusal in refusals])


def reference(code: str) -> Schema:
    return {"$ref": f"#/components/responses/{code}"}


def _body(refusal: type[Refusal]) -> Schema:
    """An example of the refusal's body."""
    if refusal in _SAMPLES:
        made = _SAMPLES[refusal]
    elif refusal.from_database.__func__ is not Refusal.from_database.__func__:  # type: ignore[attr-defined]
        made = refusal.from_database(_FACTS)
    else:
        made = refusal()
    return dict(json.loads(answers.problem(made, REQUEST_ID).body))


def _bodies(refusals: Sequence[type[Refusal]]) -> list[Schema]:
    found = [_body(refusal) for refusal in refusals] + [json.loads(answers.failure(REQUEST_ID).body)]
    return sorted(found, key=lambda body: body["code"])


def _schema(body: Schema) -> Schema:
    fixed = {name: {"const": body[name]} for name in ("type", "status", "code")}
    members: Schema = {name: {"type": "string"} for name in body if name not in _GENERAL and name != "errors"}
    if "errors" in body:
        members["errors"] = {"type": "array", "items": {"$ref": f"{REF_PREFIX}Violation"}}
    return {
        "allOf": [
            {"$ref": f"{REF_PREFIX}Problem"},
            {"type": "object", "properties": fixed | members, "required": [*fixed, *members]},
        ]
    }


def _response(bodies: Sequence[Schema]) -> Schema:
    status = bodies[0]["status"]
    kinds = {body["code"]: f"{REF_PREFIX}{_name(body['code'])}" for body in bodies}
    schema: Schema = {"$ref": kinds[bodies[0]["code"]]}
    if len(bodies) > 1:
        schema = {
            "oneOf": [{"$ref": place} for place in kinds.values()],
            "discriminator": {"propertyName": "code", "mapping": kinds},
        }
    shown = {code: {"$ref": f"#/components/examples/{code}"} for code in kinds}
    content: Schema = {PROBLEM: {"schema": schema, "examples": shown}}
    if status in _API_MESSAGES:
        content["application/json"] = _message(_API_MESSAGES[status])
    headers = ["X-Request-Id", *_HEADERS.get(status, [])]
    return {
        "description": "; ".join(body["title"] for body in bodies) + ".",
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": content,
    }


def _message(text: str) -> Schema:
    return {"schema": {"$ref": f"{REF_PREFIX}Message"}, "example": {"message": text}}


def _name(code: str) -> str:
    return "".join(map(str.capitalize, code.split("_"))) + "Problem"
