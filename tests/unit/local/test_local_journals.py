"""The journals of the mails and the events that the emulated services accept."""

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from local import mail, passed_events
from local.journals import listed

MAIL = {
    "FromEmailAddress": "billing@purser.example",
    "Destination": {"ToAddresses": ["ada@acme.example"]},
    "Content": {"Simple": {"Subject": {"Data": "Größe"}, "Body": {"Text": {"Data": "one\ntwo"}}}},
}
SENT = {"MessageId": "1"}
EVENTS = {"Entries": [{"Source": "shop", "DetailType": kind, "Detail": '{"n": 1}'} for kind in ("Sold", "Lost")]}
ACCEPTED = {"Entries": [{"EventId": "event-1"}, {"ErrorCode": "MalformedDetail"}], "FailedEntryCount": 1}


def call(with_journal: Any, request: Any, answer: Any, status: str = "200 OK", **environ: str) -> Any:
    """Call a service with a journal. Returns what the service received, and what it answered."""
    received: list[Any] = []

    def service(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        received.append(json.loads(environ["wsgi.input"].read()))
        start_response(status, [])
        text = json.dumps(answer).encode()
        return [text[:10], text[10:]]

    body = json.dumps(request).encode()
    environ = {"PATH_INFO": "/", "CONTENT_LENGTH": str(len(body)), **environ}
    answered = with_journal(service)(environ | {"wsgi.input": io.BytesIO(body)}, lambda *_: None)
    return (*received, json.loads(b"".join(answered)))


def send_mail(journal: Path, status: str = "200 OK", path: str = "/v2/email/outbound-emails") -> Any:
    return call(lambda service: mail.with_journal(service, journal), MAIL, SENT, status, PATH_INFO=path)


def test_an_accepted_mail_is_stored_and_forwarded_unchanged(tmp_path: Path) -> None:
    assert send_mail(tmp_path / "mails") == (MAIL, SENT)

    (stored,) = listed(tmp_path / "mails")
    assert {name: stored[name] for name in ("to", "subject", "text")} == {
        "to": "ada@acme.example",
        "subject": "Größe",
        "text": "one\ntwo",
    }


def test_a_refused_or_invalid_mail_is_not_stored(tmp_path: Path) -> None:
    send_mail(tmp_path / "mails", "400 BAD REQUEST")
    send_mail(tmp_path / "mails", path="/v2/email/identities")

    assert list(listed(tmp_path / "mails")) == []


def test_an_incomplete_line_of_a_killed_process_is_ignored_and_those_after_it_are_not(tmp_path: Path) -> None:
    send_mail(tmp_path / "mails")
    with (tmp_path / "mails").open("a") as journal:
        journal.write('\n{"to": "ad')
    assert len(list(listed(tmp_path / "mails"))) == 1

    send_mail(tmp_path / "mails")

    assert len(list(listed(tmp_path / "mails"))) == 2


def test_the_events_that_the_bus_accepts_are_stored_and_those_that_it_refuses_are_not(tmp_path: Path) -> None:
    journal = tmp_path / "events"
    for name in ("AWSEvents.PutEvents", "AWSEvents.PutRule"):
        answered = call(
            lambda service: passed_events.with_journal(service, journal), EVENTS, ACCEPTED, HTTP_X_AMZ_TARGET=name
        )
        assert answered == (EVENTS, ACCEPTED)

    (event,) = listed(journal)
    assert event.pop("time").endswith("Z")
    assert event == {
        "version": "0",
        "id": "event-1",
        "detail-type": "Sold",
        "source": "shop",
        "account": "123456789012",
        "region": "eu-central-1",
        "resources": [],
        "detail": {"n": 1},
    }


def test_the_list_of_events_begins_after_the_named_one_and_ends_after_a_thousand(tmp_path: Path) -> None:
    journal = tmp_path / "events"
    events = [{"id": str(number), "detail-type": "AB"[number % 2]} for number in range(2100)]
    journal.write_text("\n".join(map(json.dumps, events)))

    assert passed_events.passed(journal, None, None) == events[:1000]
    assert passed_events.passed(journal, None, "999") == events[1000:2000]
    assert passed_events.passed(journal, "A", "1999") == events[2000::2]
    assert passed_events.passed(journal, "C", None) == []
