"""template.yaml and the tree say the same: a folder is an operation, an operation has a route, a sample and a guard."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from local import transform

ROOT = Path(__file__).parents[2]
TEMPLATE: dict[str, Any] = transform.parsed((ROOT / "template.yaml").read_text())
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"]
FUNCTIONS = {name: body for name, body in RESOURCES.items() if body["Type"] == "AWS::Serverless::Function"}
# The only ones that answer anybody, beside the console's files, which test_console lists.
OPEN = {"/healthz", "$default"}


def folder(function: dict[str, Any]) -> str:
    return Path(function["Properties"]["CodeUri"]).name


def routes() -> list[tuple[str, str, dict[str, Any]]]:
    """(method, path, the event's properties) of every route; the default route is `$default`."""
    return [
        (properties.get("Method", "ANY").upper(), properties.get("Path", "$default"), properties)
        for function in FUNCTIONS.values()
        for event in function["Properties"].get("Events", {}).values()
        if event["Type"] == "HttpApi"
        for properties in [event.get("Properties", {})]
    ]


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


def test_no_two_functions_share_a_route() -> None:
    shared = [route for route, times in Counter((method, path) for method, path, _ in routes()).items() if times > 1]

    assert shared == []


def test_every_route_but_the_open_ones_carries_the_authorizer() -> None:
    auth = RESOURCES["HttpApi"]["Properties"]["Auth"]
    authorizer = auth["Authorizers"][auth["DefaultAuthorizer"]]

    assert authorizer["IdentitySource"] == "$request.header.Authorization"
    issuer, (audience,) = (
        authorizer["JwtConfiguration"]["issuer"],
        authorizer["JwtConfiguration"]["audience"]["Fn::If"][2],
    )
    assert issuer["Fn::If"][0] == audience["Fn::If"][0] == "OwnPool"
    assert (issuer["Fn::If"][2], audience["Fn::If"][2]) == ({"Ref": "Issuer"}, {"Ref": "Audience"})
    files = {event["Properties"]["Path"] for event in FUNCTIONS["ConsoleFunction"]["Properties"]["Events"].values()}
    unguarded = {path for _, path, event in routes() if "Auth" in event}
    assert unguarded == OPEN | files
    assert all(event["ApiId"] == {"Ref": "HttpApi"} for _, _, event in routes())


def test_the_layer_is_built_for_the_processor_that_the_functions_run_on() -> None:
    layer = RESOURCES["LedgerLayer"]
    architecture = {"Ref": "Architecture"}

    assert TEMPLATE["Globals"]["Function"]["Architectures"] == [architecture]
    assert layer["Properties"]["CompatibleArchitectures"] == [architecture]
    assert layer["Metadata"]["BuildArchitecture"] == architecture
    assert not any("Architectures" in function["Properties"] for function in FUNCTIONS.values())


def test_no_function_outlives_the_api_s_patience() -> None:
    limit = TEMPLATE["Globals"]["Function"]["Timeout"]

    assert limit <= 29
    assert all(
        function["Properties"].get("Timeout", limit) <= 29
        for function in FUNCTIONS.values()
        if any(event["Type"] == "HttpApi" for event in function["Properties"].get("Events", {}).values())
    )
