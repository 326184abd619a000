"""The key of erasures in Secrets Manager, which is moto here."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.secretsmanager.models import SecretsManagerBackend

from tests.support import erasures, kit
from tests.support.approvals import approve, pending
from tests.support.billing import root
from tests.support.kit import Database, Person, assert_problem

RITA = root()


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An account, and no key in the environment, as in a deployment."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("ERASURE_KEY", "")
    with mock_aws():
        yield


def create(name: str, **value: Any) -> str:
    """A secret. Returns its ARN."""
    return str(boto3.client("secretsmanager").create_secret(Name=name, **value)["ARN"])


@pytest.mark.usefixtures("secrets")
def test_marks_have_the_key_that_the_deployment_s_secret_contains(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = kit.new_customer(kit.agent(), "ann of arden")
    monkeypatch.setenv("ERASURE_KEY_ARN", create("one", SecretString="a key from Secrets Manager"))

    erasures.erase(service, ann)

    key = hmac.digest(b"a key from Secrets Manager", b"acme", "sha256")
    expected = hmac.new(key, f"customers/{ann}/username\nann of arden".encode(), hashlib.sha256).hexdigest()[:32]
    assert database.value("select username from customers") == f"erased:{expected}"


@pytest.mark.usefixtures("secrets")
def test_without_an_answer_of_secrets_manager_nothing_is_erased_and_the_approval_waits(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = pending(erasures.request(service, kit.new_customer(kit.agent(), "ann of arden")))
    monkeypatch.setenv("ERASURE_KEY_ARN", "created-later")

    assert_problem(approve(RITA, waiting, key="the-same"), 503, "unavailable")
    assert database.value("select username from customers") == "ann of arden"
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (line["failure"], line["aws_code"]) == (["ResourceNotFoundException"], "ResourceNotFoundException")

    create("created-later", SecretString="a key")
    assert approve(RITA, waiting, key="the-same").status == 200
    assert database.value("select username from customers") != "ann of arden"


@pytest.mark.usefixtures("secrets")
def test_a_process_reads_the_key_once(service: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    agent, calls = kit.agent(), []
    read = SecretsManagerBackend.get_secret_value

    def counted(*args: Any, **named: Any) -> Any:
        calls.append(args)
        return read(*args, **named)

    monkeypatch.setattr(SecretsManagerBackend, "get_secret_value", counted)
    monkeypatch.setenv("ERASURE_KEY_ARN", create("read-once", SecretString="a key"))

    for name in ("ann", "ben"):
        erasures.erase(service, kit.new_customer(agent, name))

    assert len(calls) == 1


@pytest.mark.usefixtures("secrets")
def test_a_secret_without_a_text_erases_nobody_until_it_has_one(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = pending(erasures.request(service, kit.new_customer(kit.agent(), "ann of arden")))
    monkeypatch.setenv("ERASURE_KEY_ARN", create("binary", SecretBinary=b"a key"))

    assert_problem(approve(RITA, waiting), 409, "erasure_not_configured")
    assert database.value("select username from customers") == "ann of arden"

    boto3.client("secretsmanager").put_secret_value(SecretId="binary", SecretString="a key")
    assert approve(RITA, waiting).status == 200
