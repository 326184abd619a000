"""The agent's live cash-outs: the list, its stream, and reconnections."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.agents import Trading, new_customer, rows
from tests.e2e.conftest import Call, People, Visit, Watched

STREAM = "**/api/v1/agent/cash-out/stream*"


def expect_live(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=re.compile("^Live$"))).to_be_visible()


@pytest.mark.search  # a time that is measured
def test_a_toast_appears_within_three_seconds_of_its_cash_out(visit: Visit, call: Call, people: People) -> None:
    trading = Trading(call, people, new_customer(call, people.agent, "alice", "70.00"))
    page = visit(people.agent, "/cash-outs")
    expect_live(page)

    trading.cash_out("10.00", "7.50")

    expect(page.get_by_text("alice cashed out 7.50 USD")).to_be_visible(timeout=3_000)


def test_a_cash_out_appears_with_a_toast(visit: Visit, call: Call, people: People) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    trading = Trading(call, people, customer_id)
    page = visit(people.agent, "/cash-outs")
    expect_live(page)
    expect(page.get_by_text("No cash-outs yet")).to_be_visible()

    trading.cash_out("10.00", "7.50", is_auto=True, trigger_reason="Price fell below 1.40")

    expect(page.get_by_text("alice cashed out 7.50 USD")).to_be_visible()
    expect(page.get_by_text("Lost 2.50 USD, automatic")).to_be_visible()
    row = rows(page, "Cash-outs").first
    expect(row).to_have_attribute("data-highlighted", "true")
    for text in ("alice", "10.00 USD", "7.50 USD", "-2.50 USD lost", "Automatic", "Price fell below 1.40"):
        expect(row).to_contain_text(text)
    footer = page.get_by_role("table", name="Cash-outs", exact=True).locator("tfoot")
    expect(footer).to_contain_text("-2.50 USD lost")
    expect(page.get_by_role("region", name="Summary")).to_contain_text("100.0 %")
    page.get_by_text("30 days").click()
    expect(page).to_have_url(re.compile(r"period=30d"))


def test_a_dropped_connection_leaves_no_gap_and_no_duplicate(
    visit: Visit, call: Call, people: People, offline: Callable[[Page], Any]
) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    trading = Trading(call, people, customer_id)
    trading.cash_out("5.00", "1.01")
    page = visit(people.agent, "/cash-outs")
    expect_live(page)
    expect(rows(page, "Cash-outs")).to_have_count(1)
    trading.cash_out("5.00", "1.02")
    expect(rows(page, "Cash-outs")).to_have_count(2)

    with offline(page):
        expect(page.get_by_text("Reconnecting…")).to_be_visible()
        trading.cash_out("5.00", "1.03")
        trading.cash_out("5.00", "1.04")

    expect_live(page)
    trading.cash_out("5.00", "1.05")
    expect(rows(page, "Cash-outs")).to_have_count(5)
    shown = rows(page, "Cash-outs").locator("[data-label='Paid out']").all_inner_texts()
    assert shown == ["1.05 USD", "1.04 USD", "1.03 USD", "1.02 USD", "1.01 USD"]


def test_the_stream_reconnects_after_401_429_and_503(
    visit: Visit, call: Call, people: People, watched: Watched
) -> None:
    watched.allowed.append("status of (401|429|503) .*/cash-out/stream")
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    page = visit(people.agent, "/cash-outs")
    expect_live(page)
    refusals = [401, 429, 503]

    def refuse(route: Route) -> None:
        if refusals:
            route.fulfill(status=refusals.pop(0), json={"message": "not now"})
        else:
            route.continue_()

    page.route(STREAM, refuse)
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    Trading(call, people, customer_id).cash_out("10.00", "12.00")

    expect(rows(page, "Cash-outs").first).to_contain_text("+2.00 USD gained")
    expect_live(page)
    assert refusals == []
