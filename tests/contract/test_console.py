"""The console's function: files, headers and refusals. The tests call it as the local gateway does. It serves a small
build that the tests write, so npm is not needed."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from local import lambdas, payload
from local.lambdas import Handler
from tests.support import kit
from tests.support.kit import DEPLOYED, ROOT, ROUTER

INDEX = """<!doctype html>
<meta name="csp-nonce" content="__CSP_NONCE__">
<style nonce="__CSP_NONCE__"></style>
<script type="module" src="/assets/index-1a2b3c4d.js"></script>
"""
SCRIPT = b"console.log('It is the page.');\n" * 40
ZIPPED = gzip.compress(SCRIPT)
PAGES = (
    "/",
    "/signed-in",
    "/customers",
    "/customers/new",
    "/customers/import",
    "/customers/019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30",
    "/cash-outs",
    "/settlement",
    "/billing",
    "/billing/requests",
    "/billing/invoices/019bc0de-7c20-7e1f-a2b3-c4d5e6f70819",
    "/billing/payments",
    "/billing/methods",
    "/operator",
    "/operator/requests",
    "/operator/invoices",
    "/operator/payments",
    "/operator/reconciliation",
    "/operator/reconciliation/019bc0de-7c30-7e41-9b52-6c7d8e9f0a12",
    "/operator/find",
    "/operator/transactions/019bc0de-7c20-7d31-8a42-5b6c7d8e9f01",
    "/account",
    "/account/history",
    "/account/statement",
    "/account/transfer",
    "/account/bets",
)
POLICY = (
    r"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='; img-src 'self' data:; "
    r"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
START = "<!doctype html>\n<p>The documentation.</p>\n"
INLINE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True)
class Served:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["code"])


@dataclass(frozen=True)
class Console:
    """The console's function, loaded from a temporary folder, behind the template's routes."""

    handler: Handler

    def request(self, path: str, method: str = "GET", **headers: str) -> Served:
        """headers: by name, with _ instead of -."""
        more = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        received = payload.Request(method, path, "", (("host", "api.example"), *more), b"", "192.0.2.1", "HTTP/1.1")
        found = ROUTER.match(method, path)
        assert found is not None
        route, parameters = found
        event = payload.event(received, route, parameters, None)
        handler = self.handler if route.function == "console" else kit.handler(route.function)
        answer = payload.answer(handler(event, kit.context(route.function)))
        return Served(answer.status, dict(answer.headers), answer.body)


Load = Callable[[], Console]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The function's folder with the files that npm would have built."""
    shutil.copy(ROOT / "functions" / "console" / "app.py", tmp_path)
    assets = tmp_path / "dist" / "assets"
    assets.mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text(INDEX)
    (tmp_path / "dist" / "robots.txt").write_text("No route leads here.")
    (assets / "index-1a2b3c4d.js").write_bytes(SCRIPT)
    (assets / "index-1a2b3c4d.js.gz").write_bytes(ZIPPED)
    (assets / "index-1a2b3c4d.js.br").write_bytes(b"compressed with brotli")
    (assets / "face-5e6f7a8b.woff2").write_bytes(b"\x00\xffwoff")
    (assets / "icon-9c0d1e2f.svg").write_text("<svg/>")
    (tmp_path / "dist" / "assets-other.js").write_text("outside")
    site = tmp_path / "site"
    (site / "assets").mkdir(parents=True)
    (site / "site.json").write_text(json.dumps({"scripts": [INLINE], "problems": ["insufficient_funds"]}))
    (site / "index.html").write_text(START)
    (site / "index.html.gz").write_bytes(gzip.compress(START.encode()))
    (site / "errors.html").write_text('<h3 id="insufficient_funds">')
    (site / "openapi.json").write_text("{}")
    (site / "assets" / "bundle.1a2b3c4d.min.js").write_bytes(SCRIPT)
    return tmp_path


@pytest.fixture
def load(folder: Path) -> Load:
    return lambda: Console(lambdas.load_module(folder / "app.py", f"functions.console_{uuid4().hex}.app").handler)


@pytest.fixture
def console(load: Load) -> Console:
    return load()


@pytest.mark.parametrize("path", PAGES)
def test_every_path_of_the_page_returns_the_page(console: Console, path: str) -> None:
    page = console.request(path, accept=BROWSER)

    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.headers["cache-control"] == "no-cache"
    assert page.body.startswith(b"<!doctype html>")


def test_every_route_of_the_console_is_a_get_without_an_authorizer() -> None:
    routes = [route for route in DEPLOYED.routes if route.function == "console"]
    files = ["/console.json", "/assets/index-1a2b3c4d.js", "/docs", "/docs/", "/docs/index.html"]
    requested = [*PAGES, *files, "/problems/insufficient_funds"]
    matched = {found[0].key for path in requested if (found := ROUTER.match("GET", path))}

    assert {(route.method, route.authorizer) for route in routes} == {("GET", None)}
    assert {route.key for route in routes} == matched


def test_the_template_routes_every_path_of_the_page_to_the_console() -> None:
    sources = [path for path in (ROOT / "functions" / "console" / "src").rglob("*.ts*") if ".test." not in path.name]
    paths = {path for source in sources for path in re.findall(r'\bpath: "(/[^"]*)"', source.read_text())}

    assert [path for path in sorted(paths) if not serves(re.sub(r"\$\w+", "any", path))] == []


def serves(path: str) -> bool:
    found = ROUTER.match("GET", path)
    return found is not None and found[0].function == "console"


def test_a_page_has_a_strict_content_security_policy_with_a_nonce_of_its_own(console: Console) -> None:
    pages = [console.request("/customers") for _ in range(2)]

    nonces = set()
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert re.fullmatch(POLICY, policy)
        (nonce,) = re.findall("'nonce-([^']+)'", policy)
        assert page.body.decode() == INDEX.replace("__CSP_NONCE__", nonce)
        nonces.add(nonce)
    assert len(nonces) == 2


@pytest.mark.parametrize("path", ["/", "/assets/index-1a2b3c4d.js", "/console.json", "/assets/none.js"])
def test_every_answer_has_security_headers_and_the_request_id(console: Console, path: str) -> None:
    headers = console.request(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["x-request-id"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, br;q=0.1", "br"),
        ("*", "br"),
        ("GZIP;q=1.0", "gzip"),
        ("br;q=0, *", "gzip"),
        ("br; q=0.000, gzip", "gzip"),
        ("deflate", None),
        ("gzip;q=0", None),
        ("identity, *;q=0", None),
        ("", None),
    ],
)
def test_an_asset_is_cached_for_ever_and_compressed_if_the_client_accepts_it(
    console: Console, accepted: str, encoding: str | None
) -> None:
    asset = console.request("/assets/index-1a2b3c4d.js", accept_encoding=accepted)

    assert (asset.status, asset.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["vary"] == "accept-encoding"
    assert asset.headers.get("content-encoding") == encoding
    assert asset.body == {"br": b"compressed with brotli", "gzip": ZIPPED, None: SCRIPT}[encoding]


@pytest.mark.parametrize(
    ("path", "media", "body"),
    [
        ("/assets/face-5e6f7a8b.woff2", "font/woff2", b"\x00\xffwoff"),
        ("/assets/icon-9c0d1e2f.svg", "image/svg+xml", b"<svg/>"),
    ],
)
def test_an_uncompressed_file_is_returned_byte_for_byte(console: Console, path: str, media: str, body: bytes) -> None:
    asset = console.request(path, accept_encoding="br, gzip")

    assert (asset.headers["content-type"], asset.body) == (media, body)
    assert "content-encoding" not in asset.headers


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../app.py",
        "/assets/../index.html",
        "/assets/../../../../etc/passwd",
        "/assets//etc/passwd",
        "/assets/%2e%2e/app.py",
        "/assets/..\\app.py",
        "/assets/index-1a2b3c4d.js/",
        "/assets/index-1a2b3c4d.js\x00.png",
        "/assets/index-1a2b3c4d.js.br",
        "/assets/index-00000000.js",
        "/assets/.",
        "/assets-other.js",
        "/robots.txt",
    ],
)
def test_no_path_leads_out_of_the_assets(console: Console, path: str) -> None:
    answer = console.request(path)

    assert (answer.status, answer.code) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/api", "/api/nowhere", "/api/v1/nowhere", "/nowhere", "/billing/", "/customersx"])
def test_a_path_outside_the_page_gets_the_default_route_s_problem_for_any_method(
    console: Console, method: str, path: str
) -> None:
    found = ROUTER.match(method, path)
    assert found is not None
    assert found[0].key == "$default"

    answer = console.request(path, method, accept=BROWSER)

    assert (answer.status, answer.code) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_the_page_is_served_for_get_only(console: Console, method: str) -> None:
    assert console.request("/", method).code == "not_found"


@pytest.mark.parametrize(
    ("accept", "status"),
    [("*/*", 200), ("text/*;q=0.5", 200), ("TEXT/HTML", 200), ("application/json", 404), ("image/avif,image/*", 404)],
)
def test_the_page_is_served_to_clients_that_accept_html(console: Console, accept: str, status: int) -> None:
    answer = console.request("/customers", accept=accept)

    assert answer.status == status
    if status == 404:
        assert answer.code == "not_found"


@pytest.mark.parametrize("path", ["/docs", "/docs/"])
def test_the_address_of_the_documentation_leads_to_its_first_page(console: Console, path: str) -> None:
    moved = console.request(path, accept=BROWSER)

    assert (moved.status, moved.headers["location"]) == (302, "/docs/index.html")
    page = console.request(moved.headers["location"], accept_encoding="gzip")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert gzip.decompress(page.body).decode() == START


def test_the_type_of_a_problem_leads_to_the_section_that_explains_it(console: Console) -> None:
    answer = console.request("/problems/insufficient_funds")
    unknown = console.request("/problems/nonsense")

    assert (answer.status, answer.headers["location"]) == (302, "/docs/errors.html#insufficient_funds")
    assert (unknown.status, unknown.code) == (404, "not_found")


def test_a_page_of_the_documentation_runs_its_own_scripts_only(console: Console) -> None:
    policy = console.request("/docs/index.html").headers["content-security-policy"]

    assert policy == (
        f"default-src 'none'; script-src 'self' {INLINE}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


@pytest.mark.parametrize(
    ("path", "cached"),
    [
        ("/docs/index.html", "public, max-age=300"),
        ("/docs/openapi.json", "public, max-age=300"),
        ("/docs/assets/bundle.1a2b3c4d.min.js", "public, max-age=31536000, immutable"),
    ],
)
def test_a_file_of_the_documentation_is_cached_for_ever_only_if_its_name_has_its_hash(
    console: Console, path: str, cached: str
) -> None:
    assert console.request(path).headers["cache-control"] == cached


@pytest.mark.parametrize(
    "path",
    [
        "/docs/site.json",
        "/docs/index.html.gz",
        "/docs/../app.py",
        "/docs/../dist/index.html",
        "/docs/nowhere.html",
        "/docs/assets/",
        "/docs/%2e%2e/app.py",
    ],
)
def test_no_path_leads_out_of_the_documentation(console: Console, path: str) -> None:
    answer = console.request(path)

    assert (answer.status, answer.code) == (404, "not_found")


def test_documentation_that_is_not_built_returns_a_problem_with_the_reason(folder: Path, load: Load) -> None:
    shutil.rmtree(folder / "site")

    answer = load().request("/docs")

    assert (answer.status, answer.code) == (404, "not_found")
    assert json.loads(answer.body)["detail"] == "The documentation is not built here."


def test_a_problem_has_the_form_of_the_api_s_problems(console: Console) -> None:
    console_answer, api_answer = console.request("/assets/none.js"), console.request("/nowhere")

    problem, api_problem = json.loads(console_answer.body), json.loads(api_answer.body)
    assert problem.keys() == api_problem.keys()
    assert problem["instance"] == console_answer.headers["x-request-id"]
    changing = {"detail", "instance"}
    assert {name: problem[name] for name in problem.keys() - changing} == {
        name: api_problem[name] for name in api_problem.keys() - changing
    }


def test_the_configuration_names_the_sign_in_method(console: Console) -> None:
    answer = console.request("/console.json")

    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("application/json", "no-cache")
    assert json.loads(answer.body) == {
        "sign_in": os.environ["SIGN_IN"],
        "issuer": os.environ["SIGN_IN_ISSUER"],
        "client_id": os.environ["SIGN_IN_CLIENT_ID"],
    }


def test_with_oidc_the_page_may_connect_to_the_issuer_and_its_token_endpoint(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGN_IN", "oidc")
    monkeypatch.setenv("SIGN_IN_ISSUER", "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC")
    monkeypatch.setenv("SIGN_IN_ORIGINS", "https://purser-1.auth.eu-central-1.amazoncognito.com")

    policy = load().request("/").headers["content-security-policy"]

    assert (
        "; connect-src 'self' https://cognito-idp.eu-central-1.amazonaws.com "
        "https://purser-1.auth.eu-central-1.amazoncognito.com; "
    ) in policy


def test_a_deployment_has_no_personas() -> None:
    template = (ROOT / "template.yaml").read_text()

    assert "SIGN_IN: !If [OnThisMachine, personas, oidc]" in template
    assert 'OnThisMachine: !Not [!Equals [!Ref DatabaseUrl, ""]]' in template
    assert 'Assert: !Equals [!Ref DatabaseUrl, ""]' in template, "a rule refuses to deploy such a stack"


def test_a_console_that_is_not_built_returns_a_problem_with_the_reason(folder: Path, load: Load) -> None:
    shutil.rmtree(folder / "dist")

    answer = load().request("/", accept=BROWSER)

    assert (answer.status, answer.code) == (404, "not_found")
    assert "not built" in json.loads(answer.body)["detail"]
    assert load().request("/console.json").status == 200


def test_the_console_s_cold_start_imports_only_the_standard_library(folder: Path) -> None:
    program = f"""
import json, sys
sys.path.insert(0, {str(folder)!r})
import app
print(json.dumps(sorted({{name.split(".")[0] for name in sys.modules}} - set(sys.stdlib_module_names))))
"""
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if name.startswith("SIGN_IN")},
    )

    assert json.loads(result.stdout) == ["__main__", "app"]
