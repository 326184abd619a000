"""Whatever is asked of whichever operation, the answer is one that docs/openapi.json describes, and what the document
does not allow is refused. Schemathesis makes the requests out of the document and looks at the answers."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import requests
import schemathesis
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test

from tests.support import samples
from tests.support.kit import Answer, Person
from tools import openapi

CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 1,
        # The caller has no token here, but what a gateway makes of one.
        "generation": {"deterministic": True, "with-security-parameters": False},
        # The document's own examples, and each bound of each schema from both sides; what comes by chance is
        # test_edge_fuzz'. Another method is another route, or none: that is 404 here, and so the document says.
        "phases": {"coverage": {"unexpected-methods": []}, "fuzzing": {"enabled": False}},
        "checks": {
            "unsupported_method": {"enabled": False},
            "ignored_auth": {"enabled": False},  # the gateway's: test_local_gateway has it, and test_roles the rest
            # A schema cannot say all that a field has to be: not zero, a day of the calendar, a known currency.
            "positive_data_acceptance": {"enabled": False},
        },
        "operations": [
            # Any other tenant has nothing that could be found.
            {"include-tag": "billing", "parameters": {"query.tenant_id": "acme"}},
            # To print takes a fifth of a second, and its parameters are those of invoices_get.
            {"include-operation-id": "invoices_pdf", "phases": {"coverage": {"enabled": False}}},
            # OpenAPI 3.1 describes a stream as a whole, which is text; this check looks at each of its frames.
            {"include-operation-id": "cash_out_stream", "checks": {"response_schema_conformance": {"enabled": False}}},
        ],
    }
)
STATUSES: set[int] = set()
"""What the operation under test has answered with."""


def closed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with no room for more in an answer than it names, which to clients it leaves open."""
    for name, schema in document["components"]["schemas"].items():
        if "properties" in schema and name != "Problem":  # which others extend
            schema.setdefault("additionalProperties", False)
    return document


DOCUMENT = schemathesis.openapi.from_dict(closed(json.loads(openapi.TARGET.read_text(encoding="utf-8"))), config=CONFIG)
KEY = DOCUMENT.raw_schema["components"]["parameters"]["IdempotencyKey"]["example"]
OPERATIONS = {
    operation.definition.raw["operationId"]: operation for path in DOCUMENT.values() for operation in path.values()
}

load_all_checks()


@pytest.fixture
def _succeeding() -> Iterator[None]:
    """At least one request was not refused: the examples are those of samples, which find what they ask for."""
    STATUSES.clear()
    yield
    assert STATUSES & {200, 201}


def caller(operation: dict[str, Any]) -> Person:
    """Whoever sends the operation's sample, and of billing's as root: nobody else may name a tenant."""
    context = samples.event(operation["operationId"])["requestContext"]
    if "authorizer" not in context:
        return Person("", ())
    claims = context["authorizer"]["jwt"]["claims"]
    roles = [*claims["roles"].strip("[]").split(), *(["root"] if "billing" in operation["tags"] else [])]
    return Person(claims["sub"], tuple(roles), claims["tenant_id"], claims.get("customer_id"))


def sent(person: Person, request: requests.PreparedRequest) -> Answer:
    """By the gateway's rules, without the key that all cases share: with another request it is but a conflict."""
    url = urlsplit(request.url or "")
    headers: dict[str, Any] = {name.lower(): value for name, value in request.headers.items() if value != KEY}
    return person.call(request.method or "", unquote(url.path), request.body, headers=headers, query=url.query)


def check(case: schemathesis.Case[Any]) -> None:
    request = requests.Request(**case.as_transport_kwargs(base_url="https://api.example")).prepare()

    answer = sent(caller(case.operation.definition.raw), request)

    STATUSES.add(answer.status)
    headers = {name: [value] for name, value in answer.headers.items()}
    case.validate_response(Response(answer.status, headers, answer.content, request, elapsed=0, verify=True))


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.usefixtures("sampled_billed", "fast_clock", "_succeeding")
def test_an_answer_is_one_that_the_document_describes(name: str) -> None:
    # As schemathesis' plugin does it, but for the one operation that is tested: by itself it makes the cases of all
    # operations while tests are collected, in every worker, and gives all of them the name of one test.
    build_operation_test(
        config=DOCUMENT.config,
        operation=OPERATIONS[name],
        test_func=check,
        given_kwargs={},
        feedback=FeedbackSources(),
    )()
