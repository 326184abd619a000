"""Payload format 2.0: the event that an HTTP API creates from a request, and the response it creates from a result.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
Details that the page leaves open follow observations of the real API Gateway: the path is decoded, an answer without a
content type is text/plain, and the request's id is returned in apigw-requestid.
"""

import base64
import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from local import ACCOUNT
from local.template import Route

API_ID = "a1b2c3d4e5"
STAGE = "$default"
_TEXT = re.compile(r"text/.*|application/((.*\+)?json|(.*\+)?xml|javascript)", re.IGNORECASE)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[^\x00\r\n]*")
_SET_BY_THE_SERVER = {"connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"}
_WITHOUT_BODY = {204, 304}


@dataclass(frozen=True)
class Request:
    """A request as received. path: decoded; query: as sent; headers: in the order received, names in lower case."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str
    protocol: str


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class MalformedResult(Exception):
    """The function's result is not valid for an HTTP API."""


def message(status: int, text: str, *headers: tuple[str, str]) -> Answer:
    """An answer of the API itself, without a function's result."""
    return Answer(status, (("content-type", "application/json"), *headers), json.dumps({"message": text}).encode())


def event(
    request: Request, route: Route, path_parameters: Mapping[str, str], authorizer: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The event. Members without a value are absent, as in real events."""
    headers = _joined((name, value) for name, value in request.headers if name != "cookie")
    cookies = [
        cookie.strip() for name, value in request.headers if name == "cookie" for cookie in value.split(";") if cookie
    ]
    text = _as_text(request.body, headers.get("content-type"))
    host = headers.get("host", "").rsplit(":", 1)[0]
    now = time.time()
    context: dict[str, Any] = {
        "accountId": ACCOUNT,
        "apiId": API_ID,
        "domainName": host,
        "domainPrefix": host.split(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.protocol,
            "sourceIp": request.source_ip,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": str(uuid4()),
        "routeKey": route.key,
        "stage": STAGE,
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "timeEpoch": int(now * 1000),
    }
    optional = {
        "cookies": cookies,
        "queryStringParameters": _joined(parse_qsl(request.query, keep_blank_values=True)),
        "pathParameters": path_parameters,
        "body": base64.b64encode(request.body).decode() if text is None else text,
    }
    return {
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": context | ({"authorizer": authorizer} if authorizer else {}),
        "isBase64Encoded": text is None,
    } | {name: value for name, value in optional.items() if value}


def answer(result: Any) -> Answer:
    """The response for a function's result. Raises MalformedResult."""
    if not isinstance(result, dict) or "statusCode" not in result:
        body = result if isinstance(result, str) else json.dumps(result)
        return Answer(200, (("content-type", "application/json"),), body.encode())
    status = result["statusCode"]
    headers = result.get("headers") or {}
    cookies = result.get("cookies") or []
    if not (type(status) is int and 200 <= status <= 599 and isinstance(headers, dict) and isinstance(cookies, list)):
        raise MalformedResult("statusCode, headers or cookies")
    fields = [(str(name).lower(), _header(value)) for name, value in headers.items()]
    fields = [(name, value) for name, value in fields if name not in _SET_BY_THE_SERVER]
    if "content-type" not in dict(fields) and status not in _WITHOUT_BODY:
        fields.append(("content-type", "text/plain; charset=utf-8"))
    fields += [("set-cookie", _header(cookie)) for cookie in cookies]
    if not all(_HEADER_NAME.fullmatch(name) for name, _ in fields):
        raise MalformedResult("a header's name")
    return Answer(status, tuple(fields), b"" if status in _WITHOUT_BODY else _body(result))


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _as_text(body: bytes, content_type: str | None) -> str | None:
    if content_type and not _TEXT.fullmatch(content_type.split(";")[0].strip()):
        return None if body else ""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _header(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    if isinstance(value, (dict, list)) or not _HEADER_VALUE.fullmatch(text):
        raise MalformedResult("a header's value")
    try:
        text.encode("latin-1")
    except UnicodeEncodeError as error:
        raise MalformedResult("a header's value") from error
    return text


def _body(result: Mapping[str, Any]) -> bytes:
    body = result.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedResult("body")
    try:
        return base64.b64decode(body, validate=True) if result.get("isBase64Encoded") is True else body.encode()
    except ValueError as error:  # invalid base64, or a lone surrogate
        raise MalformedResult("body") from error
