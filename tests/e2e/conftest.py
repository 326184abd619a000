"""Fixtures for tests of the console in a real browser, against a local system of their own.

They prove what component tests of the console cannot: pages with the real API, what only a browser does, and how the
pages look. One page takes half a second to load, so a refusal or a list that a component test shows has no test here.

A test opens pages with `visit`, one for each person, and prepares data through the API with `call`. Each test has a
tenant of its own. It fails if a page logs an error in the browser's console, such as a violation of the
Content-Security-Policy, or sends a request to another origin.
"""

import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright

from local import personas
from local.personas import Persona
from tests.support.kit import ROOT
from tests.support.local_system import free_port, start_system
from tests.support.waiting import HANG_S, eventually

CONSOLE: Final = ROOT / "functions" / "console"
SCREENSHOTS: Final = Path(__file__).parent / "screenshots"
_FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_TIMEOUT_MS: Final = 1000 * HANG_S  # of each step and each expectation
_OFFLINE: Final = "net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|FAILED)"


@dataclass(frozen=True)
class Look:
    """The size and the colour scheme of a page."""

    width: int = 1280
    height: int = 800
    scheme: str = "light"

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


LIGHT: Final = Look()
_EVERY_LOOK: Final = tuple(
    Look(width, height, scheme)
    for width, height in ((360, 740), (1000, 800), (1280, 800))
    for scheme in ("light", "dark")
)
_SEARCHES: Final = bool(os.environ.get("SEARCH"))
_LOOKS: Final = _EVERY_LOOK if _SEARCHES else (LIGHT, Look(360, 740, "dark"))
"""The looks of a page. Two are enough for the gate: they have a wide and a narrow one, and each scheme."""
_COMPLETE: Final = """() => document.querySelector("main[aria-busy='false'] h1") !== null
    && document.querySelector(".mantine-Skeleton-root") === null"""
"""Whether the page of a signed-in person is loaded, with its data. The sign-in page has no aria-busy."""

_DRAWN: Final = """async () => {
    const nextFrame = () => new Promise(requestAnimationFrame);
    for (;;) {
        await nextFrame();
        await nextFrame();
        const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
        if (changing.length === 0) return;
        for (const one of changing) one.finish();
    }
}"""
"""Wait until the page is drawn in a new look, without the time in which its colours change."""


@dataclass(frozen=True)
class Person:
    """One of the personas, in the test's own tenant."""

    persona: Persona
    tenant_id: str
    sub: str
    customer_id: str | None = None

    @property
    def claims(self) -> dict[str, Any]:
        """The body of POST /local/token."""
        claims = {"sub": self.sub, "tenant_id": self.tenant_id, "roles": self.persona.roles, "name": self.persona.name}
        return claims | ({"customer_id": self.customer_id} if self.customer_id else {})

    @property
    def listed(self) -> dict[str, Any]:
        """The person as an item of GET /local/personas."""
        return {"title": self.persona.title, **self.claims}

    def with_customer_id(self, customer_id: str) -> "Person":
        """The same person, signed in as an existing customer."""
        return replace(self, customer_id=customer_id)


@dataclass(frozen=True)
class People:
    """The people of one tenant, and the platform's operator."""

    tenant_id: str
    agent: Person
    member: Person
    operator: Person
    root: Person
    customer: Person


@dataclass
class Watched:
    """The errors of the test's pages. allowed: patterns of errors that the test causes on purpose."""

    origin: str
    errors: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._log)
        page.on("pageerror", lambda error: self.errors.append(f"{error.name}: {error.message}"))
        page.on("request", self._check_origin)

    def assert_no_errors(self) -> None:
        unexpected = [one for one in self.errors if not any(re.search(pattern, one) for pattern in self.allowed)]
        assert unexpected == []

    def has_seen(self, page: Page, pattern: str) -> bool:
        """Whether an error of the page matches."""
        page.wait_for_timeout(0)  # playwright delivers messages while it waits
        return any(re.search(pattern, one) for one in self.errors)

    def _log(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}")

    def _check_origin(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in {"data", "blob"} and f"{url.scheme}://{url.netloc}" != self.origin:
            self.errors.append(f"a request to another origin: {request.url}")


Call = Callable[..., Any]
Visit = Callable[..., Page]
Examine = Callable[..., None]


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a local system with a database of its own."""
    assert (CONSOLE / "dist" / "index.html").is_file(), "run `make console`"
    running = start_system(free_port(), tmp_path_factory.mktemp("system") / "kept")
    yield running.base_url
    running.process.send_signal(signal.SIGINT)
    assert running.ended() == (0, "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium: the one without windows, which takes a third less CPU, or the other."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert chromium, "Chromium is missing: run `apt-get install chromium-headless-shell`"
    expect.set_options(timeout=_TIMEOUT_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        yield running
        running.close()


@pytest.fixture
def people() -> People:
    number = uuid4().hex[:8]
    tenant_id = f"tenant-{number}"

    def person(persona: Persona) -> Person:
        return Person(persona, tenant_id, f"{persona.sub}-{number}")

    return People(
        tenant_id,
        agent=person(personas.AGENT),
        member=person(personas.MEMBER),
        operator=person(personas.OPERATOR),
        root=replace(person(personas.ROOT), tenant_id="platform"),
        customer=person(personas.CUSTOMER),
    )


@pytest.fixture
def call(base_url: str) -> Iterator[Call]:
    """`call(person, "POST", "/api/v1/...", {...}, key=...)`: the JSON of an answer, which must be a success."""
    with httpx.Client(base_url=base_url, timeout=HANG_S) as client:

        def send(person: Person, method: str, path: str, body: object = None, key: str | None = None) -> Any:
            token = client.post("/local/token", json=person.claims).json()["access_token"]
            headers = {"authorization": f"Bearer {token}"} | ({"idempotency-key": key} if key else {})
            answer = client.request(method, path, json=body, headers=headers)
            assert answer.status_code < 400, answer.text
            return answer.json()

        yield send


@pytest.fixture
def watched(base_url: str) -> Iterator[Watched]:
    """The errors of the test's pages. A test adds those that it causes to `allowed`."""
    watching = Watched(base_url)
    yield watching
    watching.assert_no_errors()


@pytest.fixture
def visit(browser: Browser, base_url: str, watched: Watched) -> Iterator[Visit]:
    """`visit(person, "/customers", look)`: a page in a browser of its own, signed in as the person or signed out."""
    with ExitStack() as contexts:

        def open_page(person: Person | None = None, path: str = "/", look: Look = LIGHT) -> Page:
            context = browser.new_context(
                base_url=base_url,
                viewport={"width": look.width, "height": look.height},
                color_scheme="dark" if look.scheme == "dark" else "light",
                reduced_motion="reduce",
                locale="en-GB",
                timezone_id="UTC",
            )
            contexts.callback(context.close)
            context.set_default_timeout(_TIMEOUT_MS)
            page = context.new_page()
            watched.watch(page)
            if person is not None:
                # As before a reload, after which the page signs the persona in again.
                page.goto("/healthz")
                page.evaluate("one => sessionStorage.setItem('purser.persona', one)", json.dumps(person.listed))
            page.goto(path)
            if person is not None:
                expect(page.locator("main[aria-busy]")).to_be_visible()
            return page

        yield open_page


@pytest.fixture
def offline(watched: Watched) -> Callable[[Page], Any]:
    """`with offline(page):` the page has no network. The browser's errors about that are allowed."""

    @contextmanager
    def disconnect(page: Page) -> Iterator[None]:
        watched.allowed.append(_OFFLINE)
        page.context.set_offline(True)
        try:
            yield
        finally:
            page.context.set_offline(False)

    return disconnect


@pytest.fixture
def examine() -> Examine:
    """`examine(page, "customers")`: the page does not scroll sideways in any look, and is accessible.

    axe takes longest, so it examines each page of a test in the next of the looks; the only one of a test, with
    `in_each_look`, in all of them. In a search it examines every page in all of them, and
    screenshots/customers-1280-light.png and so on are written, of the whole page.
    """
    next_looks = cycle(_LOOKS)

    def examine(page: Page, name: str, *, in_each_look: bool = _SEARCHES) -> None:
        next_look = next(next_looks)
        for look in _LOOKS:
            _show_in(page, look)
            page.evaluate(_DRAWN)
            assert not _scrolls_sideways(page), f"{name} in {look}"
            if _SEARCHES:
                page.screenshot(path=SCREENSHOTS / f"{name}-{look}.png", full_page=True)
            if in_each_look or look == next_look:
                assert _axe(page) == [], f"{name} in {look}"
        _show_in(page, LIGHT)

    return examine


def offer(page: Page, person: Person) -> None:
    """Let the sign-in page list the person instead of the local system's personas."""
    page.route("**/local/personas", lambda route: route.fulfill(json={"items": [person.listed]}))


def show(page: Page, path: str) -> None:
    """Lead a signed-in person to the page at `path`. Returns when it is complete and each request has an answer.

    The console's router does it, as for a link: to load the console again would take as long as the page itself.
    """
    waiting: set[Request] = set()

    def sent(request: Request) -> None:
        waiting.add(request)

    def answered(response: Response) -> None:
        waiting.discard(response.request)

    def cancelled(request: Request) -> None:
        waiting.discard(request)

    page.on("request", sent)
    page.on("response", answered)
    page.on("requestfailed", cancelled)
    page.evaluate("path => __TSR_ROUTER__.navigate({ href: path })", path)

    def is_shown() -> bool:
        # In this order: a page that is complete sends nothing more.
        return bool(page.evaluate(_COMPLETE)) and not waiting

    assert eventually(is_shown)
    page.remove_listener("request", sent)
    page.remove_listener("response", answered)
    page.remove_listener("requestfailed", cancelled)


def _axe(page: Page) -> list[str]:
    """The serious and critical findings of axe. The debugger runs it, since the page's policy forbids other scripts."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((CONSOLE / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [
        f"{violation['id']}: {json.dumps([node['html'] for node in violation['nodes']])}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
    ]


def _show_in(page: Page, look: Look) -> None:
    page.emulate_media(color_scheme="dark" if look.scheme == "dark" else "light")
    page.set_viewport_size({"width": look.width, "height": look.height})


def _scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
