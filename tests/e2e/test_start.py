"""The first page: headers, size, time to the first paint, and accessibility."""

import re
from functools import partial
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Examine, People, Visit, Watched
from tests.support.waiting import HANG_S, eventually
from tools.first_load import LIMIT

PAINTED = """() => new Promise((resolve) => new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'first-contentful-paint') resolve(entry.startTime);
}).observe({type: 'paint', buffered: true}))"""
SCRIPTS = """() => performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('.js'))
    .map((entry) => ({name: entry.name, size: entry.encodedBodySize, whole: entry.decodedBodySize}))"""

SEARCHES = {
    "insufficient_funds": ("errors", "insufficient_funds"),
    "refund": ("guides/prepaid-wallet", "refund-a-payment"),
    "freeze": ("guides/cashier-desk", "freeze-a-customer"),
    "overdraft": ("guides/cashier-desk", "allow-an-overdraft"),
    "duplicate": ("errors", "when-to-retry-and-what-prevents-duplicates"),
}
"""The page and the section that a search finds first, by the words that are searched."""


def wait_for_personas(page: Page) -> None:
    """Wait until the page lists the personas."""
    expect(page.get_by_role("button").filter(has_text="Agent")).to_be_visible()


def test_the_page_and_its_files_have_the_required_headers(base_url: str) -> None:
    with httpx.Client(base_url=base_url, headers={"accept-encoding": "br, gzip"}, timeout=HANG_S) as client:
        page = client.get("/", headers={"accept": "text/html"})
        script = page.text.split('src="')[1].split('"')[0]
        with client.stream("GET", script) as asset:
            pass
        nowhere = client.get("/api/nowhere", headers={"accept": "text/html"})

    assert page.headers["content-security-policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self' "
    )
    assert page.headers["cache-control"] == "no-cache"
    assert "__CSP_NONCE__" not in page.text
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (asset.headers["content-encoding"], asset.status_code) == ("br", 200)
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not_found")


@pytest.mark.search  # a time that is measured
def test_the_first_contentful_paint_is_within_a_second(visit: Visit) -> None:
    times = [float(visit().evaluate(PAINTED)) for _ in range(3)]

    print(f"First contentful paint: {', '.join(f'{time:.0f}' for time in times)} ms")
    assert min(times) <= 1000


def test_the_scripts_of_the_first_page_are_compressed_and_within_their_size_limit(visit: Visit) -> None:
    page = visit()
    wait_for_personas(page)
    scripts: list[dict[str, Any]] = page.evaluate(SCRIPTS)

    assert scripts
    assert sum(script["size"] for script in scripts) <= LIMIT
    assert all(script["size"] < script["whole"] for script in scripts)


def test_the_first_page_is_accessible_and_leads_a_person_who_signs_in_to_their_pages(
    visit: Visit, examine: Examine
) -> None:
    page = visit()
    wait_for_personas(page)
    examine(page, "sign-in", in_each_look=True)

    page.get_by_role("button").filter(has_text="Agent").click()

    expect(page).to_have_url(re.compile("/customers$"))
    expect(page.get_by_role("heading", level=1, name="Customers")).to_be_visible()


def test_console_errors_of_a_page_are_detected(visit: Visit, base_url: str, watched: Watched) -> None:
    page = visit()
    wait_for_personas(page)
    watched.assert_no_errors()

    page.evaluate("() => { const s = document.createElement('style'); s.textContent = 'b{}'; document.head.append(s) }")
    page.evaluate("() => fetch('https://other.example/').catch(() => 0)")

    for error in ("Content Security Policy.*style-src", "connect-src"):
        assert eventually(partial(watched.has_seen, page, error))
    watched.allowed.append("Content Security Policy|Content-Security-Policy|other.example")


def test_the_console_leads_to_the_documentation_whose_search_finds_the_right_section_first(
    visit: Visit, people: People
) -> None:
    page = visit(people.agent)

    page.get_by_role("link", name="Documentation").click()
    expect(page).to_have_url(re.compile(r"/docs/index\.html$"))
    expect(page.get_by_role("heading", name="Purser", level=1)).to_be_visible()
    page.get_by_role("button", name="Search").first.click()
    for words, (name, section) in SEARCHES.items():
        page.get_by_placeholder("Search").fill(words)
        first = page.get_by_role("option").first
        expect(first).to_have_attribute("href", re.compile(rf"/docs/{name}\.html\?.*#{section}$"))
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(rf"/docs/{name}\.html\?.*#{section}$"))
    expect(page.locator(f"[id={section}]")).to_be_visible()
