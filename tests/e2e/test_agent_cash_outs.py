"""The agent's live cash-outs: the list, its stream, and reconnections."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.agents import Trading, new_customer, rows
from tests.e2e.conftest import Call, People, Visit


def expect_live(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=re.compile("^Live$"))).to_be_visible()


@pytest.mark.search  # a time that is measured
def test_a_toast_appears_within_three_seconds_of_its_cash_out(visit: Visit, call: Call, people: People) -> None:
    trading = Trading(call, people, new_customer(call, people.agent, "alice", "70.00"))
    page = visit(people.agent, "/cash-outs")
    expect_live(page)

    trading.cash_out("10.00", "7.50")

    expect(page.get_by_text("alice cashed out 7.50 USD")).to_be_visible(timeout=3_000)


def test_cash_outs_appear_without_a_gap_or_a_duplicate_also_after_a_dropped_connection(
    visit: Visit, call: Call, people: People, offline: Callable[[Page], Any]
) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    trading = Trading(call, people, customer_id)
    trading.cash_out("5.00", "1.01")
    page = visit(people.agent, "/cash-outs")
    expect_live(page)
    expect(rows(page, "Cash-outs")).to_have_count(1)

    trading.cash_out("5.00", "1.02", is_auto=True, trigger_reason="Price fell below 1.40")
    expect(page.get_by_text("alice cashed out 1.02 USD")).to_be_visible()
    expect(page.get_by_text("Lost 3.98 USD, automatic")).to_be_visible()
    row = rows(page, "Cash-outs").first
    expect(row).to_have_attribute("data-highlighted", "true")
    for text in ("alice", "5.00 USD", "1.02 USD", "-3.98 USD lost", "Automatic", "Price fell below 1.40"):
        expect(row).to_contain_text(text)

    with offline(page):
        expect(page.get_by_text("Reconnecting…")).to_be_visible()
        trading.cash_out("5.00", "1.03")
        trading.cash_out("5.00", "1.04")

    expect_live(page)
    trading.cash_out("5.00", "1.05")
    expect(rows(page, "Cash-outs")).to_have_count(5)
    shown = rows(page, "Cash-outs").locator("[data-label='Paid out']").all_inner_texts()
    assert shown == ["1.05 USD", "1.04 USD", "1.03 USD", "1.02 USD", "1.01 USD"]
    footer = page.get_by_role("table", name="Cash-outs", exact=True).locator("tfoot")
    expect(footer).to_contain_text("-19.85 USD lost")
