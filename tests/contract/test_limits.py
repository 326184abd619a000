"""Limits: requests per second, bytes in a body, items on a page, seconds of waiting."""

import json
from typing import Any

import pytest

from ledger.edge.http import arguments
from tests.contract.test_template import RESOURCES, TEMPLATE
from tests.support.kit import PLATFORM, Answer, Person
from tests.support.stack import deployed, properties
from tools import operations
from tools.operations import Described

DESCRIBED = operations.read(operations.deployed())
BY_NAME = {one.name: one for one in DESCRIBED}
TOO_LONG = "x" * 10_000
TOO_HIGH = {"limit": 101, "page_size": 101, "wait": 21, "offset": 10**9, "page_number": 10**9}
DOCUMENT: dict[str, Any] = json.loads((operations.ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))


def path_of(one: Described) -> str:
    path = one.route.path
    for name, value in one.samples[0].event.get("pathParameters", {}).items():
        path = path.replace(f"{{{name}}}", value)
    return path


def request(one: Described, body: object = None, query: Any = "") -> Answer:
    """Send a request of a permitted caller. There is no database: a valid request would get a 503."""
    return Person("s", tuple(one.roles), PLATFORM).call(one.route.method, path_of(one), body, query=query)


def fields(model: Any) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


# ---- the template ----------------------------------------------------------------------------------------------------


def test_requests_of_all_callers_together_are_limited() -> None:
    (stage,) = properties("AWS::ApiGatewayV2::Stage").values()

    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] == {"Ref": "RequestRate"}
    assert stage["DefaultRouteSettings"]["ThrottlingBurstLimit"] == {"Ref": "RequestBurst"}
    assert "RouteSettings" not in stage, "no route has a limit of its own"
    rate, burst = (TEMPLATE["Parameters"][name] for name in ("RequestRate", "RequestBurst"))
    assert (rate["MinValue"], burst["MinValue"]) == (1, 1)
    assert 1 <= rate["Default"] <= burst["Default"] <= 1000


def test_a_tenant_and_a_caller_have_limits_that_leave_requests_to_others() -> None:
    def default(parameter: str) -> int:
        return int(TEMPLATE["Parameters"][parameter]["Default"])

    assert 0 < default("RequestRateOfPrincipal") < default("RequestRateOfTenant") < default("RequestRate")
    assert 0 < default("RequestBurstOfPrincipal") < default("RequestBurstOfTenant") < default("RequestBurst")


def test_every_function_has_the_parameters_of_the_limits() -> None:
    variables = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]

    assert {name: value for name, value in variables.items() if name.startswith("REQUEST_")} == {
        "REQUEST_RATE_OF_PRINCIPAL": {"Ref": "RequestRateOfPrincipal"},
        "REQUEST_BURST_OF_PRINCIPAL": {"Ref": "RequestBurstOfPrincipal"},
        "REQUEST_RATE_OF_TENANT": {"Ref": "RequestRateOfTenant"},
        "REQUEST_BURST_OF_TENANT": {"Ref": "RequestBurstOfTenant"},
    }


def test_waiting_streams_cannot_use_up_every_function_s_concurrency() -> None:
    stream = RESOURCES["CashOutStreamFunction"]["Properties"]

    assert stream["ReservedConcurrentExecutions"] == {"Ref": "StreamConcurrency"}
    assert TEMPLATE["Parameters"]["StreamConcurrency"]["Default"] <= 100


def test_the_access_log_has_neither_path_nor_query() -> None:
    (stage,) = properties("AWS::ApiGatewayV2::Stage").values()
    logged = set(json.loads(stage["AccessLogSettings"]["Format"]).values())

    assert "$context.routeKey" in logged
    assert not any("path" in field.lower() or "query" in field.lower() for field in logged)


def test_mail_is_sent_from_the_configured_address_only_whatever_configuration_set_it_has() -> None:
    """SES asks for a permission on the identity's configuration set too, which an operator may choose as its default.
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_sesv2.html
    """
    (policy,) = properties("AWS::IAM::Role")["MailRole"]["Policies"]
    (sends,) = [one for one in policy["PolicyDocument"]["Statement"] if one["Action"] == "ses:SendEmail"]

    assert [resource["Fn::Sub"].split(":")[-1] for resource in sends["Resource"]] == [
        "identity/*",
        "configuration-set/*",
    ]
    assert sends["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "MailFrom"}}}


def test_a_page_of_another_origin_cannot_read_answers() -> None:
    assert all("CorsConfiguration" not in api.get("Body", api) for api in properties("AWS::ApiGatewayV2::Api").values())
    assert "CorsConfiguration" not in RESOURCES["HttpApi"]["Properties"]
    headers = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = Person("s", ("agent",)).call("OPTIONS", "/api/v1/cashier/debit", headers=headers)
    assert answer.status == 404
    assert [name for name in answer.headers if name.startswith("access-control")] == []


def test_only_this_account_puts_events_on_the_bus_and_only_named_sources_call_a_function() -> None:
    policies = properties("AWS::Events::EventBusPolicy")
    assert "events:PutEvents" not in json.dumps(policies), "only a policy lets another account put events on the bus"
    permissions = properties("AWS::Lambda::Permission")
    assert permissions
    assert [name for name, permission in permissions.items() if "SourceArn" not in permission] == []
    assert not [name for name, body in deployed().items() if body["Type"] == "AWS::Lambda::Url"]


# ---- bodies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [one.name for one in DESCRIBED if one.operation.body])
def test_every_field_of_a_body_is_bounded_and_unknown_fields_are_refused(name: str) -> None:
    one = BY_NAME[name]
    sample = next(sample.body for sample in one.samples if sample.media == "application/json")
    names = fields(one.operation.body[1])  # type: ignore[index]

    answers = {field: request(one, sample | {field: TOO_LONG}) for field in names}
    assert {field: answer.status for field, answer in answers.items()} == dict.fromkeys(names, 400)
    assert [field for field, answer in answers.items() if f"/{field}" not in answer.pointers] == []
    for unknown in ("tenant_id", "role", "__proto__", "balance"):
        refused = request(one, sample | {unknown: "acme"})
        assert (refused.status, refused.pointers) == (400, [f"/{unknown}"])


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("[" * 100_000, id="100,000 open brackets"),
        pytest.param('{"meta":' * 20_000 + "1" + "}" * 20_000, id="20,000 nested objects"),
        pytest.param('{"amount": ' + "9" * 200_000 + "}", id="a number of 200,000 digits"),
        pytest.param('{"amount": 1e' + "9" * 200_000 + "}", id="an exponent of 200,000 digits"),
        pytest.param('{"amount": "' + "9" * 200_000 + '"}', id="200,000 digits as text"),
        pytest.param('{"meta": {"n": 0.' + "1" * 200_000 + "}}", id="200,000 decimals"),
        pytest.param("{" + ",".join(f'"{n}":0' for n in range(20_000)) + "}", id="20,000 members"),
    ],
)
def test_a_body_that_would_exhaust_resources_gets_a_400(body: str) -> None:
    assert len(body) < arguments.MAX_BODY_BYTES
    assert request(BY_NAME["wallets_credit"], body).status == 400


def test_a_compressed_body_is_not_decompressed() -> None:
    """A small body cannot become a large one."""
    answer = Person("s", ("service",)).call(
        "POST", "/api/v1/wallets/bob/credit", b"\x1f\x8b\x08", headers={"content-encoding": "gzip"}
    )

    assert answer.status == 400


def test_every_list_in_a_body_has_a_maximum_length() -> None:
    def unbounded(schema: Any, at: str) -> list[str]:
        if isinstance(schema, list):
            return [found for item in schema for found in unbounded(item, at)]
        if not isinstance(schema, dict):
            return []
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return [] if f"/{name}" in at else unbounded(DOCUMENT["components"]["schemas"][name], f"{at}/{name}")
        here = [at] if schema.get("type") == "array" and "maxItems" not in schema else []
        return here + [found for key, part in schema.items() for found in unbounded(part, f"{at}.{key}")]

    bodies = [
        (operation["operationId"], content["schema"])
        for methods in DOCUMENT["paths"].values()
        for operation in methods.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ]
    assert [found for name, schema in bodies for found in unbounded(schema, name)] == []


# ---- URLs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [one.name for one in DESCRIBED if one.operation.query])
def test_every_query_parameter_is_bounded(name: str) -> None:
    one = BY_NAME[name]
    names = fields(one.operation.query[1])  # type: ignore[index]

    found = {parameter: request(one, query={parameter: TOO_HIGH.get(parameter, TOO_LONG)}) for parameter in names}

    expected = {name: 403 if name == "tenant_id" and "root" not in one.roles else 400 for name in names}
    assert {parameter: answer.status for parameter, answer in found.items()} == expected


def test_every_list_is_paginated() -> None:
    lists = {one.name: fields(one.operation.query[1]) for one in DESCRIBED if one.operation.query}

    paged = {name for name, names in lists.items() if {"limit", "page_size"} & set(names)}
    assert {one.name for one in DESCRIBED if "_list" in one.name} <= paged
    assert {"agent_transactions", "wallets_transactions", "cash_out_activity", "prepaid_transactions"} <= paged
