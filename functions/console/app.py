"""GET / and the page's other paths: the web console, from the files that `npm run build` wrote to `dist`. GET /docs:
the documentation, from the files that `make site` wrote to `site`.

Nothing of the ledger is imported, so that the page loads fast. The page's paths are listed in the template; all others
reach the default route.
"""

import json
import os
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

_DIST: Final = Path(__file__).with_name("dist")
_SITE: Final = Path(__file__).with_name("site")
_FACTS: Final = _SITE / "site.json"  # facts about the site for this function, not one of its files
_HOME: Final = "/docs/index.html"
_ERRORS: Final = "/docs/errors.html"
_NONCE: Final = "__CSP_NONCE__"  # the placeholder in index.html for the answer's nonce
_ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}
"""The compressed files that the build writes next to an asset, the smallest first."""
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_SECURITY: Final = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_A_WHILE: Final = "public, max-age=300"  # so that a new release shows its documentation within five minutes
_HASHED: Final = re.compile(r"\.[0-9a-f]{8}\.")
"""In the name of a file of the site that changes with its content."""
_NO_MORE: Final[Mapping[str, str]] = {}
_SIGN_IN: Final = {
    "sign_in": os.environ["SIGN_IN"],
    "issuer": os.environ["SIGN_IN_ISSUER"],
    "client_id": os.environ["SIGN_IN_CLIENT_ID"],
}
"""How people sign in: `oidc`, or `personas` in the local system."""


def _files(folder: Path, address: str) -> dict[str, Path]:
    """The files in a folder by URL path. A path that is not in it is not served."""
    files = (file for file in folder.rglob("*") if file.is_file() and file != _FACTS)
    found = {f"{address}/{file.relative_to(folder).as_posix()}": file for file in files}
    return {path: file for path, file in found.items() if file.suffix not in _ENCODINGS.values()}


def _page() -> str | None:
    """The only HTML page; None if it is not built."""
    index = _DIST / "index.html"
    return index.read_text(encoding="utf-8") if index.is_file() else None


def _policy() -> str:
    """The Content-Security-Policy. With OIDC the page also connects to the issuer and its token endpoints."""
    asked = [_SIGN_IN["issuer"], *os.environ["SIGN_IN_ORIGINS"].split()] if _SIGN_IN["sign_in"] == "oidc" else []
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{_NONCE}'",
            "img-src 'self' data:",
            "font-src 'self'",
            " ".join(["connect-src 'self'", *_origins(asked)]),
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def _origins(addresses: Iterable[str]) -> dict[str, None]:
    """The distinct origins of the addresses, in order."""
    parts = map(urlsplit, addresses)
    return dict.fromkeys(f"{address.scheme}://{address.netloc}" for address in parts)


def _site_facts() -> dict[str, list[str]]:
    """scripts: sources of the site's inline scripts. problems: the codes with a section on the page of errors."""
    if not _FACTS.is_file():
        return {"scripts": [], "problems": []}
    facts: dict[str, list[str]] = json.loads(_FACTS.read_text(encoding="utf-8"))
    return facts


def _site_policy() -> str:
    """The Content-Security-Policy of the documentation: its own files, the inline scripts that the build listed, and
    any style, since the search creates a style element without a nonce."""
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *_SITE_FACTS["scripts"]]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


_ASSETS: Final = _files(_DIST / "assets", "/assets")
_PAGE: Final = _page()
_POLICY: Final = _policy()
_DOCUMENTS: Final = _files(_SITE, "/docs")
_SITE_FACTS: Final = _site_facts()
_SITE_POLICY: Final = _site_policy()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    path, headers = event["rawPath"], event["headers"]
    request_id = event["requestContext"]["requestId"]
    if path == "/console.json":
        return _answer(request_id, json.dumps(_SIGN_IN), _TYPES[".json"])
    if path.startswith("/assets/"):
        return _asset(request_id, path, headers.get("accept-encoding", ""))
    if path.startswith(("/docs", "/problems/")):
        return _document(request_id, path, headers.get("accept-encoding", ""))
    if _PAGE is None:
        return _not_found(request_id, "The console is not built here.")
    if not _takes_html(headers.get("accept", "*/*")):
        return _not_found(request_id, "Only an HTML page is available at this path.")
    nonce = b64encode(os.urandom(16)).decode()
    policy = {"content-security-policy": _POLICY.replace(_NONCE, nonce), "vary": "accept"}
    return _answer(request_id, _PAGE.replace(_NONCE, nonce), _TYPES[".html"], policy)


def _asset(request_id: str, path: str, accepted: str) -> dict[str, Any]:
    """A file whose name changes with its content, so that browsers may cache it forever."""
    file = _ASSETS.get(path)
    if file is None:
        return _not_found(request_id, "There is no such file.")
    return _file(request_id, file, accepted, {"cache-control": _FOR_EVER})


def _document(request_id: str, path: str, accepted: str) -> dict[str, Any]:
    """A file of the documentation, or the address of one: the site's first page, or the section about a problem."""
    if not _DOCUMENTS:
        return _not_found(request_id, "The documentation is not built here.")
    if path in {"/docs", "/docs/"}:
        return _moved(request_id, _HOME)
    code = path.removeprefix("/problems/")
    if code in _SITE_FACTS["problems"]:
        return _moved(request_id, f"{_ERRORS}#{code}")
    file = _DOCUMENTS.get(path)
    if file is None:
        return _not_found(request_id, "There is no such page.")
    headers = {"cache-control": _FOR_EVER if _HASHED.search(file.name) else _A_WHILE}
    if file.suffix == ".html":
        headers["content-security-policy"] = _SITE_POLICY
    return _file(request_id, file, accepted, headers)


def _moved(request_id: str, address: str) -> dict[str, Any]:
    return _answer(request_id, "", _TYPES[".txt"], {"location": address}, 302)


def _file(request_id: str, file: Path, accepted: str, headers: Mapping[str, str]) -> dict[str, Any]:
    encoding, chosen = _smallest(file, accepted)
    more = {"vary": "accept-encoding"} | ({"content-encoding": encoding} if encoding else {})
    content = b64encode(chosen.read_bytes()).decode()
    media = _TYPES.get(file.suffix, "application/octet-stream")
    return _answer(request_id, content, media, {**headers, **more}, encoded=True)


def _smallest(file: Path, accepted: str) -> tuple[str, Path]:
    """The smallest file in an encoding that the caller accepts: its encoding, and its path."""
    takes = {}
    for element in accepted.lower().replace(" ", "").split(","):
        encoding, _, weight = element.partition(";q=")
        takes[encoding] = weight.strip("0.") != "" or not weight
    for encoding, suffix in _ENCODINGS.items():
        compressed = file.with_name(file.name + suffix)
        if takes.get(encoding, takes.get("*", False)) and compressed.is_file():
            return encoding, compressed
    return "", file


def _takes_html(accept: str) -> bool:
    kinds = {kind.partition(";")[0].strip() for kind in accept.lower().split(",")}
    return not kinds.isdisjoint({"text/html", "text/*", "*/*"})


def _not_found(request_id: str, sentence: str) -> dict[str, Any]:
    """A problem (RFC 9457), like all refusals of the API."""
    problem = {
        "type": "/problems/not_found",
        "title": "Not found",
        "status": 404,
        "detail": sentence,
        "instance": request_id,
        "code": "not_found",
    }
    headers = {"cache-control": "no-store"}
    return _answer(request_id, json.dumps(problem), "application/problem+json", headers, 404)


def _answer(
    request_id: str,
    body: str,
    media: str,
    headers: Mapping[str, str] = _NO_MORE,
    status: int = 200,
    *,
    encoded: bool = False,
) -> dict[str, Any]:
    """An answer for API Gateway. headers: in addition to those of every answer. encoded: the body is base64."""
    always = {"cache-control": "no-cache", "content-type": media, "x-request-id": request_id}
    return {
        "statusCode": status,
        "headers": {**_SECURITY, **always, **headers},
        "body": body,
        "isBase64Encoded": encoded,
    }
