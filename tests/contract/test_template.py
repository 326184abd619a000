"""template.yaml agrees with the folders: each folder of functions/ has its function, route, sample and authorizer."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from local import transform

ROOT = Path(__file__).parents[2]
TEMPLATE: dict[str, Any] = transform.parsed((ROOT / "template.yaml").read_text())
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"]
FUNCTIONS = {name: body for name, body in RESOURCES.items() if body["Type"] == "AWS::Serverless::Function"}
# The only open routes, except the console's files, which test_console lists.
OPEN = {"/healthz", "$default"}


def folder(function: dict[str, Any]) -> str:
    return Path(function["Properties"]["CodeUri"]).name


def routes() -> list[tuple[str, str, dict[str, Any]]]:
    """(method, path, operation) of every route; the default route is `$default`."""
    return [
        (method.upper(), path, operation)
        for path, operations in RESOURCES["HttpApi"]["Properties"]["DefinitionBody"]["paths"].items()
        for method, operation in operations.items()
    ]


def integration(operation: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = operation["x-amazon-apigateway-integration"]
    return found


def called(operation: dict[str, Any]) -> tuple[str, str]:
    """The logical id of the function that a route calls, and the attribute: Arn or Alias."""
    _, values = integration(operation)["uri"]["Fn::Sub"]
    ((_, name),) = values["Function"].items()
    function, attribute = name.split(".") if isinstance(name, str) else name
    return function, attribute


def test_every_folder_of_functions_is_deployed_and_every_deployed_function_has_a_folder() -> None:
    folders = {path.name for path in (ROOT / "functions").iterdir() if (path / "app.py").exists()}

    assert Counter(map(folder, FUNCTIONS.values())) == Counter(folders)
    assert all(body["Properties"]["CodeUri"] == f"functions/{folder(body)}/" for body in FUNCTIONS.values())


@pytest.mark.parametrize(("name", "function"), FUNCTIONS.items(), ids=FUNCTIONS)
def test_a_function_is_named_after_its_folder_described_and_has_a_sample_event(
    name: str, function: dict[str, Any]
) -> None:
    assert name == "".join(map(str.capitalize, folder(function).split("_"))) + "Function"
    assert function["Properties"]["Description"]
    assert list((ROOT / "events").glob(f"{folder(function)}*.json")), f"events/{folder(function)}*.json"


def test_every_route_uses_the_gateway_role_and_payload_format_2() -> None:
    settings = [integration(operation) for _, _, operation in routes()]

    assert {(one["type"], one["httpMethod"], one["payloadFormatVersion"]) for one in settings} == {
        ("aws_proxy", "POST", "2.0")
    }
    assert all(one["credentials"] == {"Fn::GetAtt": ["GatewayRole", "Arn"]} for one in settings)
    assert all(
        called(operation)[1]
        == ("Alias" if "AutoPublishAlias" in FUNCTIONS[called(operation)[0]]["Properties"] else "Arn")
        for _, _, operation in routes()
    )


def test_routes_are_declared_in_one_list_and_in_no_function() -> None:
    kinds = {event["Type"] for body in FUNCTIONS.values() for event in body["Properties"].get("Events", {}).values()}

    assert kinds == {"SQS", "ScheduleV2"}


def test_path_parameters_are_declared() -> None:
    for _, path, operation in routes():
        declared = [parameter["name"] for parameter in operation.get("parameters", [])]
        assert declared == re.findall(r"{([^}]+)}", path), path


def test_every_route_except_the_open_ones_has_the_authorizer() -> None:
    auth = RESOURCES["HttpApi"]["Properties"]["Auth"]
    authorizer = auth["Authorizers"][auth["DefaultAuthorizer"]]

    assert authorizer["IdentitySource"] == "$request.header.Authorization"
    issuer, (audience,) = (
        authorizer["JwtConfiguration"]["issuer"],
        authorizer["JwtConfiguration"]["audience"]["Fn::If"][2],
    )
    assert issuer["Fn::If"][0] == audience["Fn::If"][0] == "OwnPool"
    assert (issuer["Fn::If"][2], audience["Fn::If"][2]) == ({"Ref": "Issuer"}, {"Ref": "Audience"})
    files = {path for _, path, operation in routes() if called(operation)[0] == "ConsoleFunction"}
    unguarded = {path for _, path, operation in routes() if operation.get("security") == [{"NONE": []}]}
    assert unguarded == OPEN | files
    assert all("security" not in operation for _, path, operation in routes() if path not in unguarded)


def test_the_layer_is_built_for_the_processor_that_the_functions_run_on() -> None:
    layer = RESOURCES["LedgerLayer"]
    architecture = {"Ref": "Architecture"}

    assert TEMPLATE["Globals"]["Function"]["Architectures"] == [architecture]
    assert layer["Properties"]["CompatibleArchitectures"] == [architecture]
    assert layer["Metadata"]["BuildArchitecture"] == architecture
    assert not any("Architectures" in function["Properties"] for function in FUNCTIONS.values())


def test_no_function_of_a_route_has_a_longer_timeout_than_the_api() -> None:
    limit = TEMPLATE["Globals"]["Function"]["Timeout"]

    assert limit <= 29
    assert all(
        function["Properties"].get("Timeout", limit) <= 29
        for function in (FUNCTIONS[called(operation)[0]] for _, _, operation in routes())
    )
