"""The agent's screens: the cashier, settlement, navigation and accessibility."""

import re
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.e2e.agents import Trading, balance_of, new_customer, rows
from tests.e2e.conftest import Call, Examine, Look, People, Person, Visit, Watched, show

DEBIT = "**/api/v1/cashier/debit"


def debits_of(call: Call, agent: Person, customer_id: str) -> list[str]:
    listed = call(agent, "GET", f"/api/v1/agent/transactions?customer_id={customer_id}&type=debit")
    return [one["amount"] for one in listed["items"]]


def fill_debit(page: Page, amount: str, description: str = "Cash paid out") -> Locator:
    """Fill in the debit form and return its button."""
    form = page.get_by_role("form", name="Debit")
    form.get_by_label("Amount").fill(amount)
    form.get_by_label("Description").fill(description)
    return form.get_by_role("button", name=re.compile("^Debit"))


def test_an_agent_debits_a_customer_and_sees_the_expected_balance_first(
    visit: Visit, call: Call, people: People
) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.10")
    page = visit(people.agent, "/customers")
    page.get_by_role("link", name="alice").click()
    expect(page.get_by_role("heading", level=1, name="alice")).to_be_focused()
    expect(page).to_have_title("alice · Purser")

    button = fill_debit(page, "0.20")
    expect(page.get_by_role("form", name="Debit").get_by_role("status")).to_contain_text("70.10 USD → 69.90 USD")
    button.click()

    expect(page.get_by_text("Debited 0.20 USD")).to_be_visible()
    expect(rows(page, "Transactions").first).to_contain_text("-0.20 USD")
    page.get_by_role("region", name="Balance over time").locator("svg").hover(position={"x": 1, "y": 50})
    expect(page.get_by_text("Paid in at the cashier, +70.10 USD. Balance after it: 70.10 USD.")).to_be_visible()
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
    expect(dialog).to_contain_text("would leave -30.00 USD")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    assert balance_of(call, people.agent, customer_id) == "70.00"

    page.get_by_role("button", name="Override…").click()
    dialog.get_by_role("button", name="Override and debit").click()
    expect(page.get_by_text("Debited 100.00 USD")).to_be_visible()
    page.get_by_role("tab", name="Cashier").click()
    expect(rows(page, "Cashier history").first).to_contain_text("Override")
    assert balance_of(call, people.agent, customer_id) == "-30.00"


def test_an_agent_settles_by_the_balance_that_is_shown_also_if_it_has_changed_meanwhile(
    visit: Visit, call: Call, people: People, watched: Watched
) -> None:
    watched.allowed.append("status of 409 .*/agent/settlements")
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    Trading(call, people, customer_id).cash_out("10.00", "7.50")
    page = visit(people.agent, "/settlement")
    expect(rows(page, "Customers to settle with").first).to_contain_text("67.50 USD")
    page.get_by_role("button", name="Settle with alice").click()
    dialog = page.get_by_role("dialog", name="Settle with alice")
    expect(dialog).to_contain_text("You pay the customer 67.50 USD.")
    paid, carried = dialog.get_by_role("radio", name="Paid"), dialog.get_by_role("radio", name="Carried")
    other = carried.evaluate("radio => getComputedStyle(radio).backgroundColor")
    expect(paid).not_to_have_css("background-color", other)  # it is seen which one is chosen
    debit = {"customer_id": customer_id, "amount": "20", "description": "Meanwhile"}
    call(people.agent, "POST", "/api/v1/cashier/debit", debit)

    dialog.get_by_role("button", name="Close, balance to zero").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    expect(dialog).to_contain_text("You pay the customer 47.50 USD.")
    assert balance_of(call, people.agent, customer_id) == "47.50"

    dialog.get_by_label("Note").fill("Week 3")
    dialog.get_by_role("button", name="Close, balance to zero").click()
    expect(page.get_by_text("Settled with alice")).to_be_visible()
    past = rows(page, "Past settlements").first
    for text in ("alice", "Paid", "47.50 USD", "0.00 USD", "Week 3"):
        expect(past).to_contain_text(text)
    assert balance_of(call, people.agent, customer_id) == "0.00"


def test_the_navigation_is_a_drawer_on_a_narrow_screen(visit: Visit, people: People) -> None:
    page = visit(people.agent, "/customers", Look(360, 740))
    page.get_by_role("button", name="Navigation").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("link", name="Settlement").click()

    expect(drawer).to_be_hidden()
    expect(page.get_by_role("heading", level=1, name="Settlement")).to_be_visible()


def test_the_agent_s_pages_are_accessible(visit: Visit, call: Call, people: People, examine: Examine) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    new_customer(call, people.agent, "bruno", account_type="credit", credit_limit="500")
    trading = Trading(call, people, customer_id)
    trading.cash_out("10.00", "12.00")
    trading.cash_out("10.00", "7.50", is_auto=True, trigger_reason="Price fell below 1.40")
    settlement = {"customer_id": customer_id, "method": "carry"}
    call(people.agent, "POST", "/api/v1/agent/settlements", settlement, key=uuid4().hex)
    tables = {
        "customers": ("/customers", "Customers"),
        "customer": (f"/customers/{customer_id}", "Transactions"),
        "customer-bets": (f"/customers/{customer_id}?tab=bets", "Bets"),
        "cash-outs": ("/cash-outs", "Cash-outs"),
        "settlement": ("/settlement", "Past settlements"),
    }
    history = call(people.agent, "GET", f"/api/v1/wallets/{customer_id}/transactions")["items"]
    tables["customer-transaction"] = (f"/customers/{customer_id}?transaction={history[0]['transaction_id']}", "Entries")
    page = visit(people.agent, "/customers/new")
    expect(page.get_by_label("Name")).to_be_visible()
    examine(page, "customers-new")
    for name, (path, table) in tables.items():
        show(page, path)
        expect(rows(page, table).first).to_be_visible()
        examine(page, name)
    show(page, "/customers/import")
    examine(page, "customers-import")
