"""The local system throttles a function with reserved concurrency as Lambda does."""

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from local import template
from local.app import application
from local.gateway import Gateway
from local.identity import Issuer
from local.lambdas import Lambdas
from local.processes import listen
from local.servers import serving
from tests.support.waiting import HANG_S

RESERVED = 2
TEMPLATE = f"""
Transform: AWS::Serverless-2016-10-31
Resources:
  Api: {{Type: AWS::Serverless::HttpApi}}
  WaitsFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/waits/
      Handler: app.handler
      Runtime: python3.13
      Timeout: 900
      MemorySize: 256
      ReservedConcurrentExecutions: {RESERVED}
      Events:
        Route: {{Type: HttpApi, Properties: {{ApiId: !Ref Api, Method: GET, Path: /waits}}}}
"""
HANDLER = f"""
import threading
entered, release = threading.Semaphore(0), threading.Event()
def handler(event, context):
    entered.release()
    release.wait({HANG_S})
    return "done"
"""


@pytest.fixture
def base_url(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "functions" / "waits"
    folder.mkdir(parents=True)
    (folder / "app.py").write_text(HANDLER)
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    read = template.read(tmp_path / "template.yaml", {})
    issuer = Issuer(generate_private_key(public_exponent=65537, key_size=2048))
    app = application(Gateway(read.routes, Lambdas(read.functions), issuer.keys), issuer)
    with listen(0) as listener, serving(app, listener):
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_call_above_the_reserved_concurrency_is_a_503_at_once(base_url: str) -> None:
    function = sys.modules["functions.waits.app"]
    release: threading.Event = function.release

    def call() -> httpx.Response:
        return httpx.get(f"{base_url}/waits", timeout=HANG_S)

    with ThreadPoolExecutor(RESERVED) as callers:
        running = [callers.submit(call) for _ in range(RESERVED)]
        for _ in running:
            assert function.entered.acquire(timeout=HANG_S)

        refused = call()  # while the others still run
        are_running = not any(one.done() for one in running)
        release.set()

    assert (refused.status_code, refused.json()) == (503, {"message": "Service Unavailable"})
    assert are_running
    assert [one.result().status_code for one in running] == [200] * RESERVED
    assert call().status_code == 200, "afterwards it is called again"
