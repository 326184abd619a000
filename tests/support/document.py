"""The API document for Schemathesis, and a function that sends a generated request in the gateway's form."""

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation, BaseSchema

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
    request = requests.Request(**case.as_transport_kwargs(base_url="https://api.example")).prepare()
    url = urlsplit(request.url or "")
    example = case.operation.schema.raw_schema["components"]["parameters"]["IdempotencyKey"]["example"]
    headers: dict[str, Any] = {name.lower(): value for name, value in request.headers.items() if value != example}
    answer = person.call(request.method or "", unquote(url.path), request.body, headers=headers, query=url.query)
    returned = {name: [value] for name, value in answer.headers.items()}
    case.validate_response(Response(answer.status, returned, answer.content, request, elapsed=0, verify=True))
    return answer
