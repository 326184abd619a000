"""Payload format 2.0: bodies are passed on unchanged, and an invalid answer of a function is an error."""

import base64
from typing import Any

import pytest

from local import payload
from local.payload import MalformedResult, Request
from local.template import Route

ROUTE = Route("POST", "/echo", "echo", None)


def event(body: bytes, *headers: tuple[str, str]) -> dict[str, Any]:
    return payload.event(Request("POST", "/echo", "", headers, body, "192.0.2.1", "HTTP/1.1"), ROUTE, {}, None)


@pytest.mark.parametrize(
    ("content_type", "body", "as_text"),
    [
        ("application/json", b"{}", True),
        ("application/merge-patch+json", b"{}", True),
        ("text/csv", "é".encode(), True),
        ("application/xml", b"<a/>", True),
        ("application/octet-stream", b"\x00\xff", False),
        ("application/x-www-form-urlencoded", b"a=1", False),
        ("application/json", b"\xff{}", False),
    ],
)
def test_a_body_is_passed_on_unchanged(content_type: str, body: bytes, as_text: bool) -> None:
    received = event(body, ("content-type", content_type))

    assert received["isBase64Encoded"] is not as_text
    assert (received["body"].encode() if as_text else base64.b64decode(received["body"])) == body


def test_an_empty_body_is_absent_whatever_its_type() -> None:
    received = event(b"", ("content-type", "application/octet-stream"))

    assert "body" not in received
    assert received["isBase64Encoded"] is False


def test_a_binary_answer_is_decoded() -> None:
    answer = payload.answer({"statusCode": 200, "isBase64Encoded": True, "body": base64.b64encode(b"\0\1").decode()})

    assert answer.body == b"\0\1"
    assert answer.headers == (("content-type", "text/plain; charset=utf-8"),)


@pytest.mark.parametrize(("result", "body"), [({"a": [1]}, b'{"a": [1]}'), ("hello", b"hello"), ([1], b"[1]")])
def test_a_result_without_a_status_becomes_the_body_of_the_answer(result: object, body: bytes) -> None:
    assert payload.answer(result) == payload.Answer(200, (("content-type", "application/json"),), body)


@pytest.mark.parametrize(
    "result",
    [
        {"statusCode": "ok"},
        {"statusCode": True},
        {"statusCode": 1000},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "body": "no base64!", "isBase64Encoded": True},
        {"statusCode": 200, "body": "\ud800"},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "headers": {"a": "b\r\nc: d"}},
        {"statusCode": 200, "headers": {"a b": "c"}},
        {"statusCode": 200, "headers": {"a": "☃"}},
        {"statusCode": 200, "cookies": "a=1"},
    ],
)
def test_an_invalid_answer_is_reported_as_malformed(result: object) -> None:
    with pytest.raises(MalformedResult):
        payload.answer(result)
