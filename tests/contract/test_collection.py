"""The collection for API clients has a request for each operation of the API document, by a caller who may send it."""

import json
from typing import Any

from tools import collection, openapi

DOCUMENT: dict[str, Any] = json.loads(openapi.TARGET.read_text(encoding="utf-8"))
OPERATIONS = {one["operationId"]: one for methods in DOCUMENT["paths"].values() for one in methods.values()}
COLLECTION: dict[str, Any] = json.loads(collection.TARGET.read_text(encoding="utf-8"))
REQUESTS = {item["name"]: item["request"] for folder in COLLECTION["item"] for item in folder["item"]}


def test_the_collection_is_up_to_date() -> None:
    assert collection.TARGET.read_text(encoding="utf-8") == collection.text(), "run `make openapi`"


def test_every_operation_has_one_request() -> None:
    assert sum(len(folder["item"]) for folder in COLLECTION["item"]) == len(REQUESTS)
    assert REQUESTS.keys() == OPERATIONS.keys()


def test_every_request_is_sent_by_a_caller_with_a_role_of_its_operation() -> None:
    for name, request in REQUESTS.items():
        roles = OPERATIONS[name].get("x-roles", [])
        token = request["auth"].get("bearer", [{"value": ""}])[0]["value"]
        caller = token.removeprefix("{{").removesuffix("_token}}")
        assert (caller in collection.CALLERS) == bool(roles), name
        assert not roles or set(collection.CALLERS[caller]["roles"]) & set(roles), name


def test_no_two_requests_share_an_idempotency_key() -> None:
    keys = [
        header["value"] for one in REQUESTS.values() for header in one["header"] if header["key"] == "Idempotency-Key"
    ]

    assert len(keys) > 20
    assert set(keys) == {"{{$guid}}"}, "the client makes a new one for each request"


def test_a_request_names_the_ids_that_earlier_answers_had() -> None:
    variables = {one["key"] for one in COLLECTION["variable"]}

    assert '"customer_id": "{{customer_id}}"' in REQUESTS["cashier_debit"]["body"]["raw"]
    assert REQUESTS["bets_get"]["url"]["raw"] == "{{base_url}}/api/v1/bets/{{bet_id}}"
    assert {"base_url", "agent_token", "customer_id", "bet_id", "invoice_id"} <= variables
