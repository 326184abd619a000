"""purser health and purser --version."""

import tomllib
from collections.abc import Iterator
from urllib.parse import urlsplit

import boto3
import pytest
from moto import mock_aws

from tests.support.deployment import Api
from tests.support.kit import ROOT
from tests.support.local_system import free_port
from tests.support.pool import purser


@pytest.fixture
def api() -> Iterator[Api]:
    api = Api()
    yield api
    api.server.shutdown()
    api.server.server_close()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_exit_status_tells_whether_the_local_system_works(
    api: Api, monkeypatch: pytest.MonkeyPatch, status: int, code: int
) -> None:
    monkeypatch.setenv("PORT", str(urlsplit(api.url).port))
    api.health = [status]

    result = purser("health", stack=None)

    assert (result.code, result.out, result.err) == (code, f"{api.url}/healthz answers {status}\n", "")


def test_a_system_that_does_not_answer_is_a_one_line_error(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("PORT", str(port))

    result = purser("health", stack=None)

    assert (result.code, result.out) == (2, "")
    assert result.err == f"purser: Nothing answers at http://127.0.0.1:{port}/healthz (ConnectError).\n"


def test_a_stack_is_called_at_its_own_address(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    template = f"Resources: {{Queue: {{Type: AWS::SQS::Queue}}}}\nOutputs: {{ApiUrl: {{Value: '{api.url}'}}}}"
    with mock_aws():
        boto3.client("cloudformation", region_name="eu-central-1").create_stack(
            StackName="purser-dev", TemplateBody=template
        )

        result = purser("health", stack="purser-dev")
        missing = purser("health", stack="purser-nope")

    assert (result.code, result.out) == (0, f"{api.url}/healthz answers 200\n")
    assert (missing.code, missing.out, len(missing.err.splitlines())) == (2, "", 1)


def test_the_version_is_that_of_the_package() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert purser("--version", stack=None).out == f"purser, version {version}\n"
