"""Tokens for signing in to RDS equal those of AWS's SDK, and are signed with the credentials of the function."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qsl

import boto3
import pytest
from botocore import auth
from botocore.crt import auth as crt
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.storage import rds
from ledger.storage.rds import Credentials
from tools.rds_certificates import CERTIFICATES, roots

NOON = datetime(2026, 3, 4, 12, 0, 5, tzinfo=UTC)
_WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20)
CREDENTIALS = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "FwoGZXIvYXdzE+/=%&? x")


@cache
def _sdk(credentials: Credentials) -> Any:
    return boto3.Session(region_name="eu-central-1").client(
        "rds",
        aws_access_key_id=credentials.access_key,
        aws_secret_access_key=credentials.secret_key,
        aws_session_token=credentials.session_token,
    )


def parts(token: str) -> tuple[str, dict[str, str]]:
    """Address and parameters of a token. The order of the parameters does not matter."""
    where, _, query = token.partition("?")
    return where, dict(parse_qsl(query, strict_parsing=True))


def token_of_the_sdk(
    host: str, port: int, user: str, credentials: Credentials, now: datetime
) -> tuple[str, dict[str, str]]:
    with pytest.MonkeyPatch.context() as patched:
        for module in (auth, crt):  # if awscrt is installed, botocore signs with it
            patched.setattr(
                module,
                "get_current_datetime",
                lambda remove_tzinfo=True: now.replace(tzinfo=None) if remove_tzinfo else now,
            )
        return parts(_sdk(credentials).generate_db_auth_token(host, port, user))


@pytest.mark.parametrize("credentials", [CREDENTIALS, Credentials("AKIDEXAMPLE", "without a session")])
@pytest.mark.parametrize("user", ["purser_desk", "someone@example.com / ü"])
def test_a_token_equals_that_of_the_sdk(user: str, credentials: Credentials) -> None:
    host = "purser.proxy-abc.eu-central-1.rds.amazonaws.com"

    presigned = rds.presign(host, 5432, user, "eu-central-1", credentials, NOON)

    assert parts(presigned) == token_of_the_sdk(host, 5432, user, credentials, NOON)
    assert "X-Amz-Expires=900" in presigned


@given(
    host=_WORD,
    port=st.integers(1, 65535),
    user=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=63),
    now=st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001  (made UTC below)
)
@example(host="Purser", port=443, user="purser_desk", now=datetime(2026, 1, 1))  # noqa: DTZ001  (the default port of HTTPS, a capital letter)
def test_tokens_of_random_hosts_and_users_equal_those_of_the_sdk(
    host: str, port: int, user: str, now: datetime
) -> None:
    at = now.replace(tzinfo=UTC)

    assert parts(rds.presign(host, port, user, "eu-central-1", CREDENTIALS, at)) == token_of_the_sdk(
        host, port, user, CREDENTIALS, at
    )


def test_credentials_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)

    assert rds.credentials() == Credentials("key", "secret")

    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(OSError, match="AWS_ACCESS_KEY_ID"):
        rds.credentials()


class _CredentialsEndpoint(BaseHTTPRequestHandler):
    """Lambda's endpoint for the credentials of a function started from a snapshot."""

    def do_GET(self) -> None:
        known = self.headers["Authorization"] == "let me in"
        self.send_response(200 if known else 401)
        self.end_headers()
        self.wfile.write(json.dumps({"AccessKeyId": "k", "SecretAccessKey": "s", "Token": "t"}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def credentials_endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with HTTPServer(("127.0.0.1", 0), _CredentialsEndpoint) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://127.0.0.1:{server.server_port}/credentials")
        yield
        server.shutdown()
        thread.join()


def test_a_function_started_from_a_snapshot_requests_its_credentials(
    credentials_endpoint: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "let me in")

    assert rds.credentials() == Credentials("k", "s", "t")

    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "another")
    with pytest.raises(OSError, match="401"):
        rds.credentials()


def test_the_layer_has_the_root_certificates_of_every_rds_region() -> None:
    certificates = roots(CERTIFICATES.read_bytes(), datetime(2026, 1, 1, tzinfo=UTC))
    names = [certificate.subject.rfc4514_string() for certificate in certificates]

    assert CERTIFICATES.read_bytes().count(b"BEGIN CERTIFICATE") == len(certificates)
    for region in ("eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-southeast-2", "sa-east-1"):
        of_region = [name for name in names if f"Amazon RDS {region} Root CA" in name]
        assert len(of_region) == 3, "RSA 2048, RSA 4096 and ECC"
    assert all(certificate.not_valid_after_utc.year >= 2060 for certificate in certificates)
