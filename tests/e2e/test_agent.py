"""The agent's screens: the cashier, live cash-outs, settlement, new customers and imports."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Request, Route, expect

from local.personas import Persona
from tests.e2e.conftest import LOOKS, Call, Look, People, Person, Visit, Watched, axe, scrolls_sideways

CSV = "username,account_type,credit_limit,opening_balance\r\n"
DEBIT = "**/api/v1/cashier/debit"
STREAM = "**/api/v1/agent/cash-out/stream*"


def new_customer(call: Call, agent: Person, username: str, balance: str = "0", **more: str) -> str:
    """The id of a new customer of the agent, with a balance."""
    asked = {"username": username, "account_type": "postup"} | more
    customer_id = str(call(agent, "POST", "/api/v1/agent/clients", asked)["customer_id"])
    if balance != "0":
        body = {"customer_id": customer_id, "amount": balance, "description": "Opening deposit"}
        call(agent, "POST", "/api/v1/cashier/credit", body)
    return customer_id


def balance_of(call: Call, agent: Person, customer_id: str) -> str:
    return str(call(agent, "GET", f"/api/v1/agent/clients/{customer_id}")["account_balance"])


def debits_of(call: Call, agent: Person, customer_id: str) -> list[str]:
    listed = call(agent, "GET", f"/api/v1/agent/transactions?customer_id={customer_id}&type=debit")
    return [one["amount"] for one in listed["items"]]


def fill_debit(page: Page, amount: str, description: str = "Cash paid out") -> Locator:
    """Fill in the debit form; its button."""
    form = page.get_by_role("form", name="Debit")
    form.get_by_label("Amount").fill(amount)
    form.get_by_label("Description").fill(description)
    return form.get_by_role("button", name=re.compile("^Debit"))


class Trading:
    """A trading system that cashes bets out."""

    def __init__(self, call: Call, people: People, customer_id: str):
        self._call, self._people, self._customer_id = call, people, customer_id
        self._system = Person(Persona("Trading", "trading", "Trading", ("service",)), people.tenant_id, "trading")

    def cash_out(self, stake: str, amount: str, **more: object) -> str:
        """Place a bet and cash it out; its id."""
        bettor = self._people.customer.with_customer_id(self._customer_id)
        bet = self._call(bettor, "POST", "/api/v1/bets", {"stake": stake, "description": "Match"})
        path = f"/api/v1/bets/{bet['bet_id']}/cash-out"
        self._call(self._system, "POST", path, {"cash_out_amount": amount} | more)
        return str(bet["bet_id"])


def rows(page: Page, label: str) -> Locator:
    """The rows of a list that has loaded."""
    table = page.get_by_role("table", name=label, exact=True)
    return table.and_(page.locator("[aria-busy=false]")).locator("tbody tr")


def expect_live(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=re.compile("^Live$"))).to_be_visible()


def test_an_agent_debits_a_customer_and_sees_the_expected_balance_first(
    visit: Visit, call: Call, people: People
) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.10")
    page = visit(people.agent, "/customers")
    page.get_by_role("link", name="alice").click()
    expect(page.get_by_role("heading", level=1, name="alice")).to_be_focused()
    expect(page).to_have_title("alice · Purser")

    button = fill_debit(page, "0.20")
    expect(page.get_by_role("form", name="Debit").get_by_role("status")).to_contain_text("$70.10 → $69.90")
    button.click()

    expect(page.get_by_text("Debited $0.20")).to_be_visible()
    expect(rows(page, "History").first).to_contain_text("-$0.20")
    assert balance_of(call, people.agent, customer_id) == "69.90"


def test_a_refused_debit_shows_an_error_next_to_the_amount_and_is_overridden_only_on_request(
    visit: Visit, call: Call, people: People, watched: Watched
) -> None:
    watched.allowed.append("status of 400 .*/cashier/debit")
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    page = visit(people.agent, f"/customers/{customer_id}")

    fill_debit(page, "100").click()
    amount = page.get_by_role("form", name="Debit").get_by_label("Amount")
    expect(amount).to_have_accessible_description("Insufficient funds. Available: $70.00")
    assert balance_of(call, people.agent, customer_id) == "70.00"

    page.get_by_role("button", name="Override…").click()
    dialog = page.get_by_role("dialog", name="Override the balance?")
    expect(dialog).to_contain_text("would leave -$30.00")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    assert balance_of(call, people.agent, customer_id) == "70.00"

    page.get_by_role("button", name="Override…").click()
    dialog.get_by_role("button", name="Override and debit").click()
    expect(page.get_by_text("Debited $100.00")).to_be_visible()
    expect(rows(page, "History").first).to_contain_text("Override")
    assert balance_of(call, people.agent, customer_id) == "-30.00"


def test_a_double_click_debits_once(visit: Visit, call: Call, people: People) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    page = visit(people.agent, f"/customers/{customer_id}")

    fill_debit(page, "5").dblclick()

    expect(page.get_by_text("Debited $5.00")).to_be_visible()
    assert debits_of(call, people.agent, customer_id) == ["-5.00"]


def test_a_debit_whose_answer_is_lost_is_resent_with_its_key_and_posted_once(
    visit: Visit, call: Call, people: People, watched: Watched
) -> None:
    watched.allowed.append("net::ERR_TIMED_OUT")
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    page = visit(people.agent, f"/customers/{customer_id}")
    keys: list[str | None] = []

    def lose_the_first_answer(route: Route, request: Request) -> None:
        keys.append(request.headers.get("idempotency-key"))
        if len(keys) > 1:
            route.continue_()
            return
        assert route.fetch().status == 201
        route.abort("timedout")

    page.route(DEBIT, lose_the_first_answer)
    fill_debit(page, "5").click()

    expect(page.get_by_text("Sending it again with the same key")).to_be_visible()
    expect(page.get_by_text("Debited $5.00")).to_be_visible()
    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert debits_of(call, people.agent, customer_id) == ["-5.00"]


def test_a_cash_out_appears_with_a_toast_within_three_seconds(visit: Visit, call: Call, people: People) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    trading = Trading(call, people, customer_id)
    page = visit(people.agent, "/cash-outs")
    expect_live(page)
    expect(page.get_by_text("No cash-outs yet")).to_be_visible()

    trading.cash_out("10.00", "7.50", is_auto=True, trigger_reason="Price fell below 1.40")

    expect(page.get_by_text("alice cashed out $7.50")).to_be_visible(timeout=3_000)
    expect(page.get_by_text("Lost $2.50, automatic")).to_be_visible()
    row = rows(page, "Cash-outs").first
    expect(row).to_have_attribute("data-highlighted", "true")
    for said in ("alice", "$10.00", "$7.50", "-$2.50 lost", "Automatic", "Price fell below 1.40"):
        expect(row).to_contain_text(said)
    footer = page.get_by_role("table", name="Cash-outs", exact=True).locator("tfoot")
    expect(footer).to_contain_text("-$2.50 lost")
    expect(page.get_by_role("region", name="Summary")).to_contain_text("100.0 %")
    page.get_by_text("30 days").click()
    expect(page).to_have_url(re.compile(r"period=30d"))


def test_a_dropped_connection_leaves_no_gap_and_no_duplicate(
    visit: Visit, call: Call, people: People, cut_off: Callable[[Page], Any]
) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    trading = Trading(call, people, customer_id)
    trading.cash_out("5.00", "1.01")
    page = visit(people.agent, "/cash-outs")
    expect_live(page)
    expect(rows(page, "Cash-outs")).to_have_count(1)
    trading.cash_out("5.00", "1.02")
    expect(rows(page, "Cash-outs")).to_have_count(2)

    with cut_off(page):
        expect(page.get_by_text("Reconnecting…")).to_be_visible()
        trading.cash_out("5.00", "1.03")
        trading.cash_out("5.00", "1.04")

    expect_live(page)
    trading.cash_out("5.00", "1.05")
    expect(rows(page, "Cash-outs")).to_have_count(5)
    shown = rows(page, "Cash-outs").locator("[data-label='Paid out']").all_inner_texts()
    assert shown == ["$1.05", "$1.04", "$1.03", "$1.02", "$1.01"]


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

    expect(rows(page, "Cash-outs").first).to_contain_text("+$2.00 gained", timeout=15_000)
    expect_live(page)
    assert refusals == []


def test_an_agent_settles_with_a_customer(visit: Visit, call: Call, people: People) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    Trading(call, people, customer_id).cash_out("10.00", "7.50")
    page = visit(people.agent, "/settlement")

    expect(rows(page, "Customers to settle with").first).to_contain_text("$67.50")
    page.get_by_role("button", name="Settle with alice").click()
    dialog = page.get_by_role("dialog", name="Settle with alice")
    expect(dialog).to_contain_text("You pay the customer $67.50.")
    dialog.get_by_label("Note").fill("Week 3")
    dialog.get_by_role("button", name="Close, balance to zero").click()

    expect(page.get_by_text("Settled with alice")).to_be_visible()
    past = rows(page, "Past settlements").first
    for said in ("alice", "Paid", "$67.50", "$0.00", "Week 3"):
        expect(past).to_contain_text(said)
    assert balance_of(call, people.agent, customer_id) == "0.00"


def test_a_settlement_is_refused_if_the_balance_has_changed_meanwhile(
    visit: Visit, call: Call, people: People, watched: Watched
) -> None:
    watched.allowed.append("status of 409 .*/agent/settlements")
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    page = visit(people.agent, "/settlement")
    page.get_by_role("button", name="Settle with alice").click()
    dialog = page.get_by_role("dialog", name="Settle with alice")
    expect(dialog).to_contain_text("You pay the customer $70.00.")
    call(
        people.agent,
        "POST",
        "/api/v1/cashier/debit",
        {"customer_id": customer_id, "amount": "20", "description": "Meanwhile"},
    )

    dialog.get_by_role("button", name="Close, balance to zero").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    expect(dialog).to_contain_text("You pay the customer $50.00.")
    assert balance_of(call, people.agent, customer_id) == "50.00"

    dialog.get_by_role("button", name="Close, balance to zero").click()
    expect(page.get_by_text("Settled with alice")).to_be_visible()
    assert balance_of(call, people.agent, customer_id) == "0.00"


def test_a_username_in_use_shows_an_error_next_to_the_name(
    visit: Visit, call: Call, people: People, watched: Watched
) -> None:
    watched.allowed.append("status of 409 .*/agent/clients")
    new_customer(call, people.agent, "alice")
    page = visit(people.agent, "/customers")
    page.get_by_role("link", name="New customer").click()
    page.get_by_label("Name").fill("Alice")
    page.get_by_label("Credit", exact=True).check()
    page.get_by_label("Credit limit").fill("250")
    page.get_by_role("button", name="Create customer").click()
    expect(page.get_by_label("Name")).to_have_accessible_description(re.compile(r"The username is taken"))
    expect(page.get_by_label("Name")).to_have_attribute("aria-invalid", "true")

    page.get_by_label("Name").fill("bob")
    page.get_by_role("button", name="Create customer").click()
    expect(page.get_by_role("heading", level=1, name="bob")).to_be_visible()
    listed = call(people.agent, "GET", "/api/v1/agent/clients?search=bob")["items"]
    assert [(one["username"], one["credit_limit"]) for one in listed] == [("bob", "250.00")]


def test_changed_terms_of_an_account_are_stored(visit: Visit, call: Call, people: People) -> None:
    customer_id = new_customer(call, people.agent, "alice", account_type="credit", credit_limit="100")
    page = visit(people.agent, f"/customers/{customer_id}")
    form = page.get_by_role("form", name="Account")

    form.get_by_label("Credit limit").fill("250.50")
    form.get_by_label("Status").select_option("frozen")
    form.get_by_role("button", name="Save changes").click()

    changes = rows(page, "Changes of the account")
    expect(changes).to_have_count(2)
    expect(changes.filter(has_text="Credit limit")).to_contain_text("$250.50")
    expect(changes.filter(has_text="Status")).to_contain_text("Frozen")


def test_a_file_is_imported_completely_or_not_at_all(
    visit: Visit, call: Call, people: People, watched: Watched
) -> None:
    watched.allowed.append("status of 400 .*/agent/clients/import")
    page = visit(people.agent, "/customers/import")

    def choose(text: str) -> None:
        file: FilePayload = {"name": "customers.csv", "mimeType": "text/csv", "buffer": text.encode()}
        with page.expect_file_chooser() as choosing:
            page.get_by_label("CSV file").click()
        choosing.value.set_files(file)

    choose(f"{CSV}ann,postup,,12.50\r\nbob,credit,10,-10.01\r\n")
    expect(rows(page, "Rows of the file")).to_have_count(2)
    page.get_by_role("button", name="Import all 2").click()
    wrong = rows(page, "Invalid rows")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("2. bob")
    expect(wrong).to_contain_text("opening_balance")
    assert call(people.agent, "GET", "/api/v1/agent/clients")["total_count"] == 0

    page.get_by_role("button", name="Another file").click()
    choose(f"{CSV}ann,postup,,12.50\r\nbob,credit,10,-10.00\r\n")
    page.get_by_role("button", name="Import all 2").click()
    expect(page.get_by_role("status").filter(has_text="2 customers imported").first).to_be_visible()
    listed = call(people.agent, "GET", "/api/v1/agent/clients")["items"]
    assert [(one["username"], one["account_balance"]) for one in listed] == [("ann", "12.50"), ("bob", "-10.00")]


def test_the_filters_of_a_list_are_in_the_address(visit: Visit, call: Call, people: People) -> None:
    for username in ("alice", "albert", "bruno"):
        new_customer(call, people.agent, username)
    page = visit(people.agent, "/customers")
    expect(rows(page, "Customers")).to_have_count(3)

    page.get_by_label("Search").fill("al")
    expect(rows(page, "Customers")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?search=al$"))
    page.reload()
    page.get_by_role("button").filter(has_text=people.agent.persona.name).or_(rows(page, "Customers").first).wait_for()
    expect(rows(page, "Customers")).to_have_count(2)
    page.get_by_label("Search").fill("nobody")
    expect(page.get_by_text("No customer matches")).to_be_visible()


def test_a_debit_is_possible_with_the_keyboard_only(visit: Visit, call: Call, people: People) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    page = visit(people.agent, "/customers")
    expect(rows(page, "Customers")).to_have_count(1)

    def go_to(target: Locator) -> None:
        for _ in range(40):
            if target.evaluate("(element) => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError("not reached within forty tabs")

    go_to(page.get_by_role("link", name="alice"))
    page.keyboard.press("Enter")
    form = page.get_by_role("form", name="Debit")
    go_to(form.get_by_label("Amount"))
    page.keyboard.type("5")
    go_to(form.get_by_label("Description"))
    page.keyboard.type("Cash paid out")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Debited $5.00")).to_be_visible()
    assert debits_of(call, people.agent, customer_id) == ["-5.00"]


def test_the_navigation_is_a_drawer_on_a_narrow_screen(visit: Visit, people: People) -> None:
    page = visit(people.agent, "/customers", Look(360, 740))
    page.get_by_role("button", name="Navigation").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("link", name="Settlement").click()

    expect(drawer).to_be_hidden()
    expect(page.get_by_role("heading", level=1, name="Settlement")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_agent_s_pages_are_accessible(
    visit: Visit, call: Call, people: People, screenshot: Callable[..., None], look: Look
) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    new_customer(call, people.agent, "bruno", account_type="credit", credit_limit="500")
    trading = Trading(call, people, customer_id)
    trading.cash_out("10.00", "12.00")
    trading.cash_out("10.00", "7.50", is_auto=True, trigger_reason="Price fell below 1.40")
    settled = {"customer_id": customer_id, "method": "carry"}
    call(people.agent, "POST", "/api/v1/agent/settlements", settled, key=uuid4().hex)
    shown = {
        "/customers": "Customers",
        f"/customers/{customer_id}": "History",
        "/cash-outs": "Cash-outs",
        "/settlement": "Past settlements",
    }
    page = visit(people.agent, "/customers/new", look)
    expect(page.get_by_label("Name")).to_be_visible()
    screenshot(page, "customers-new")
    assert (axe(page), scrolls_sideways(page)) == ([], False)
    for path, table in shown.items():
        page.goto(path)
        expect(rows(page, table).first).to_be_visible()
        expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)
        name = "customer" if customer_id in path else path.strip("/")
        screenshot(page, name)
        assert (axe(page), scrolls_sideways(page)) == ([], False), path
    page.goto("/customers/import")
    expect(page.get_by_text("CSV file")).to_be_visible()
    screenshot(page, "customers-import")
    assert (axe(page), scrolls_sideways(page)) == ([], False)
