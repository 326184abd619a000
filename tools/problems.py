"""The API document's schemas, examples and responses of refusals, generated from the refusal classes."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, get_args

from ledger.batches.models import MAX_OPERATIONS
from ledger.bets.bets import BetStatus
from ledger.core.errors import (
    AlreadyReversed,
    BalanceChanged,
    BetAlreadySettled,
    InvalidAmount,
    InvalidRequest,
    InvalidWallet,
    PaymentPending,
    Problem,
    Refusal,
    TooManyRequests,
    Unbalanced,
)
from ledger.core.money import Money
from ledger.edge.http import answers
from ledger.edge.http.answers import PROBLEM
from tools.schemas import REF_PREFIX, Schema

REQUEST_ID: Final = "JKJaXmPLvHcESHA="
_FACTS: Final = {
    "available": 7000,
    "balance": 7000,
    "held": 0,
    "held_amounts": {"USD": 2500},
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
    "reason": "balance",
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
    Unbalanced: Unbalanced(Money(-150, "USD")),
    AlreadyReversed: AlreadyReversed(corrected_by="019bc0de-7c20-7d31-8a42-5b6c7d8e9f02"),
    BetAlreadySettled: BetAlreadySettled(bet_status="cashed_out"),
    PaymentPending: PaymentPending(payment_id="019bc0de-7c30-7a31-84d5-e6f708192a3b"),
    BalanceChanged: BalanceChanged(balance="70.00", currency="USD"),
    TooManyRequests: TooManyRequests.at_rate("principal", 400, 2, retry_after_s=1),
}
_MONEY: Final = {"$ref": f"{REF_PREFIX}MoneyText"}
_ID: Final = {"type": "string", "format": "uuid"}
_MEMBERS: Final[dict[str, Schema]] = {
    "available": _MONEY,
    "balance": _MONEY,
    "held": _MONEY,
    "bet_status": {"type": "string", "enum": list(get_args(BetStatus))},
    "corrected_by": _ID,
    "currency": {"$ref": f"{REF_PREFIX}CurrencyCode"},
    "current_status": {"type": "string"},
    "difference": _MONEY,
    "errors": {"type": "array", "items": {"$ref": f"{REF_PREFIX}Violation"}},
    "held_amounts": {"type": "array", "items": {"$ref": f"{REF_PREFIX}HeldAmount"}},
    "limit": {"type": "string", "enum": ["daily", "total"]},
    "maximum": _MONEY,
    "payment_id": _ID,
    "reason": {"type": "string", "enum": ["balance", "bets", "holds"]},
    "remaining": _MONEY,
}
"""The members that only some problems have. Their meaning is in the docstring of the refusal."""
_OF_BATCHES: Final = {"batches_create"}
"""Operations whose problems may have the index of an operation."""
_INDEX: Final[Schema] = {
    "type": "integer",
    "minimum": 0,
    "maximum": MAX_OPERATIONS - 1,
    "description": "The first refused operation of an atomic batch.",
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
_HELD_AMOUNT: Final = {
    "type": "object",
    "description": "How much of a wallet is held.",
    "properties": {"currency": {"$ref": f"{REF_PREFIX}CurrencyCode"}, "amount": _MONEY},
    "required": ["currency", "amount"],
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


def schemas_of(by_operation: Mapping[str, Sequence[type[Refusal]]]) -> dict[str, Schema]:
    """By name: the schemas of the problems of each operation, and of what they refer to."""
    made = {"GatewayMessage": _MESSAGE, "HeldAmount": _HELD_AMOUNT, "Violation": _VIOLATION}
    groups = [(name, group) for name, refusals in by_operation.items() for group in by_status(refusals).values()]
    for name, group in groups:
        bodies = [_body(refusal) for refusal in group]
        has_all = not any(refusal.constraint for refusal in group)
        schema = _schema(bodies, has_all)
        if name in _OF_BATCHES:
            schema["properties"]["index"] = _INDEX
        made[_name(name, bodies)] = schema
    failure = [json.loads(answers.failure(REQUEST_ID).body)]
    return made | {_name("", failure): _schema(failure, has_all=True)}


def by_status(refusals: Sequence[type[Refusal]]) -> dict[int, list[type[Refusal]]]:
    found: defaultdict[int, list[type[Refusal]]] = defaultdict(list)
    for refusal in refusals:
        found[refusal.status].append(refusal)
    return found


def examples(refusals: Sequence[type[Refusal]]) -> dict[str, Schema]:
    return {body["code"]: {"summary": body["title"], "value": body} for body in _bodies(refusals)}


def responses(refusals: Sequence[type[Refusal]]) -> dict[str, Schema]:
    """By code: the response of an operation that has only one refusal with this status."""
    made = {body["code"]: _response("", [body]) for body in _bodies(refusals)}
    own = {
        "unauthorized": ("The token is missing or not valid.", "Unauthorized"),
        "throttled": ("Too many requests at once.", "Too Many Requests"),
    }
    for code, (description, message) in own.items():
        made[code] = {"description": description, "content": {"application/json": _message(message)}}
    return dict(sorted(made.items()))


def response(operation: str, refusals: Sequence[type[Refusal]]) -> Schema:
    """The response for all of an operation's refusals with the same status."""
    if len(refusals) == 1 and operation not in _OF_BATCHES:
        return reference(refusals[0].code)
    return _response(operation, [_body(refusal) for refusal in refusals])


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


def _schema(bodies: Sequence[Schema], has_all: bool) -> Schema:
    """One flat object for all problems of a status: generators of clients do not understand a choice of objects whose
    parts are merged. A member that some of the codes do not have is optional.

    has_all: none of the problems may be without its members, as that of a violated constraint is.
    """
    special = {name: _MEMBERS[name] for name in sorted({name for body in bodies for name in body}) if name in _MEMBERS}
    members = {
        "type": {"type": "string", "format": "uri-reference", "description": "/problems/ and the code."},
        "title": {"type": "string"},
        "status": {"type": "integer", "const": bodies[0]["status"]},
        "detail": {"type": "string", "description": "A sentence for a person."},
        "instance": {"type": "string", "description": "The request's id, as X-Request-Id."},
        "code": {"type": "string", "enum": [body["code"] for body in bodies], "description": "Stable; for programs."},
    } | special
    if unknown := {name for body in bodies for name in body} - members.keys():
        raise ValueError(f"tools/problems.py has no schema for the members {sorted(unknown)}")
    optional = set() if has_all else special.keys()
    required = [name for name in members if name not in optional and all(name in body for body in bodies)]
    return {
        "type": "object",
        "description": f"RFC 9457. {_titles(bodies)}",
        "properties": members,
        "required": required,
    }


def _response(operation: str, bodies: Sequence[Schema]) -> Schema:
    status = bodies[0]["status"]
    shown = {body["code"]: {"$ref": f"#/components/examples/{body['code']}"} for body in bodies}
    content: Schema = {PROBLEM: {"schema": {"$ref": f"{REF_PREFIX}{_name(operation, bodies)}"}, "examples": shown}}
    if status in _API_MESSAGES:
        content["application/json"] = _message(_API_MESSAGES[status])
    headers = ["X-Request-Id", *_HEADERS.get(status, [])]
    return {
        "description": _titles(bodies),
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": content,
    }


def _titles(bodies: Sequence[Schema]) -> str:
    return "; ".join(body["title"] for body in bodies) + "."


def _message(text: str) -> Schema:
    return {"schema": {"$ref": f"{REF_PREFIX}GatewayMessage"}, "example": {"message": text}}


def _name(operation: str, bodies: Sequence[Schema]) -> str:
    """A problem with one code has the code's name, and several codes that of their operation and status: so a new code
    of an operation renames no schema that has several."""
    has_own = len(bodies) > 1 or operation in _OF_BATCHES
    words = f"{operation}_{bodies[0]['status']}" if has_own else bodies[0]["code"]
    return "".join(map(str.capitalize, words.split("_"))) + "Problem"
