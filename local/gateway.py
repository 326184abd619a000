"""The HTTP API: finds the route, verifies the token, calls the function.

Its own answers have the form {"message": ...}, with the texts of the real API Gateway.
"""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from starlette import requests, responses
from starlette.types import Receive, Scope, Send

from local import identity, payload
from local.lambdas import FunctionFailed, FunctionTimedOut, Invoker, Throttled
from local.template import Route

REQUEST_LIMIT_BYTES = 10 * 1024 * 1024
INTEGRATION_TIMEOUT_S = 30.0
_log = logging.getLogger(__name__)


class Router:
    """Finds the most specific route: a full match, then path variables, then a greedy variable, then $default.

    Segments are compared from the left, so /wallets/top comes before /wallets/{id}; a method comes before ANY.
    """

    def __init__(self, routes: tuple[Route, ...]):
        self._routes = sorted((route for route in routes if route.path != "$default"), key=_specificity)
        self._default = next((route for route in routes if route.path == "$default"), None)

    def match(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route and its path parameters, or None. path: decoded, since API Gateway decodes it before it matches."""
        segments = path.split("/")
        for route in self._routes:
            if route.method in {method, "ANY"}:
                parameters = _match(route.path.split("/"), segments)
                if parameters is not None:
                    return route, parameters
        return (self._default, {}) if self._default else None


class Gateway:
    """An ASGI application for a template's routes and functions."""

    def __init__(self, routes: tuple[Route, ...], lambdas: Invoker, keys: Mapping[str, RSAPublicKey]):
        self._router = Router(routes)
        self._lambdas = lambdas
        self._verifier = identity.Verifier(keys)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            request = await _read(requests.Request(scope, receive))
        except requests.ClientDisconnect:
            return
        answer = await self._answer(request) if request else payload.message(413, "Request Entity Too Large")
        response = responses.Response(answer.body, answer.status)
        for name, value in answer.headers:
            response.headers.append(name, value)
        await response(scope, receive, send)

    async def _answer(self, request: payload.Request) -> payload.Answer:
        match = self._router.match(request.method, request.path)
        if match is None:
            return payload.message(404, "Not Found")
        route, parameters = match
        authorizer: dict[str, Any] | None = None
        if route.authorizer:
            header = next((value for name, value in request.headers if name == "authorization"), None)
            try:
                authorizer = self._verifier.authorize(route.authorizer, header, route.scopes)
            except identity.Unauthorized:
                return payload.message(401, "Unauthorized", ("www-authenticate", "Bearer"))
            except identity.Forbidden:
                return payload.message(403, "Forbidden")
        return await self._integrate(route, payload.event(request, route, parameters, authorizer))

    async def _integrate(self, route: Route, event: dict[str, Any]) -> payload.Answer:
        request_id = ("apigw-requestid", event["requestContext"]["requestId"])
        try:
            async with asyncio.timeout(INTEGRATION_TIMEOUT_S):
                answer = payload.answer(await self._lambdas.invoke(route.function, event))
        except (TimeoutError, Throttled):  # an HTTP API answers both alike
            return payload.message(503, "Service Unavailable", request_id)
        except (FunctionFailed, FunctionTimedOut):
            return payload.message(500, "Internal Server Error", request_id)
        except payload.MalformedResult as error:
            _log.error("%s returned what an HTTP API does not accept: %s", route.function, error)
            return payload.message(500, "Internal Server Error", request_id)
        return payload.Answer(answer.status, (*answer.headers, request_id), answer.body)


async def _read(request: requests.Request) -> payload.Request | None:
    """The request, or None if it is too large; the body is still read to its end, so that the caller gets a 413."""
    body = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= REQUEST_LIMIT_BYTES:
            body += chunk
    if size > REQUEST_LIMIT_BYTES:
        return None
    scope = request.scope
    source_ip = request.client.host if request.client else ""
    server = scope.get("server") or ("", None)
    forwarded = (
        ("x-forwarded-for", source_ip),
        ("x-forwarded-port", str(server[1] or "")),
        ("x-forwarded-proto", scope["scheme"]),
    )
    return payload.Request(
        method=request.method,
        path=unquote(scope["raw_path"].decode("latin-1")),
        query=scope["query_string"].decode("latin-1"),
        headers=(*((name.lower(), value) for name, value in request.headers.items()), *forwarded),
        body=bytes(body),
        source_ip=source_ip,
        protocol=f"HTTP/{scope['http_version']}",
    )


def _specificity(route: Route) -> tuple[list[int], bool]:
    return [_kind(segment) for segment in route.path.split("/")], route.method == "ANY"


def _kind(segment: str) -> int:
    if segment.startswith("{"):
        return 2 if segment.endswith("+}") else 1
    return 0


def _match(pattern: list[str], segments: list[str]) -> dict[str, str] | None:
    parameters: dict[str, str] = {}
    for index, expected in enumerate(pattern):
        rest = segments[index:]
        match _kind(expected):
            case 2:
                if not any(rest):
                    return None
                return parameters | {expected[1:-2]: "/".join(rest)}
            case 1 if rest and rest[0]:
                parameters[expected[1:-1]] = rest[0]
            case 0 if rest and rest[0] == expected:
                continue
            case _:
                return None
    return parameters if len(pattern) == len(segments) else None
