"""The local system reads functions and routes from the template, and reports what it cannot read."""

from pathlib import Path

import pytest

from local import CannotStart, template
from local.gateway import Router
from local.system import environment
from local.template import Authorizer, Route

PARAMETERS = {"Issuer": "https://issuer.invalid", "Audience": "purser", "DatabaseUrl": "postgresql:///purser"}
HEAD = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Issuer: {Type: String}
  Audience: {Type: String}
  DatabaseUrl: {Type: String, NoEcho: true}
  Stage: {Type: String, Default: dev}
Conditions:
  Production: !Equals [!Ref Stage, prod]
  Development: !Not [!Condition Production]
Globals:
  Function:
    Runtime: python3.13
    Handler: app.handler
    Timeout: 10
    Environment: {Variables: {DATABASE_URL: !Ref DatabaseUrl, LEVEL: 7}}
Resources:
  Layer: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layers/ledger/}}
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: Jwt
        Authorizers:
          Jwt:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: {issuer: !Ref Issuer, audience: [!Ref Audience]}
"""


def function(name: str, method: str, path: str, more: str = "", attributes: str = "") -> str:
    return f"""
  {name.capitalize()}Function:
    Type: AWS::Serverless::Function{attributes}
    Properties:
      CodeUri: functions/{name}/{more}
      Events:
        Route:
          Type: HttpApi
          Properties: {{ApiId: !Ref Api, Method: {method}, Path: "{path}"}}
"""


def read(folder: Path, *functions: str, head: str = HEAD) -> template.Template:
    path = folder / "template.yaml"
    path.write_text(head + "".join(functions))
    return template.read(path, PARAMETERS | {"NotDeclared": "ignored"})


def test_a_function_has_its_folder_limits_and_environment(tmp_path: Path) -> None:
    own = """
      Timeout: 29
      MemorySize: 512
      Environment: {Variables: {WHERE: !Sub "${Stage}-${AWS::Region}", SELF: !If [Production, a, !Ref Stage]}}"""

    one = read(tmp_path, function("one", "GET", "/one", own)).functions["one"]

    assert one.folder == tmp_path / "functions" / "one"
    assert (one.module, one.handler, one.timeout, one.memory) == ("app", "handler", 29, 512)
    assert one.environment == {
        "DATABASE_URL": "postgresql:///purser",
        "LEVEL": "7",
        "WHERE": "dev-eu-central-1",
        "SELF": "dev",
    }


def test_a_route_has_its_method_function_and_authorizer(tmp_path: Path) -> None:
    open_to_all = function("two", "any", "/two").replace('"/two"', '"/two", Auth: {Authorizer: NONE}')
    scoped = function("three", "post", "/three").replace('"/three"', '"/three", Auth: {AuthorizationScopes: [write]}')
    default = """
  FourFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/four/
      Events:
        Route: {Type: HttpApi, Properties: {ApiId: !Ref Api, Auth: {Authorizer: NONE}}}
"""
    routes = read(tmp_path, function("one", "get", "/one/{id}"), open_to_all, scoped, default).routes

    jwt = Authorizer("https://issuer.invalid", frozenset({"purser"}))
    assert set(routes) == {
        Route("GET", "/one/{id}", "one", jwt),
        Route("ANY", "/two", "two", None),
        Route("POST", "/three", "three", jwt, ("write",)),
        Route("ANY", "$default", "four", None),
    }
    assert {route.key for route in routes} == {"GET /one/{id}", "ANY /two", "POST /three", "$default"}


def test_a_resource_with_a_false_condition_is_absent(tmp_path: Path) -> None:
    away = function("away", "GET", "/away", attributes="\n    Condition: Production")
    here = function("here", "GET", "/here", attributes="\n    Condition: Development")

    deployed = read(tmp_path, away, here)

    assert set(deployed.functions) == {"here"}
    assert [route.path for route in deployed.routes] == ["/here"]


@pytest.mark.parametrize(
    ("head", "functions", "message"),
    [
        (HEAD.replace("{Type: String, Default: dev}", "{Type: String}"), "", "Stage"),
        (HEAD, function("one", "GET", "/one").replace("CodeUri", "CodeUrl"), "not valid"),
        (HEAD, function("one", "GET", "/one", "\n      Environment: {Variables: {A: !GetAtt Api.ApiId}}"), "Api.ApiId"),
        (HEAD, function("one", "GET", "/one", "\n      Environment: {Variables: {A: !Ref Api}}"), "Api"),
        ("{", "", "cannot be read"),
    ],
)
def test_an_unreadable_template_is_a_one_line_error(tmp_path: Path, head: str, functions: str, message: str) -> None:
    with pytest.raises(CannotStart, match=message) as refusal:
        read(tmp_path, functions, head=head)

    assert "\n" not in str(refusal.value)


def test_two_functions_with_different_values_of_a_variable_are_refused(tmp_path: Path) -> None:
    another = function("two", "GET", "/two", "\n      Environment: {Variables: {LEVEL: 8}}")

    assert environment(read(tmp_path, function("one", "GET", "/one")))["LEVEL"] == "7"
    with pytest.raises(CannotStart, match="LEVEL"):
        environment(read(tmp_path, function("one", "GET", "/one"), another))


ROUTES = tuple(
    Route(method, path, f"{method} {path}", None)
    for method, path in [
        ("ANY", "/pets/{proxy+}"),
        ("ANY", "/pets/dog/{id}"),
        ("GET", "/pets/{kind}/1"),
        ("GET", "/pets/{kind}"),
        ("ANY", "$default"),
        ("GET", "/pets/dog/{id}"),
        ("GET", "/pets/dog/1"),
    ]
)


@pytest.mark.parametrize(
    ("method", "path", "matched", "parameters"),
    [
        ("GET", "/pets/dog/1", "GET /pets/dog/1", {}),
        ("GET", "/pets/dog/2", "GET /pets/dog/{id}", {"id": "2"}),
        ("POST", "/pets/dog/1", "ANY /pets/dog/{id}", {"id": "1"}),
        ("GET", "/pets/cat/1", "GET /pets/{kind}/1", {"kind": "cat"}),
        ("GET", "/pets/cat", "GET /pets/{kind}", {"kind": "cat"}),
        ("GET", "/pets/cat/2/toys", "ANY /pets/{proxy+}", {"proxy": "cat/2/toys"}),
        ("HEAD", "/pets/cat", "ANY /pets/{proxy+}", {"proxy": "cat"}),
        ("GET", "/pets/", "ANY $default", {}),
        ("GET", "/pets", "ANY $default", {}),
        ("GET", "/", "ANY $default", {}),
        ("GET", "/Pets/dog/1", "ANY $default", {}),
        ("GET", "/pets/dog/1/", "ANY /pets/{proxy+}", {"proxy": "dog/1/"}),
    ],
)
def test_the_most_specific_route_wins(method: str, path: str, matched: str, parameters: dict[str, str]) -> None:
    found = Router(ROUTES).match(method, path)

    assert found is not None
    assert (found[0].function, found[1]) == (matched, parameters)


def test_an_unknown_path_without_a_default_route_matches_nothing() -> None:
    assert Router(ROUTES[:1]).match("GET", "/other") is None
