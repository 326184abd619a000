"""Writes docs/openapi.json (OpenAPI 3.1) from the template's routes, the handlers' signatures and the samples."""

import json
import tomllib
from collections import defaultdict
from typing import Any, Final

from pydantic import TypeAdapter

from ledger.approvals import PendingApproval
from ledger.core.models import Request
from tools import operations, problems, schemas
from tools.operations import ROOT, Described, Sample
from tools.schemas import Schema

TARGET: Final = ROOT / "docs" / "openapi.json"
BASE: Final = "/api/v1/"
_SCHEME: Final = "Jwt"
_ABOUT: Final = """\
A wallet ledger: money and points that other systems hold for people.

**Amounts** are decimal strings with the currency's own number of decimals (`"25.00"`, `"120"` for COIN). A request
may also send a JSON number, which is read exactly as it is written. **Times** are RFC 3339 in UTC. **Ids** are UUIDs.

**Idempotency-Key** makes a write safe to repeat: the same key with the same request gets the first answer again, byte
for byte, with `Idempotency-Replayed: true`, and has no second effect. A key is kept for at least 30 days after its
answer, if the operator has not set another number; later it may be used for a new request, and a repeat may then be
executed again.

**Lists** answer a page and its `next_cursor`. Send that as `cursor`, with the same filters, for the next page, which
begins after the last item of this one: whatever is written meanwhile, no item is skipped or repeated, except that a
customer who is erased meanwhile gets another place in a list by name. A cursor is valid for a day. `offset` and
`page_number` are for people who page, and not sent with a cursor: if an item is added to the list or leaves it between
two such pages, an item may be on both of them or on neither.

**Errors** are problem documents (RFC 9457): `code` is stable and for programs, `detail` is a sentence for people.
Answers of the API before an operation runs (no token, too many requests of all callers) have the form
`{"message": "…"}`.

**Rate limits** hold for each caller and for each tenant, on every route that needs a token. A request above them is a
429 `too_many_requests`, has no effect, and leaves its key unused. `RateLimit-Policy` names the limit, with the requests
that can be sent at once (`q`) and the seconds in which these are regained (`w`). Repeat it after `Retry-After`.

An unknown path or method is 404 `not_found`. A resource of another tenant is 404, as if it did not exist. Unknown
fields and parameters are refused, and authorisation is checked first."""
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.",
    "schema": {"type": "string", "pattern": "^[ -~]{1,128}$"},
    "example": "9f1c6e7a-payout-0042",
}
_SERVERS: Final = [
    {"url": "/", "description": "The local system, which serves this document"},
    {
        "url": "https://{host}",
        "description": "A deployment",
        "variables": {
            "host": {
                "default": "purser.example",
                "description": "The host of the stack's output ApiUrl: the parameter DomainName, or the HTTP API's own",
            }
        },
    },
]
_TAGS: Final = {
    "access-log": "Who looked at a tenant's data.",
    "accounts": "A tenant's wallets as accounts, with their categories and balances.",
    "agent": "An agent's customers, their bets and cash-outs, settlements, and the agent's own history and float.",
    "agent-limits": "How much value an agent may create at the cashier.",
    "approval-policy": "From which amount an operation needs two people.",
    "approvals": "Operations that wait for a second person.",
    "batches": "Many operations in one request.",
    "bets": "Bets: place, cash out, settle.",
    "billing": "A tenant's prepaid wallet, top-up requests, invoices, payments and payment methods.",
    "cashier": "An agent credits and debits a customer's wallet.",
    "changes": "Changes of terms: limits, overdraft, status, policies, payment methods, contacts.",
    "event-settings": "Which events a tenant has published.",
    "holds": "Amounts of wallets that are reserved for a later transaction.",
    "monitors": "Events of balances that cross a bound.",
    "webhooks": "Events sent to a tenant's URLs.",
    "people": "The lookup of a transfer's recipient, and the erasure of texts about a person.",
    "reconciliation": "The checks of the ledger against itself, and their findings.",
    "system": "Whether the system answers.",
    "tenants": "The tenants of the platform.",
    "tournaments": "How many coins a tournament gives for what.",
    "transactions": "Transactions of many entries, the search for transactions, one of them, and its reversal.",
    "transfers": "Transfers between two owners.",
    "trial-balance": "The debits and the credits of a tenant's accounts, whose total is zero.",
    "wallets": "The wallets of an owner: balances, histories, statements, credits and debits.",
}
"""What the operations below each first part of a path are about."""
_FRAMES: Final = """\
Server-Sent Events as in the HTML Standard. The answer contains the events that there are, and ends; the client asks
again after `retry` milliseconds with the last `id` that it got. A frame has that `id`, an `event` that names its kind,
and `data`, JSON in one line. A line that begins with a colon is a comment, sent so that an answer is never empty."""
_WAITING: Final = 202
"""The status of an operation that waits for a second person. The samples are executed at once."""
_DESCRIPTIONS: Final = {201: "Created.", _WAITING: "Nothing has changed: it waits for a second person."}
_HEADERS: Final = {
    "X-Request-Id": {"description": "The call's id in the logs.", "schema": {"type": "string"}},
    "Idempotency-Replayed": {
        "description": "Present if the answer is that of an earlier call with the same key.",
        "schema": {"type": "string", "const": "true"},
    },
    "Retry-After": {"description": "In seconds.", "schema": {"type": "integer"}},
    "RateLimit-Policy": {
        "description": "The limit that was reached, with its quota (draft-ietf-httpapi-ratelimit-headers-10).",
        "schema": {"type": "string"},
        "example": '"requests-of-principal";q=400;w=2',
    },
    "RateLimit": {
        "description": "What is left of the quota, and the seconds until there is more.",
        "schema": {"type": "string"},
        "example": '"requests-of-principal";r=0;t=1',
    },
    "Content-Disposition": {
        "description": "With text/csv and application/pdf: a file's name.",
        "schema": {"type": "string"},
    },
}


def document() -> dict[str, Any]:
    """The whole document. Raises ValueError if template, handlers and samples contradict each other."""
    described = operations.read(operations.deployed())
    found, definitions = schemas.of([kind for one in described for kind in _kinds(one)])
    paths: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for one in described:
        paths[one.route.path][one.route.method.lower()] = _operation(one, found, definitions)
    refusals = {refusal.code: refusal for one in described for refusal in one.refusals}
    of_problems = problems.schemas_of({one.name: one.refusals for one in described})
    responses = schemas.used_of("responses", problems.responses(list(refusals.values())), paths)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Purser",
            "summary": project["description"],
            "description": _ABOUT,
            "version": project["version"],
            "license": {"name": project["license"], "identifier": project["license"]},
        },
        "servers": _SERVERS,
        "tags": [{"name": tag, "description": _TAGS[tag]} for tag in sorted({_tag(one) for one in described})],
        "paths": paths,
        "components": {
            "securitySchemes": {
                _SCHEME: {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "An access token of the OpenID Connect issuer, with tenant_id and roles.",
                }
            },
            "parameters": {"IdempotencyKey": _KEY},
            "headers": _HEADERS,
            "schemas": schemas.used_of("schemas", definitions | of_problems, paths, responses),
            "examples": problems.examples(list(refusals.values())),
            "responses": responses,
        },
    }


def text() -> str:
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def _kinds(one: Described) -> list[schemas.Kind]:
    operation = one.operation
    kinds: list[schemas.Kind] = []
    if operation.body:
        kinds.append((f"{one.name}.body", "validation", TypeAdapter(operation.body[1])))
    if operation.query:
        kinds.append((f"{one.name}.query", "validation", TypeAdapter(operation.query[1])))
    if operation.headers:
        kinds.append((f"{one.name}.headers", "validation", TypeAdapter(operation.headers[1])))
    kinds += [(f"{one.name}.path.{name}", "validation", kind) for name, kind in operation.path.items()]
    kinds += [
        (f"{one.name}.answer.{number}", "serialization", TypeAdapter(kind)) for number, kind in enumerate(one.answers)
    ]
    return kinds


def _tag(one: Described) -> str:
    """The first part of the path after the base path."""
    return one.route.path.removeprefix(BASE).split("/")[0] if one.route.path.startswith(BASE) else "system"


def _operation(one: Described, found: dict[str, Schema], definitions: dict[str, Schema]) -> dict[str, Any]:
    samples = one.samples
    made: dict[str, Any] = {"operationId": one.name, "tags": [_tag(one)], "summary": one.summary}
    who = f"Roles: {', '.join(one.roles)}." if one.roles else "Open to all."
    made["description"] = "\n\n".join(filter(None, [one.description, who]))
    if one.roles:
        made["x-roles"] = one.roles
    made["security"] = [{_SCHEME: list(one.route.scopes)}] if one.route.authorizer else []
    parameters = _path(one, found, samples)
    if one.operation.query:
        given = [sample.event.get("queryStringParameters", {}) for sample in samples]
        parameters += _parameters("query", definitions, found[f"{one.name}.query"], given)
    if one.operation.headers:
        given = [sample.event["headers"] for sample in samples]
        parameters += _parameters("header", definitions, found[f"{one.name}.headers"], given)
    if one.operation.writes:
        parameters.append({"$ref": "#/components/parameters/IdempotencyKey"})
    if parameters:
        made["parameters"] = parameters
    if one.operation.body:
        made["requestBody"] = _body(one, one.operation.body[1], found, samples)
    statuses = sorted({one.operation.status_of(kind) for kind in one.answers} or {one.status})
    made["responses"] = {str(status): _success(one, found, samples, status) for status in statuses} | _refused(one)
    return made


def _path(one: Described, found: dict[str, Schema], samples: list[Sample]) -> list[Schema]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": found[f"{one.name}.path.{name}"],
            "example": samples[0].event["pathParameters"][name],
        }
        for name in one.operation.path
    ]


def _parameters(
    place: str, definitions: dict[str, Schema], reference: Schema, samples: list[dict[str, str]]
) -> list[Schema]:
    """A model's fields as parameters, each with a sample's first value as its example; headers in their spelling."""
    model = definitions[reference["$ref"].removeprefix(schemas.REF_PREFIX)]
    given: dict[str, str] = {}
    for sample in reversed(samples):
        given |= sample
    parameters = []
    for name, member in model["properties"].items():
        schema = _not_null(member)
        parameter = {"name": schema.pop("title", name), "in": place, "schema": schema}
        if description := schema.pop("description", None):
            parameter["description"] = description
        if definitions.get(schema.get("$ref", "").removeprefix(schemas.REF_PREFIX), {}).get("type") == "object":
            parameter |= {"style": "deepObject", "explode": True}
            prefix = f"{name}["
            members = {key[len(prefix) : -1]: value for key, value in given.items() if key.startswith(prefix)}
            if members:
                parameter["example"] = members
        elif name in given:
            parameter["example"] = int(given[name]) if given[name].isdecimal() else given[name]
        parameters.append(parameter)
    return parameters


def _not_null(schema: Schema) -> Schema:
    """The schema without null: a parameter may be absent, but a URL has no null."""
    others = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    if len(others) != 1:
        return dict(schema)
    rest = {name: value for name, value in schema.items() if name != "anyOf" and (name, value) != ("default", None)}
    return {**others[0], **rest}


def _body(one: Described, model: type[Request], found: dict[str, Schema], samples: list[Sample]) -> Schema:
    """The body. An absent body is read as an empty object, so it is required only if a field is."""
    content: dict[str, Any] = {}
    for media in one.body_media:
        schema = found[f"{one.name}.body"] if media == "application/json" else {"type": "string"}
        examples = {sample.name: {"value": sample.body} for sample in samples if sample.media == media}
        content[media] = {"schema": schema, "examples": examples}
    required = any(field.is_required() for field in model.model_fields.values())
    return {"required": required, "content": content}


def _success(one: Described, found: dict[str, Schema], samples: list[Sample], status: int) -> Schema:
    answers = [
        found[f"{one.name}.answer.{number}"]
        for number, kind in enumerate(one.answers)
        if one.operation.status_of(kind) == status
    ]
    content: dict[str, Schema] = {}
    headers = ["X-Request-Id"]
    if answers:
        content["application/json"] = {"schema": answers[0] if len(answers) == 1 else {"anyOf": answers}}
    if one.answers_events:
        content["text/event-stream"] = {"schema": {"type": "string", "description": _FRAMES}}
    if one.operation.writes:
        headers.append("Idempotency-Replayed")
    if one.answers_pdf:
        content["application/pdf"] = {
            "schema": {"type": "string", "format": "binary", "description": "A document to print."}
        }
        headers.append("Content-Disposition")
    if one.answers_csv:
        content["text/csv"] = {"schema": {"type": "string"}}
        headers.append("Content-Disposition")
    if status == _WAITING:
        content["application/json"]["examples"] = {"waiting": {"value": _waiting_example()}}
        return _answered(status, headers, content)
    for media, answered in content.items():
        examples = {
            sample.name: {"value": value}
            for sample in samples
            for kind, value in [sample.answer]
            if kind == media and value is not None and one.is_answer(status, sample)
        }
        if examples:
            answered["examples"] = examples
    return _answered(status, headers, content)


def _waiting_example() -> dict[str, Any]:
    """What an operation answers that waits for a second person, from the example of its approval."""
    approval = json.loads((ROOT / "docs" / "examples" / "approvals_get.json").read_text(encoding="utf-8"))
    return {name: approval[name] for name in PendingApproval.model_fields}


def _answered(status: int, headers: list[str], content: dict[str, Schema]) -> Schema:
    return {
        "description": _DESCRIPTIONS.get(status, "The result."),
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": content,
    }


def _refused(one: Described) -> dict[str, Schema]:
    groups = problems.by_status(one.refusals)
    found = {str(status): problems.response(one.name, refusals) for status, refusals in groups.items()}
    if one.route.authorizer:
        found["401"] = problems.reference("unauthorized")
    found = {"429": problems.reference("throttled"), "500": problems.reference("internal_error")} | found
    return dict(sorted(found.items()))


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
