"""The local gateway over real HTTP, with a template and handlers of this test."""

import json
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from starlette.applications import Starlette

from local import gateway, lambdas, template
from local.app import application
from local.gateway import Gateway
from local.identity import AUDIENCE, ISSUER, Issuer
from local.lambdas import ENVIRONMENTS, Lambdas
from local.processes import listen
from local.servers import serving
from tests.support.waiting import HANG_S

TEMPLATE = f"""
Transform: AWS::Serverless-2016-10-31
Globals: {{Function: {{Runtime: python3.13, Handler: app.handler, Timeout: 20, MemorySize: 256}}}}
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: Jwt
        Authorizers:
          Jwt:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: {{issuer: "{ISSUER}", audience: ["{AUDIENCE}"]}}
"""
FUNCTION = """
  {title}Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/{name}/
      Timeout: {timeout}
      Events:
        Route: {{Type: HttpApi, Properties: {{ApiId: !Ref Api, Method: {method}, Path: "{path}", Auth: {auth}}}}}
"""
ROUTES = [
    ("echo", "ANY", "/echo/{name}", "{Authorizer: NONE}", 20),
    ("answers", "POST", "/answers", "{Authorizer: NONE}", 20),
    ("context", "GET", "/context", "{Authorizer: NONE}", 20),
    ("crashes", "GET", "/crashes", "{Authorizer: NONE}", 20),
    ("exits", "GET", "/exits", "{Authorizer: NONE}", 20),
    ("hangs", "GET", "/hangs", "{Authorizer: NONE}", 1),
    ("stays", "GET", "/stays", "{Authorizer: NONE}", 900),
    ("meets", "GET", "/meets", "{Authorizer: NONE}", 900),
    ("whoami", "GET", "/whoami", "{Authorizer: Jwt}", 20),
    ("scoped", "GET", "/scoped", "{Authorizer: Jwt, AuthorizationScopes: [write]}", 20),
]
ECHO = """
import json
import sys
def handler(event, context):
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}
"""
HANDLERS = {
    "echo": ECHO,
    "whoami": ECHO,
    "scoped": ECHO,
    "answers": "import json\ndef handler(event, context):\n    return json.loads(event['body'])",
    "context": """
import threading
def handler(event, context):
    return {
        "name": context.function_name,
        "memory": context.memory_limit_in_mb,
        "arn": context.invoked_function_arn,
        "id": context.aws_request_id,
        "left": context.get_remaining_time_in_millis(),
        "thread": threading.get_ident(),
    }
""",
    "crashes": "def handler(event, context):\n    raise ValueError('a secret')",
    "exits": "import sys\ndef handler(event, context):\n    sys.exit(1)",
    "hangs": f"import threading\nrelease = threading.Event()\ndef handler(event, context):\n    release.wait({HANG_S})",
    "stays": f"""
import threading
entered, release = threading.Event(), threading.Event()
def handler(event, context):
    entered.set()
    release.wait({HANG_S})
    return "done"
""",
    "meets": f"""
import threading
everybody = threading.Barrier({ENVIRONMENTS})
def handler(event, context):
    everybody.wait(timeout={HANG_S})
    return threading.get_ident()
""",
}
issuer = Issuer(generate_private_key(public_exponent=65537, key_size=2048))


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("deployed")
    for name, code in HANDLERS.items():
        (root / "functions" / name).mkdir(parents=True)
        (root / "functions" / name / "app.py").write_text(code)
    functions = (
        FUNCTION.format(title=name.capitalize(), name=name, method=method, path=path, auth=auth, timeout=timeout)
        for name, method, path, auth, timeout in ROUTES
    )
    (root / "template.yaml").write_text(TEMPLATE + "".join(functions))
    return root


@pytest.fixture(scope="module")
def app(deployed: Path) -> Starlette:
    read = template.read(deployed / "template.yaml", {})
    return application(Gateway(read.routes, Lambdas(read.functions), issuer.keys), issuer)


@pytest.fixture(scope="module")
def base_url(app: Starlette) -> Iterator[str]:
    with listen(0) as listener, serving(app, listener):
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def client(base_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base_url, timeout=HANG_S) as client:
        yield client


@pytest.fixture
def stuck(base_url: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A path whose function does not answer before the test ends."""
    release: threading.Event = sys.modules[f"functions.{request.param}.app"].release
    release.clear()
    yield f"/{request.param}"
    release.set()


def event(client: httpx.Client, method: str, url: str, **request: Any) -> dict[str, Any]:
    answer = client.request(method, url, **request)
    assert answer.status_code == 200, answer.text
    received: dict[str, Any] = answer.json()
    return received


def token(client: httpx.Client, **claims: Any) -> str:
    answer = client.post("/local/token", json={"sub": "ada"} | claims)
    assert answer.status_code == 200, answer.text
    issued: str = answer.json()["access_token"]
    return issued


def post_answer(client: httpx.Client, result: Any) -> httpx.Response:
    return client.post("/answers", content=json.dumps(result))


def test_an_event_has_the_fields_of_payload_format_2(client: httpx.Client) -> None:
    received = event(
        client,
        "PATCH",
        "/echo/a%20b?x=1&y=%C3%A9&x=2&empty=",
        content='{"a": 1}',
        headers=[
            ("Content-Type", "application/json; charset=utf-8"),
            ("X-Twice", "one"),
            ("X-Twice", "two"),
            ("Cookie", "a=1; b=2"),
            ("User-Agent", "test"),
            ("Host", "api.example.com:8080"),
        ],
    )

    context = received["requestContext"]
    headers = received["headers"]
    assert received["version"] == "2.0"
    assert received["routeKey"] == context["routeKey"] == "ANY /echo/{name}"
    assert received["rawPath"] == "/echo/a b"
    assert received["rawQueryString"] == "x=1&y=%C3%A9&x=2&empty="
    assert received["queryStringParameters"] == {"x": "1,2", "y": "é", "empty": ""}
    assert received["pathParameters"] == {"name": "a b"}
    assert received["cookies"] == ["a=1", "b=2"]
    assert (received["body"], received["isBase64Encoded"]) == ('{"a": 1}', False)
    assert headers["x-twice"] == "one,two"
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert "cookie" not in headers
    assert context["http"] == {
        "method": "PATCH",
        "path": "/echo/a b",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "test",
    }
    assert (context["domainName"], context["domainPrefix"], context["stage"]) == ("api.example.com", "api", "$default")
    assert {"accountId", "apiId", "requestId", "time", "timeEpoch"} <= context.keys()
    assert "authorizer" not in context


def test_a_field_without_a_value_is_absent(client: httpx.Client) -> None:
    received = event(client, "GET", "/echo/x")

    assert not {"body", "cookies", "queryStringParameters", "stageVariables"} & received.keys()
    assert (received["rawQueryString"], received["isBase64Encoded"]) == ("", False)


def test_an_answer_is_forwarded_unchanged(client: httpx.Client) -> None:
    answer = post_answer(
        client,
        {
            "statusCode": 201,
            "headers": {"Content-Type": "application/problem+json", "X-Number": 7, "Content-Length": "999"},
            "cookies": ["a=1; Path=/", "b=2"],
            "body": "{}",
        },
    )

    assert (answer.status_code, answer.text) == (201, "{}")
    assert answer.headers.get_list("set-cookie") == ["a=1; Path=/", "b=2"]
    assert dict(answer.headers).keys() == {
        "content-type",
        "x-number",
        "set-cookie",
        "content-length",
        "date",
        "apigw-requestid",
    }
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_with_status_204_or_304_has_no_body(client: httpx.Client, status: int) -> None:
    answer = post_answer(client, {"statusCode": status, "body": "not sent"})

    assert (answer.status_code, answer.content) == (status, b"")


def test_a_malformed_answer_is_a_500(client: httpx.Client) -> None:
    answer = post_answer(client, {"statusCode": "ok"})

    assert (answer.status_code, answer.json()) == (500, {"message": "Internal Server Error"})


@pytest.mark.parametrize("path", ["/crashes", "/exits"])
def test_a_function_that_fails_is_a_500_and_the_next_call_is_answered(client: httpx.Client, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.json()) == (500, {"message": "Internal Server Error"})
    assert client.get("/context").status_code == 200


@pytest.mark.parametrize("stuck", ["hangs"], indirect=True)
def test_a_function_that_times_out_is_a_500(client: httpx.Client, stuck: str) -> None:
    answer = client.get(stuck)

    assert (answer.status_code, answer.json()) == (500, {"message": "Internal Server Error"})
    assert client.get("/context").status_code == 200


@pytest.mark.parametrize("stuck", ["stays"], indirect=True)
def test_a_function_slower_than_the_gateway_s_timeout_is_a_503(
    client: httpx.Client, stuck: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "INTEGRATION_TIMEOUT_S", 0.2)

    answer = client.get(stuck)

    assert (answer.status_code, answer.json()) == (503, {"message": "Service Unavailable"})


@pytest.mark.parametrize("stuck", ["stays"], indirect=True)
def test_a_request_under_way_is_answered_before_the_server_ends(app: Starlette, stuck: str) -> None:
    stays = sys.modules["functions.stays.app"]
    stays.entered.clear()  # an earlier test may have set it
    with ThreadPoolExecutor(2) as threads, listen(0) as listener:
        server = serving(app, listener)
        server.__enter__()
        under_way = threads.submit(httpx.get, f"http://127.0.0.1:{listener.getsockname()[1]}{stuck}", timeout=HANG_S)
        assert stays.entered.wait(HANG_S)

        ending = threads.submit(server.__exit__, None, None, None)
        stays.release.set()

        assert under_way.result(HANG_S).text == "done"
        ending.result(HANG_S)


def test_an_answer_above_the_quota_of_lambda_is_a_500(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lambdas, "ANSWER_LIMIT_BYTES", 100)

    assert post_answer(client, "x" * 99).status_code == 500


def test_a_request_above_ten_megabytes_is_a_413(client: httpx.Client) -> None:
    largest = client.post("/answers", content=b"1".ljust(gateway.REQUEST_LIMIT_BYTES))
    answer = client.post("/answers", content=b"1".ljust(gateway.REQUEST_LIMIT_BYTES + 1))

    assert (largest.status_code, largest.text) == (200, "1")
    assert (answer.status_code, answer.json()) == (413, {"message": "Request Entity Too Large"})


@pytest.mark.parametrize("path", ["/nowhere", "/echo", "/echo/", "/echo/a/b", "/echo/a%2Fb", "//echo/a", "/local/mail"])
def test_an_unknown_path_without_a_default_route_is_a_404(client: httpx.Client, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.json()) == (404, {"message": "Not Found"})


@pytest.mark.parametrize("authorization", [None, "Bearer nonsense", "Basic YTpi"])
def test_an_invalid_token_is_a_401(client: httpx.Client, authorization: str | None) -> None:
    answer = client.get("/whoami", headers={"Authorization": authorization} if authorization else {})

    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})
    assert answer.headers["www-authenticate"] == "Bearer"


def test_the_claims_of_a_valid_token_are_passed_to_the_function(client: httpx.Client) -> None:
    bearer = token(client, tenant_id="acme", roles=["agent", "billing.view"])

    received = event(client, "GET", "/whoami", headers={"Authorization": f"Bearer {bearer}"})

    authorizer = received["requestContext"]["authorizer"]["jwt"]
    assert authorizer["claims"]["roles"] == "[agent billing.view]"
    assert authorizer["claims"]["tenant_id"] == "acme"
    assert authorizer["scopes"] is None


def test_a_token_without_the_scope_of_a_route_is_a_403(client: httpx.Client) -> None:
    answer = client.get("/scoped", headers={"Authorization": token(client)})

    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})


def test_a_handler_gets_a_context(client: httpx.Client) -> None:
    first, second = client.get("/context").json(), client.get("/context").json()

    assert (first["name"], first["memory"]) == ("context", "256")
    assert first["arn"] == "arn:aws:lambda:eu-central-1:123456789012:function:context"
    assert first["id"] != second["id"]
    assert 0 < first["left"] <= 20_000
    assert first["thread"] == second["thread"], "a free execution environment is used again"


def test_a_function_handles_one_call_per_environment_concurrently(base_url: str) -> None:
    unlimited = httpx.Limits(max_connections=None)
    with (
        httpx.Client(base_url=base_url, timeout=HANG_S, limits=unlimited) as client,
        ThreadPoolExecutor(ENVIRONMENTS) as callers,
    ):
        answers = list(callers.map(lambda _: client.get("/meets"), range(ENVIRONMENTS)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == ENVIRONMENTS


def test_the_key_of_the_issuer_is_published(client: httpx.Client) -> None:
    assert client.get("/local/.well-known/jwks.json").json() == issuer.jwks()


@pytest.mark.parametrize("body", ["", "[]", '{"sub": 7}', '{"sub": "a", "role": "agent"}', "x" * 300_000])
def test_an_invalid_token_request_is_refused_with_one_sentence(client: httpx.Client, body: str) -> None:
    answer = client.post("/local/token", content=body)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].endswith(".")
    assert "\n" not in answer.json()["detail"]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:1", "null", "http://127.0.0.1"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/local/token"), ("GET", "/local/.well-known/jwks.json")])
def test_a_local_route_is_refused_to_a_page_of_another_site(
    client: httpx.Client, method: str, path: str, origin: str
) -> None:
    answer = client.request(method, path, json={"sub": "ada"}, headers={"origin": origin})

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "[", ""])
def test_a_local_route_is_refused_under_a_name_of_another_site(client: httpx.Client, host: str) -> None:
    answer = client.post("/local/token", json={"sub": "ada"}, headers={"host": host, "origin": f"http://{host}"})

    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_s_own_page_gets_a_token(client: httpx.Client, name: str) -> None:
    host = f"{name}:{client.base_url.port}"

    answer = client.post("/local/token", json={"sub": "ada"}, headers={"host": host, "origin": f"http://{host}"})

    assert answer.status_code == 200
