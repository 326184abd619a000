"""A function that fails in a container gives the caller the same answer as behind API Gateway."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from local import containers, template
from local.app import application
from local.containers import Containers
from local.gateway import Gateway
from local.identity import Issuer
from local.lambdas import FunctionFailed
from local.processes import listen
from local.servers import serving
from tests.containers.deployment import existing_containers
from tests.support.waiting import HANG_S

HANDLERS = {
    "answers": "return {'statusCode': 201, 'body': context.function_name}",
    "raises": "raise ValueError('a secret')",
    "exits": "import os; os._exit(3)",
    "hangs": "import threading; threading.Event().wait()",
}
TIMEOUTS_S = {"hangs": 2}
"""The others never time out: on a busy machine a container may take seconds to start."""
TEMPLATE = f"""
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {{Runtime: python3.13, Handler: app.handler, Architectures: [{containers.architecture()}]}}
Resources:
  Api: {{Type: AWS::Serverless::HttpApi}}
"""
FUNCTION = """
  {title}Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/{name}/
      Timeout: {timeout}
      Events:
        Route: {{Type: HttpApi, Properties: {{ApiId: !Ref Api, Method: GET, Path: "/{name}"}}}}
"""


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("failing")
    for name, body in HANDLERS.items():
        (root / "functions" / name).mkdir(parents=True)
        (root / "functions" / name / "app.py").write_text(f"def handler(event, context):\n    {body}\n")
    functions = (
        FUNCTION.format(title=name.capitalize(), name=name, timeout=TIMEOUTS_S.get(name, 900)) for name in HANDLERS
    )
    (root / "template.yaml").write_text(TEMPLATE + "".join(functions))
    for folder in (root, *root.parents):  # a container runs as another user
        if folder.is_relative_to("/dev/shm") or folder.is_relative_to("/tmp"):  # noqa: S108
            folder.chmod(folder.stat().st_mode | 0o055)
    return root


@pytest.fixture(scope="module")
def running(deployed: Path) -> Iterator[Containers]:
    functions = template.read(deployed / "template.yaml", {}).functions
    running = Containers(functions, deployed / "template.yaml", deployed / "log")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def client(deployed: Path, running: Containers) -> Iterator[httpx.Client]:
    routes = template.read(deployed / "template.yaml", {}).routes
    issuer = Issuer(generate_private_key(public_exponent=65537, key_size=2048))
    app = application(Gateway(routes, running, issuer.keys), issuer)
    with listen(0) as listener, serving(app, listener):
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with httpx.Client(base_url=base_url, timeout=HANG_S) as client:
            yield client


@pytest.mark.parametrize("name", ["raises", "exits", "hangs"])
def test_a_function_that_raises_exits_or_times_out_gives_a_500_without_details(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/{name}")

    assert (answer.status_code, answer.json()) == (500, {"message": "Internal Server Error"})


def test_a_function_answers_the_next_call_after_a_failure(client: httpx.Client) -> None:
    assert [client.get(path).status_code for path in ("/hangs", "/answers", "/raises", "/answers")] == [
        500,
        201,
        500,
        201,
    ]
    assert client.get("/answers").text == "AnswersFunction"


def test_a_failure_raises_an_error_for_queues_and_schedules_too(running: Containers) -> None:
    with pytest.raises(FunctionFailed):
        asyncio.run(running.invoke("raises", {}))


def test_stopped_containers_are_removed(deployed: Path) -> None:
    functions = template.read(deployed / "template.yaml", {}).functions
    before = existing_containers()
    started = Containers(functions, deployed / "template.yaml", deployed / "log")
    for name in ("answers", "exits", "raises"):
        with suppress(FunctionFailed):
            started.call(name, {})
    new = existing_containers() - before

    started.stop()

    assert len(new) == 3
    assert not new & existing_containers()
