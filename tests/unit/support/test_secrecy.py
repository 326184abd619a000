"""The search of logs finds secrets and private data."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.storage import rds
from local.identity import Issuer, TokenRequest
from tests.support import secrecy

ROLE = rds.Credentials("AKIDEXAMPLE", "a secret", "a session")


@pytest.fixture(autouse=True)
def clean_record() -> Iterator[None]:
    secrecy.leaks_of_this_test("")
    yield
    secrecy.leaks_of_this_test("")  # the secrets of these tests are not real


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("a bearer token", "authorization: Bearer 0123456789abcdef"),
        ("a signed token of AWS", "proxy.test:5432/?Action=connect&X-Amz-Signature=abc"),
        ("a password in an address", "postgresql://purser_desk:hunter2@db:5432/purser"),
        ("a password", "could not connect: host=db password=hunter2"),
        ("a key of AWS", '{"AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI"}'),
        ("a private key", "-----BEGIN RSA PRIVATE KEY-----"),
        ("an e-mail address", '{"to": "ann.o+bills@mail.acme.example"}'),
    ],
)
def test_each_kind_of_secret_is_found_in_its_line(kind: str, line: str) -> None:
    assert list(secrecy.leaks(f"before\n{line}\nafter")) == [f"{kind}: {line}"]


def test_tokens_of_the_issuer_and_of_the_database_are_found(tmp_path: Path) -> None:
    caller_token = Issuer.load_or_create(tmp_path).token(TokenRequest(sub="ada", tenant_id="acme"))
    database_token = rds.presign("proxy.test", 5432, "purser_desk", "eu-central-1", ROLE, datetime.now(UTC))

    assert [leak.split(":")[0] for leak in secrecy.leaks(caller_token)] == ["a JWT"]
    assert [leak.split(":")[0] for leak in secrecy.leaks(database_token)] == ["a signed token of AWS"]


def test_private_input_of_callers_is_found_at_any_depth_below_its_field() -> None:
    secrecy.record({"amount": "10.00", "description": "For the bail", "bank_details": {"iban": "DE02 1203 0000 0000"}})
    secrecy.record({"rows": [{"username": "ann-the-long", "account_type": "postup"}], "currency": "USD"})

    assert list(secrecy.leaks("postup USD 10.00 /api/v1/agent/clients")) == []
    for secret in ("For the bail", "ann-the-long"):
        assert list(secrecy.leaks(f"it said: {secret}")) == [f"{secret!r}, which a caller sent: it said: {secret}"]


@pytest.mark.parametrize("escaped", [True, False])
def test_private_input_of_callers_is_found_in_its_json_form(escaped: bool) -> None:
    secrecy.record({"description": 'Müller says "hello"'})

    assert len(list(secrecy.leaks(json.dumps({"note": 'Müller says "hello"'}, ensure_ascii=escaped)))) == 1


def test_only_new_content_of_a_watched_log_is_searched_even_if_the_log_was_removed(
    tmp_path: Path,
) -> None:
    log = tmp_path / "postgres.log"
    log.write_text("Bearer 0123456789\n")
    secrecy.watch(log)
    assert secrecy.leaks_of_this_test("") == []

    with log.open("a") as more:
        more.write("mail to ann@acme.example\n")
    log.unlink()

    (found,) = secrecy.leaks_of_this_test("")
    assert found == f"{log} contains an e-mail address: mail to ann@acme.example"
