"""The journal of the mails that the local mail service accepts."""

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from local import mail

REQUEST = {
    "FromEmailAddress": "billing@purser.example",
    "Destination": {"ToAddresses": ["ada@acme.example"]},
    "Content": {"Simple": {"Subject": {"Data": "Größe"}, "Body": {"Text": {"Data": "one\ntwo"}}}},
}


def call_service(journal: Path, status: str = "200 OK", path: str = "/v2/email/outbound-emails") -> list[bytes]:
    """Call the middleware in front of a service that returns what it receives."""

    def service(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, [])
        return [environ["wsgi.input"].read()]

    body = json.dumps(REQUEST).encode()
    environ = {"PATH_INFO": path, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    return list(mail.recorded(service, journal)(environ, lambda *_: None))


def test_an_accepted_mail_is_stored_and_forwarded_unchanged(tmp_path: Path) -> None:
    assert call_service(tmp_path / "mails") == [json.dumps(REQUEST).encode()]

    (stored,) = mail.sent(tmp_path / "mails")
    assert {name: stored[name] for name in ("to", "subject", "text")} == {
        "to": "ada@acme.example",
        "subject": "Größe",
        "text": "one\ntwo",
    }


def test_a_refused_or_invalid_mail_is_not_stored(tmp_path: Path) -> None:
    call_service(tmp_path / "mails", "400 BAD REQUEST")
    call_service(tmp_path / "mails", path="/v2/email/identities")

    assert mail.sent(tmp_path / "mails") == []


def test_an_incomplete_line_of_a_killed_process_is_ignored(tmp_path: Path) -> None:
    call_service(tmp_path / "mails")
    with (tmp_path / "mails").open("a") as journal:
        journal.write('{"to": "ad')

    assert len(mail.sent(tmp_path / "mails")) == 1
