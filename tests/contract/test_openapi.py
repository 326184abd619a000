"""The OpenAPI document and the tables of docs/reference.md are complete and agree with template and handlers."""

import json
from collections import Counter
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import TypeAdapter

from ledger.core.errors import Refusal
from ledger.core.models import Amount, NotNegative, SignedAmount
from tools import openapi, operations, reference, triggers

DEPLOYED = operations.deployed()
DOCUMENT: dict[str, Any] = json.loads(openapi.TARGET.read_text(encoding="utf-8"))
DESCRIBED = {one.name: one for one in operations.read(DEPLOYED)}
OPERATIONS: dict[str, dict[str, Any]] = {
    operation["operationId"]: operation for methods in DOCUMENT["paths"].values() for operation in methods.values()
}


def content_of(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Schema and examples of each media type of the body and the answers."""
    parts = [operation.get("requestBody", {}), *operation["responses"].values()]
    return [content for part in parts for content in resolved(part).get("content", {}).values()]


def resolved(part: Any) -> Any:
    if isinstance(part, dict) and "$ref" in part:
        found: Any = DOCUMENT
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return found
    return part


def test_the_document_is_up_to_date() -> None:
    assert openapi.TARGET.read_text(encoding="utf-8") == openapi.text(), "run `make openapi`"


def test_the_tables_of_the_reference_are_up_to_date() -> None:
    assert reference.TARGET.read_text(encoding="utf-8") == reference.text(), "run `make openapi`"


def test_the_document_is_valid_openapi_3_1() -> None:
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []


def test_every_route_is_in_the_document_under_its_folder_s_name() -> None:
    assert OPERATIONS.keys() == DESCRIBED.keys()
    assert max(Counter(operation["operationId"] for operation in OPERATIONS.values()).values()) == 1


def test_every_function_is_an_operation_serves_files_or_is_in_the_reference_s_table_of_triggers() -> None:
    triggered = {one.name: one.by for one in triggers.read(DEPLOYED)}

    assert DESCRIBED.keys() | triggered.keys() | {"not_found", operations.FILES} == DEPLOYED.functions.keys()
    assert DESCRIBED.keys().isdisjoint(triggered)
    assert [name for name, by in triggered.items() if not by] == ["migrate"]
    assert triggered["cash_out_triggered"] == ("event `CashOutTriggered` of `trading`",)
    assert triggered["relay_outbox"] == ("schedule, every minute",)


def test_the_stream_is_described_with_its_frames_and_the_header_that_resumes_it() -> None:
    operation = OPERATIONS["cash_out_stream"]
    by_place = {(parameter["in"], parameter["name"]): parameter for parameter in operation["parameters"]}

    (content,) = operation["responses"]["200"]["content"].items()
    assert content[0] == "text/event-stream"
    assert {"`id`", "`event`", "`data`", "`retry`"} <= set(content[1]["schema"]["description"].replace(",", "").split())
    assert by_place.keys() == {("query", "last_event_id"), ("query", "wait"), ("header", "Last-Event-ID")}
    assert all(parameter["description"] for parameter in by_place.values())
    assert by_place["query", "wait"]["schema"]["maximum"] == 20


def test_a_sentence_about_several_fields_describes_each_of_them() -> None:
    properties = DOCUMENT["components"]["schemas"]["LedgerAccount"]["properties"]
    assert properties["held"]["description"] == properties["available"]["description"]
    assert properties["held"]["description"].startswith("of persons and the prepaid wallet")
    assert properties["balance"]["description"] == "now."


def test_the_mean_return_is_defined_in_its_own_description() -> None:
    ratio = DOCUMENT["components"]["schemas"]["CashOutSummary"]["properties"]["avg_return_ratio"]["description"]

    assert "mean over bets of cash_out_amount / stake" in ratio
    assert "stake of zero are left out" in ratio


def test_a_repeated_charge_is_described_as_not_created_again() -> None:
    responses = OPERATIONS["prepaid_charge"]["responses"]

    schemas = {status: responses[status]["content"]["application/json"]["schema"]["$ref"] for status in ("200", "201")}
    assert schemas == {
        "200": "#/components/schemas/RepeatedPrepaidReceipt",
        "201": "#/components/schemas/PrepaidReceipt",
    }


def test_the_models_say_that_an_amount_may_also_be_a_number() -> None:
    """The document offers clients the text only; see test_document_for_generators."""
    types = [TypeAdapter(kind).json_schema()["type"] for kind in (Amount, NotNegative, SignedAmount)]

    assert types == [["string", "number"]] * 3


def test_a_body_without_required_fields_is_optional() -> None:
    bodies = {name: one["requestBody"]["required"] for name, one in OPERATIONS.items() if "requestBody" in one}

    assert not bodies["coin_policy_put"]
    assert bodies["cashier_debit"]
    for name, required in bodies.items():
        schema = OPERATIONS[name]["requestBody"]["content"]["application/json"]["schema"]
        validator = OAS31Validator({**schema, "components": DOCUMENT["components"]})
        assert required != validator.is_valid({})


@pytest.mark.parametrize("name", DESCRIBED)
def test_an_operation_documents_its_roles(name: str) -> None:
    operation, roles = OPERATIONS[name], DESCRIBED[name].roles

    assert operation.get("x-roles", []) == roles
    assert bool(operation["security"]) == bool(roles)
    assert ("401" in operation["responses"]) == bool(roles)


@pytest.mark.parametrize("name", DESCRIBED)
def test_an_operation_documents_every_refusal_of_the_edge(name: str) -> None:
    """The operation's other refusals are read from the docstrings of its use cases."""
    operation = DESCRIBED[name].operation
    codes = {refusal.code for refusal in DESCRIBED[name].refusals}

    assert {"invalid_request", "unavailable"} <= codes
    assert ("forbidden" in codes) == bool(operation.roles)
    assert ("idempotency_conflict" in codes) == operation.writes
    assert ("payload_too_large" in codes) == ("unsupported_media_type" in codes) == bool(operation.body)
    assert {"429", "500", "503"} <= OPERATIONS[name]["responses"].keys()


def test_refusals_come_from_the_use_cases_docstrings() -> None:
    def codes_of(name: str) -> set[str]:
        return {refusal.code for refusal in DESCRIBED[name].refusals}

    assert {"insufficient_funds", "insufficient_credit", "wallet_frozen", "not_your_customer"} <= codes_of(
        "cashier_debit"
    )
    assert {"username_taken"} <= codes_of("agent_clients_create")
    assert {"invalid_wallet", "insufficient_funds"} <= codes_of("transfers_create"), (
        "refusals of the functions that a use case calls are included"
    )
    assert {"insufficient_credit", "not_your_customer"}.isdisjoint(codes_of("wallets_debit"))
    assert {"bet_not_found", "bet_already_settled", "invalid_amount"} <= codes_of("bets_cash_out") & codes_of(
        "bets_settle"
    )
    assert {"balance_changed", "not_your_customer"} <= codes_of("settlements_create")
    assert {"invalid_amount"} <= codes_of("prepaid_adjust"), "an amount that may be negative can be invalid too"


@pytest.mark.parametrize("name", DESCRIBED)
def test_every_body_and_answer_has_an_example_that_fits_its_schema(name: str) -> None:
    for content in content_of(OPERATIONS[name]):
        examples = [resolved(example)["value"] for example in content.get("examples", {}).values()]
        examples += [content["example"]] if "example" in content else []
        assert examples or content["schema"].get("format") == "binary", "only a PDF has no example"
        for example in examples:
            validator = OAS31Validator({**content["schema"], "components": DOCUMENT["components"]})
            assert [error.message for error in validator.iter_errors(example)] == []


def test_every_code_has_an_example_with_its_status_and_title() -> None:
    refusals: dict[str, type[Refusal]] = {
        refusal.code: refusal for one in DESCRIBED.values() for refusal in one.refusals
    }

    for code, refusal in refusals.items():
        body = DOCUMENT["components"]["examples"][code]["value"]
        assert (body["code"], body["status"], body["title"]) == (code, refusal.status, refusal.title)
