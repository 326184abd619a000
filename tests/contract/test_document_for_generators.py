"""What generators of clients need from the OpenAPI document; tests/clients runs two of them."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from ledger.core.errors import BY_SQLSTATE, Refusal
from ledger.core.models import Answer, Request
from tools import openapi, operations, schemas
from tools.operations import Described

DOCUMENT: dict[str, Any] = json.loads(openapi.TARGET.read_text(encoding="utf-8"))
SCHEMAS: dict[str, dict[str, Any]] = DOCUMENT["components"]["schemas"]
DESCRIBED: dict[str, Described] = {one.name: one for one in operations.read(operations.deployed())}
OPERATIONS: dict[str, dict[str, Any]] = {
    operation["operationId"]: operation for methods in DOCUMENT["paths"].values() for operation in methods.values()
}


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in part:
        found: Any = DOCUMENT
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return resolved(found)
    return part


def problem_schemas(name: str) -> dict[int, dict[str, Any]]:
    """By status, the schema of the operation's problems."""
    contents = {status: resolved(response)["content"] for status, response in OPERATIONS[name]["responses"].items()}
    return {
        int(status): resolved(content["application/problem+json"]["schema"])
        for status, content in contents.items()
        if "application/problem+json" in content
    }


def whole_numbers(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, list):
        for one in schema:
            yield from whole_numbers(one)
    if isinstance(schema, dict):
        if schema.get("type") == "integer":
            yield schema
        for one in schema.values():
            yield from whole_numbers(one)


@pytest.mark.parametrize("name", DESCRIBED)
def test_the_problems_of_a_status_are_one_flat_object_whose_code_is_an_enum(name: str) -> None:
    codes: dict[int, set[str]] = {500: {"internal_error"}}
    for refusal in DESCRIBED[name].refusals:
        codes.setdefault(refusal.status, set()).add(refusal.code)

    found = problem_schemas(name)

    assert {status: set(schema["properties"]["code"]["enum"]) for status, schema in found.items()} == codes
    for status, schema in found.items():
        assert schema["type"] == "object"
        assert schema["properties"]["status"]["const"] == status
        assert not {"allOf", "anyOf", "oneOf", "discriminator"} & schema.keys()


def test_a_member_that_only_some_codes_have_is_optional() -> None:
    schema = problem_schemas("cashier_debit")[400]

    assert {"available", "balance", "currency", "errors"} <= schema["properties"].keys() - set(schema["required"])
    assert {"type", "title", "status", "detail", "instance", "code"} == set(schema["required"])


def test_the_facts_with_which_sql_raises_a_refusal_are_members_of_its_problem() -> None:
    """Of refusals that pass the facts on as they are."""
    passed_on = {
        refusal.sqlstate: refusal.code
        for refusal in BY_SQLSTATE.values()
        if refusal.from_database.__func__ is Refusal.from_database.__func__  # type: ignore[attr-defined]
    }
    raised = re.compile(r"errcode = '(PL\d+)'[^;]*?detail = json_build_object\(([^;]*)\);")
    found = {}
    for file in (operations.ROOT / "layers" / "ledger" / "ledger" / "sql" / "functions").rglob("*.sql"):
        for state, facts in raised.findall(file.read_text(encoding="utf-8")):
            if state in passed_on:
                found[passed_on[state]] = set(re.findall(r"'(\w+)',", facts))

    assert {"already_reversed", "bet_already_settled", "payment_pending"} <= found.keys()
    for code, names in found.items():
        assert names <= DOCUMENT["components"]["examples"][code]["value"].keys()


def test_no_field_of_a_body_or_an_answer_has_a_default_and_the_text_names_it() -> None:
    assert [
        f"{name}.{field}"
        for name, schema in SCHEMAS.items()
        for field, member in schema.get("properties", {}).items()
        if "default" in member
    ] == []
    body = resolved(OPERATIONS["cashier_debit"]["requestBody"]["content"]["application/json"]["schema"])
    assert "allow_overdraft" not in body["required"]
    assert "Default: `false`." in body["properties"]["allow_overdraft"]["description"]
    assert "Default: `debit`." in body["properties"]["transaction_type"]["description"]


def test_a_default_is_optional_in_a_request_and_always_present_in_an_answer() -> None:
    class Kept(Request):
        note: str | None = None

    class Given(Answer):
        note: str | None = None

    found, definitions = schemas.of(
        [("kept", "validation", TypeAdapter(Kept)), ("given", "serialization", TypeAdapter(Given))]
    )

    assert found["kept"] != found["given"]
    assert definitions["Kept"].get("required", []) == []
    assert definitions["Given"]["required"] == ["note"]


def test_every_whole_number_has_a_least_and_a_greatest_value() -> None:
    """A position in a feed has no greatest value: one that is not reached yet is valid."""
    assert SCHEMAS["SequenceNumber"] == {"type": "integer", "minimum": 0}
    unbounded = [
        name
        for name, schema in SCHEMAS.items()
        if any("const" not in one and not {"minimum", "maximum"} <= one.keys() for one in whole_numbers(schema))
    ]

    assert unbounded == ["SequenceNumber"]


def test_an_amount_is_a_text_with_a_pattern() -> None:
    for name in ("Amount", "NotNegative", "SignedAmount", "MoneyText"):
        assert SCHEMAS[name]["type"] == "string"
        assert SCHEMAS[name]["pattern"]


def test_a_date_range_is_a_text_with_a_pattern() -> None:
    assert SCHEMAS["TimeText"]["pattern"]


def test_a_kind_of_transaction_in_an_answer_is_an_enum() -> None:
    for operation, field in (("cashier_debit", "transaction_type"), ("transactions_get", "kind")):
        (answer,) = (response for status, response in OPERATIONS[operation]["responses"].items() if status < "202")
        schema = resolved(answer["content"]["application/json"]["schema"])
        assert {"debit", "credit"} <= set(schema["properties"][field]["enum"])


def test_every_tag_has_a_description_and_every_operation_a_tag() -> None:
    assert all(tag["description"] for tag in DOCUMENT["tags"])
    assert {tag for one in OPERATIONS.values() for tag in one["tags"]} == {tag["name"] for tag in DOCUMENT["tags"]}


def test_a_server_is_where_the_local_system_serves_the_document_or_a_deployment_s_address() -> None:
    local, deployed = DOCUMENT["servers"]

    assert local["url"] == "/"
    assert deployed["url"].startswith("https://")
    assert set(deployed["variables"]) == {"host"}


def test_every_component_is_used() -> None:
    text = json.dumps(DOCUMENT)

    for kind, components in DOCUMENT["components"].items():
        if kind != "securitySchemes":
            assert [name for name in components if f'"#/components/{kind}/{name}"' not in text] == []


def test_a_parameter_is_never_null() -> None:
    parameters = [resolved(one) for operation in OPERATIONS.values() for one in operation.get("parameters", [])]

    assert [one["name"] for one in parameters if "null" in json.dumps(one["schema"])] == []


def test_a_model_s_name_says_what_it_is_without_its_module() -> None:
    """Pydantic puts the module before a name that two models have."""
    assert [name for name in SCHEMAS if "__" in name or name.startswith("_") or name.endswith("Request")] == [
        "ApprovedTopupRequest",
        "TopupRequest",
    ], "a top-up request is a thing of its own"


def test_no_model_has_a_field_with_its_own_name() -> None:
    """In the client of openapi-python-client such a field hides the model."""
    assert [
        name
        for name, schema in SCHEMAS.items()
        if name.lower() in {field.replace("_", "") for field in schema.get("properties", {})}
    ] == []
