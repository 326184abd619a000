"""Every answer of every operation is one that docs/openapi.json describes, and requests that the document does not
allow are refused. Schemathesis generates the requests from the document and checks the answers."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from schemathesis.checks import load_all_checks
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test

from tests.support import corpus, document, samples
from tests.support.kit import Person

NAME_THE_TENANT = {"billing", "event-settings", "monitors", "webhooks"}
"""The tags of the operations of which every generated request has a tenant_id, which only root may name."""
CONFIG = {
    "seed": 1,
    # The caller adds the token.
    "generation": {"deterministic": True, "with-security-parameters": False},
    # The document's examples, and both sides of each bound of each schema; test_edge_fuzz has random requests.
    # A path with another method is another route, or a 404, as the document says.
    "phases": {"coverage": {"unexpected-methods": []}, "fuzzing": {"enabled": False}},
    "checks": {
        "unsupported_method": {"enabled": False},
        "ignored_auth": {"enabled": False},  # done by the gateway; see test_local_gateway and test_roles
        # A schema cannot express every rule of a field: not zero, an existing day, a known currency.
        "positive_data_acceptance": {"enabled": False},
    },
    "operations": [
        # Other tenants have no data.
        *({"include-tag": tag, "parameters": {"query.tenant_id": "acme"}} for tag in NAME_THE_TENANT),
        # A PDF takes 0.2 s, and the parameters are those of invoices_get.
        {"include-operation-id": "invoices_pdf", "phases": {"coverage": {"enabled": False}}},
        # OpenAPI 3.1 describes a stream as one text, but this check looks at each of its frames.
        {"include-operation-id": "cash_out_stream", "checks": {"response_schema_conformance": {"enabled": False}}},
    ],
}
STATUSES: set[int] = set()
"""The statuses of the answers of the operation under test."""


DOCUMENT = document.load(CONFIG)
OPERATIONS = document.operations(DOCUMENT)

load_all_checks()


@pytest.fixture
def _at_least_one_success() -> Iterator[None]:
    """Assert that at least one request succeeded. The examples are taken from the samples, whose data exists."""
    STATUSES.clear()
    yield
    assert STATUSES & {200, 201, 202}


def caller(operation: dict[str, Any]) -> Person:
    """The caller of the operation's sample, who also has the role root where a request names the tenant."""
    context = samples.event(operation["operationId"])["requestContext"]
    if "authorizer" not in context:
        return Person("", ())
    claims = context["authorizer"]["jwt"]["claims"]
    roles = [*claims["roles"].strip("[]").split(), *(["root"] if NAME_THE_TENANT & {*operation["tags"]} else [])]
    return Person(claims["sub"], tuple(roles), "acme", claims.get("customer_id"))


def check(case: schemathesis.Case[Any]) -> None:
    STATUSES.add(document.send(case, caller(case.operation.definition.raw)).status)


@pytest.mark.parametrize("case", corpus.cases("requests"), ids=lambda case: case["operation"])
@pytest.mark.usefixtures("sampled_billed", "fast_clock", "acme_is_the_platform")
def test_the_document_describes_the_answer_to_every_request_of_the_corpus(case: corpus.Case) -> None:
    assert document.replay(case, OPERATIONS).status < 500


def test_a_request_of_the_corpus_to_an_unknown_operation_fails() -> None:
    with pytest.raises(corpus.OutOfDate, match="there is no operation 'fly'"):
        document.replay({"operation": "fly"}, OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.usefixtures("sampled_billed", "fast_clock", "acme_is_the_platform", "_at_least_one_success")
def test_the_document_describes_every_answer(name: str) -> None:
    # Schemathesis' plugin would generate the cases of all operations at collection, in every worker, and all under the
    # name of one test. This call generates the cases of one operation.
    build_operation_test(
        config=DOCUMENT.config,
        operation=OPERATIONS[name],
        test_func=check,
        given_kwargs={},
        feedback=FeedbackSources(),
    )()
