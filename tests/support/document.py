"""The API document for Schemathesis, and a function that sends a generated request in the gateway's form."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation, BaseSchema

from tests.support.corpus import OutOfDate
from tests.support.kit import Answer, Person
from tools import openapi


def load(config: dict[str, Any]) -> BaseSchema:
    """The document as strict as the API: additional properties are forbidden, which the published document allows, and
    an amount may be a number, which the published document does not offer."""
    document = json.loads(openapi.TARGET.read_text(encoding="utf-8"))
    for schema in document["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    for name, bounds in (("Amount", {"minimum": 0}), ("NotNegative", {"minimum": 0}), ("SignedAmount", {})):
        document["components"]["schemas"][name] |= {"type": ["string", "number"]} | bounds
    return schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(config))


def operations(document: BaseSchema) -> dict[str, APIOperation[Any, Any, Any, Any]]:
    """The operations by their ids."""
    return {
        operation.definition.raw["operationId"]: operation for path in document.values() for operation in path.values()
    }


def send(case: schemathesis.Case[Any], person: Person) -> Answer:
    """Send a generated request and assert that the document describes its answer.

    The key of the document's examples is left out: the first request would use it up.
    """
    request = _prepared(case)
    answer = person.call(**_arguments(case))
    returned = {name: [value] for name, value in answer.headers.items()}
    case.validate_response(Response(answer.status, returned, answer.content, request, elapsed=0, verify=True))
    return answer


def recorded(case: schemathesis.Case[Any], person: Person) -> dict[str, Any]:
    """A generated request as a case of the corpus. Bytes that are not UTF-8 are surrogates (PEP 383)."""
    sent = _arguments(case)
    if isinstance(sent["body"], bytes):
        sent["body"] = sent["body"].decode(errors="surrogateescape")
    caller = {"sub": person.sub, "roles": person.roles, "customer_id": person.customer_id}
    return {"operation": case.operation.definition.raw["operationId"], "person": caller, "request": sent}


def replay(case: dict[str, Any], operations: Mapping[str, APIOperation[Any, Any, Any, Any]]) -> Answer:
    """Send the request of a case and assert that the document describes its answer. Raises OutOfDate."""
    if case["operation"] not in operations:
        raise OutOfDate(f"there is no operation {case['operation']!r}")
    sent = dict(case["request"])
    if isinstance(sent["body"], str):
        sent["body"] = sent["body"].encode(errors="surrogateescape")
    answer = Person(**case["person"]).call(**sent)
    request = requests.Request(sent["method"], "https://api.example").prepare()
    returned = {name: [value] for name, value in answer.headers.items()}
    operations[case["operation"]].validate_response(
        Response(answer.status, returned, answer.content, request, elapsed=0, verify=True)
    )
    return answer


def _arguments(case: schemathesis.Case[Any]) -> dict[str, Any]:
    """The arguments of `Person.call` for a generated request."""
    request = _prepared(case)
    url = urlsplit(request.url or "")
    example = case.operation.schema.raw_schema["components"]["parameters"]["IdempotencyKey"]["example"]
    return {
        "method": request.method or "",
        "path": unquote(url.path),
        "body": request.body,
        "headers": {name.lower(): value for name, value in request.headers.items() if value != example},
        "query": url.query,
    }


def _prepared(case: schemathesis.Case[Any]) -> requests.PreparedRequest:
    return requests.Request(**case.as_transport_kwargs(base_url="https://api.example")).prepare()
