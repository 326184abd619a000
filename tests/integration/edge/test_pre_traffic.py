"""The health check of a new version before it receives traffic: its answer, and the status that CodeDeploy receives."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ledger.core import errors
from ledger.edge import releases
from tests.contract.test_deployment import ALIASED
from tests.contract.test_template import FUNCTIONS, ROOT, TEMPLATE, folder
from tests.support import kit
from tests.support.kit import Database

EVENT = json.loads((ROOT / "events" / "pre_traffic.json").read_text(encoding="utf-8"))
POSTING_FUNCTIONS = sorted(folder(FUNCTIONS[name]) for name in ALIASED)
HOOK = kit.handler("pre_traffic")


class Aws:
    """The operations of CodeDeploy and Lambda that the hook calls, over HTTP.

    versions: the new version of each function. calls: called for each invocation of a version.
    statuses: the reports that CodeDeploy received.
    """

    def __init__(self, versions: dict[str, str], calls: Callable[[str, Any], Any]) -> None:
        self.versions, self.calls = versions, calls
        self.statuses: list[dict[str, str]] = []
        self.invoked: list[tuple[str, str, Any]] = []
        self.down = False

    def codedeploy(self, operation: str, given: dict[str, Any]) -> dict[str, Any]:
        match operation:
            case "ListDeploymentTargets":
                assert given["deploymentId"] == EVENT["DeploymentId"]
                return {"targetIds": list(self.versions)}
            case "BatchGetDeploymentTargets":
                targets = [
                    {"functionName": name, "functionAlias": "live", "currentVersion": "1", "targetVersion": version}
                    for name, version in self.versions.items()
                    if name in given["targetIds"]
                ]
                return {"deploymentTargets": [{"lambdaTarget": {"lambdaFunctionInfo": one}} for one in targets]}
            case "PutLifecycleEventHookExecutionStatus":
                self.statuses.append(given)
                return {}
        raise AssertionError(operation)


class Server(ThreadingHTTPServer):
    """An HTTP server for Aws on a local port."""

    def __init__(self, cloud: Aws) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.cloud = cloud


class _Call(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers["content-length"])) or "null")
        status, headers, answer = self._answered(self.server.cloud, given)
        body = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _answered(self, cloud: Aws, given: Any) -> tuple[int, dict[str, str], Any]:
        if cloud.down:
            return 500, {}, {}
        if target := self.headers.get("x-amz-target"):
            return 200, {}, cloud.codedeploy(target.rpartition(".")[2], given)
        url = urlsplit(self.path)
        name, version = url.path.split("/")[3], parse_qs(url.query)["Qualifier"][0]
        cloud.invoked.append((name, version, given))
        try:
            return 200, {}, cloud.calls(name, given)
        except Exception as error:  # noqa: BLE001  (Lambda reports any exception)
            raised = {"errorType": type(error).__name__, "errorMessage": str(error)}
            return 200, {"x-amz-function-error": "Unhandled"}, raised

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Aws]]:
    """A function that starts an emulated AWS and connects the SDK to it."""
    servers: list[Server] = []

    def start(versions: dict[str, str], calls: Callable[[str, Any], Any] = lambda *_: {"status": "ok"}) -> Aws:
        server = Server(Aws(versions, calls))
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        for name, value in (("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "s"), ("DEFAULT_REGION", "eu-central-1")):
            monkeypatch.setenv(f"AWS_{name}", value)
        return server.cloud

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def reported(status: str) -> list[dict[str, str]]:
    execution = EVENT["LifecycleEventHookExecutionId"]
    return [
        {"deploymentId": EVENT["DeploymentId"], "lifecycleEventHookExecutionId": execution, "status": status},
    ]


# ---- a version -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", POSTING_FUNCTIONS)
def test_every_gradually_released_function_reports_that_it_is_healthy(name: str, database: Database) -> None:
    assert kit.handler(name)(dict(releases.CHECK), kit.context(name)) == {"status": "ok"}


def test_a_health_check_posts_nothing_and_claims_no_key(database: Database) -> None:
    tables = [
        row["name"]
        for row in database.rows(
            "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables "
            "where schemaname not in ('pg_catalog', 'information_schema')"
        )
    ]

    def contents() -> dict[str, Any]:
        return {name: database.rows(f"select count(*) as held from {name}") for name in tables}

    before = contents()
    for name in POSTING_FUNCTIONS:
        kit.handler(name)(dict(releases.CHECK), kit.context(name))

    assert tables
    assert contents() == before


@pytest.mark.parametrize("name", ["cashier_debit", "cash_out_triggered"])
def test_a_version_that_cannot_reach_the_database_reports_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/purser")

    (outcome,) = kit.simultaneously(lambda: kit.handler(name)(dict(releases.CHECK), kit.context(name)))

    assert isinstance(outcome, errors.Unavailable)


def test_no_request_and_no_message_can_trigger_the_health_check(database: Database) -> None:
    """The events of API Gateway and SQS have a caller's input in a field and not at the top level."""
    answer = kit.Person("s", ("agent",)).call("POST", "/api/v1/cashier/debit", dict(releases.CHECK))

    assert answer.status == 400


# ---- CodeDeploy ------------------------------------------------------------------------------------------------------


def test_the_hook_reports_a_healthy_version_to_codedeploy(aws: Callable[..., Aws], database: Database) -> None:
    def version(_name: str, event: Any) -> Any:
        (outcome,) = kit.simultaneously(lambda: kit.handler("cashier_debit")(event, kit.context("cashier_debit")))
        return outcome

    cloud = aws({"purser-CashierDebitFunction-x": "7"}, version)

    assert HOOK(EVENT, kit.context("pre_traffic")) == {"status": "Succeeded"}
    assert cloud.statuses == reported("Succeeded")
    assert cloud.invoked == [("purser-CashierDebitFunction-x", "7", dict(releases.CHECK))]


def raising(_name: str, _event: Any) -> Any:
    raise ModuleNotFoundError("No module named 'ledger'")


@pytest.mark.parametrize(
    ("versions", "calls"),
    [
        pytest.param({"f": "7"}, raising, id="a version that raises"),
        pytest.param(
            {"f": "7"}, lambda *_: {"statusCode": 500, "body": "{}"}, id="a version that returns something else"
        ),
        pytest.param({"f": "7"}, lambda *_: None, id="a version that returns nothing"),
        pytest.param(
            {"f": "7", "g": "2"}, lambda name, _: {"status": "ok"} if name == "f" else None, id="one of two versions"
        ),
        pytest.param({}, lambda *_: {"status": "ok"}, id="no version"),
    ],
)
def test_the_hook_reports_an_unhealthy_version_to_codedeploy(
    aws: Callable[..., Aws], versions: dict[str, str], calls: Callable[[str, Any], Any]
) -> None:
    cloud = aws(versions, calls)

    assert HOOK(EVENT, kit.context("pre_traffic")) == {"status": "Failed"}
    assert cloud.statuses == reported("Failed")


def test_the_log_line_of_a_version_that_raised_names_the_type_of_its_error(
    aws: Callable[..., Aws], capsys: pytest.CaptureFixture[str]
) -> None:
    aws({"f": "7"}, raising)

    HOOK(EVENT, kit.context("pre_traffic"))

    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {
        "deployment": EVENT["DeploymentId"],
        "ready": False,
        "found": {"f:7": {"error": "ModuleNotFoundError"}},
    }


def test_the_hook_fails_without_a_report_if_codedeploy_is_down(aws: Callable[..., Aws]) -> None:
    cloud = aws({"f": "7"})
    cloud.down = True

    assert HOOK(EVENT, kit.context("pre_traffic")) == {"status": "Failed"}
    assert cloud.statuses == []


def test_the_hook_has_more_time_than_the_version_that_it_waits_for() -> None:
    properties = FUNCTIONS["PreTrafficFunction"]["Properties"]

    assert TEMPLATE["Globals"]["Function"]["Timeout"] < releases.ANSWER_TIMEOUT_S
    assert properties["Timeout"] > releases.CONNECT_TIMEOUT_S + releases.ANSWER_TIMEOUT_S


def test_the_check_imports_no_sdk_into_the_functions_that_it_checks() -> None:
    program = "import sys; from ledger.edge import releases; print('boto3' in sys.modules, 'botocore' in sys.modules)"
    path = os.pathsep.join([str(ROOT / "layers/ledger"), *sys.path])

    printed = subprocess.check_output([sys.executable, "-c", program], env={"PYTHONPATH": path}, text=True)

    assert printed.split() == ["False", "False"]
