"""The ASGI application of the local port: the HTTP API, and routes that exist only locally."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from local.gateway import Gateway
from local.identity import Issuer, TokenRequest

_BODY_LIMIT = 256 * 1024
_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


def application(
    gateway: Gateway,
    issuer: Issuer,
    more: Sequence[Route] = (),
) -> Starlette:
    """The application. Paths and methods that are not local routes go to the gateway.

    more: further local routes.
    """

    async def token(request: Request) -> Response:
        wanted = await parsed(request, TokenRequest)
        if isinstance(wanted, Response):
            return wanted
        return JSONResponse({"access_token": issuer.token(wanted)}, headers={"cache-control": "no-store"})

    def jwks(_: Request) -> Response:
        return JSONResponse(issuer.jwks())

    return Starlette(
        routes=[
            Route("/local/token", token, methods=["POST"]),
            Route("/local/.well-known/jwks.json", jwks),
            *more,
            Mount("/", gateway),
        ],
        middleware=[Middleware(_OwnPagesOnly)],
    )


class _OwnPagesOnly:
    """Refuses local routes to the pages of other sites, which a developer's browser would otherwise let ask for tokens.

    A request of another site's page has its `Origin`. A name of another site that resolves to this machine (DNS
    rebinding) is in `Host`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http" and scope["path"].startswith("/local/") and not _is_own(Headers(scope=scope)):
            app = problem(403, "forbidden", "Only this machine's own pages and programs may call it.")
        await app(scope, receive, send)


def _is_own(headers: Headers) -> bool:
    host = headers.get("host", "")
    try:
        is_this_machine = urlsplit(f"//{host}").hostname in _THIS_MACHINE
    except ValueError:
        return False
    return is_this_machine and headers.get("origin") in {None, f"http://{host}"}


async def parsed[M: BaseModel](request: Request, model: type[M]) -> M | Response:
    """The body as a model, or the refusal if it is not valid."""
    try:
        body = await request.body()
    except ClientDisconnect:
        return Response(status_code=400)
    if len(body) > _BODY_LIMIT:
        return problem(400, "invalid_request", "The body is above 256 KiB.")
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        return problem(400, "invalid_request", _sentence(error))


def problem(status: int, code: str, sentence: str) -> Response:
    """A refusal of a local route, in the same form as the API's own."""
    members = {
        "type": f"/problems/{code}",
        "title": code.capitalize().replace("_", " "),
        "status": status,
        "detail": sentence,
        "code": code,
    }
    return JSONResponse(members, status, media_type="application/problem+json")


def _sentence(error: ValidationError) -> str:
    """The first error, as one sentence."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"])) or "The body"
    return f"{where}: {first['msg'].rstrip('.')}."
