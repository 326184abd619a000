"""The customer's screens: balances, history, statement, transfer and bets."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from local.personas import Persona
from tests.e2e.conftest import Call, Examine, People, Person, Visit, Watched, show

TRANSFERS: Final = "**/api/v1/transfers"
SERVICE: Final = Persona("Service", "wallets", "Wallet service", ("service",))


class Wallets:
    """A system that credits wallets, a person with wallets, and the receiver of transfers."""

    def __init__(self, call: Call, people: People):
        self._call = call
        self._system = Person(SERVICE, people.tenant_id, SERVICE.sub)
        self.owner = replace(people.customer, sub=f"player-{uuid4().hex[:8]}")
        self.other = f"player-{uuid4().hex[:8]}"

    def credit(self, amount: str, currency: str = "USD", **more: Any) -> None:
        body = {"amount": amount, "currency": currency, "reason": "manual_adjust"} | more
        self._call(self._system, "POST", f"/api/v1/wallets/{self.owner.sub}/credit", body)

    def open_other(self) -> None:
        """Give the receiver a wallet."""
        body = {"amount": "1", "currency": "COIN", "reason": "participation"}
        self._call(self._system, "POST", f"/api/v1/wallets/{self.other}/credit", body)

    def send(self, amount: str, currency: str = "USD") -> None:
        self._call(
            self.owner,
            "POST",
            "/api/v1/transfers",
            {"to_owner_id": self.other, "amount": amount, "currency": currency},
        )

    def balance(self, owner_id: str | None = None, currency: str = "USD") -> str:
        path = f"/api/v1/wallets/{owner_id or self.owner.sub}/balance?currency={currency}"
        return str(self._call(self._system, "GET", path)["balance"])


@pytest.fixture
def wallets(call: Call, people: People) -> Wallets:
    return Wallets(call, people)


@pytest.fixture
def filled(wallets: Wallets) -> Wallets:
    """Two credits that sum to 100.00 USD, a transfer of 12.50, and a credit of 55 COIN."""
    wallets.open_other()
    wallets.credit("99.90")
    wallets.credit("0.10")
    wallets.send("12.50")
    wallets.credit("55", "COIN", reason="runner_up", meta={"tournament_id": "winter-cup-7"})
    return wallets


def submit_transfer(page: Page, to: str, amount: str) -> Locator:
    """Fill in and submit the transfer form. Returns its confirmation dialog."""
    form = page.get_by_role("form", name="Transfer")
    form.get_by_label("To").fill(to)
    form.get_by_label("Amount").fill(amount)
    form.get_by_role("button", name=re.compile("^Send")).click()
    return page.get_by_role("dialog")


def amounts_of(page: Page, column: int) -> list[Decimal]:
    cells = page.get_by_role("table").locator(f"tbody tr td:nth-child({column}) > span > span")
    return [Decimal(re.sub(r"[^0-9.-]", "", text.split()[0])) for text in cells.all_inner_texts()]


def tile(page: Page, label: str) -> Decimal:
    text = page.locator("dl > div").filter(has=page.get_by_text(label, exact=True)).locator("dd").inner_text()
    return Decimal(re.sub(r"[^0-9.-]", "", text))


def test_a_person_without_a_wallet_sees_how_to_get_one(visit: Visit, wallets: Wallets) -> None:
    page = visit(wallets.owner, "/account")

    expect(page.get_by_text("You have no wallet yet")).to_be_visible()
    expect(page.get_by_text(wallets.owner.sub)).to_be_visible()


def test_a_double_click_whose_answer_is_lost_transfers_once(visit: Visit, filled: Wallets, watched: Watched) -> None:
    page = visit(filled.owner, "/account/transfer")
    watched.allowed.append("net::ERR_FAILED")
    keys: list[str] = []

    def lose_the_first_answer(route: Route, request: Request) -> None:
        keys.append(request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(TRANSFERS, lose_the_first_answer)
    dialog = submit_transfer(page, filled.other, "20")
    expect(dialog).to_contain_text("67.50 USD")
    dialog.get_by_role("button", name="Send").dblclick()

    expect(page.get_by_text("Sending it again")).to_be_visible()
    expect(page.get_by_text("Sent 20.00 USD")).to_be_visible()
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert (filled.balance(), filled.balance(filled.other)) == ("67.50", "32.50")


def test_a_transfer_is_possible_with_the_keyboard_only(visit: Visit, filled: Wallets) -> None:
    page = visit(filled.owner, "/account/transfer")
    expect(page.get_by_label("Amount")).to_be_visible()

    expect(page.get_by_role("heading", name="Transfer")).to_be_focused()
    page.keyboard.press("Tab")
    to = page.get_by_role("combobox", name="To")
    expect(to).to_be_focused()
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)  # the recipient of the transfer before
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(to).to_have_value(filled.other)
    page.keyboard.press("Tab")
    page.keyboard.type("USD")
    page.keyboard.press("Tab")
    page.keyboard.type("7.5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Sent 7.50 USD")).to_be_visible()
    assert filled.balance() == "80.00"


def test_the_opening_balance_and_the_amounts_of_a_statement_sum_to_the_closing_balance(
    visit: Visit, filled: Wallets
) -> None:
    page = visit(filled.owner, "/account/statement?currency=USD&from=2020-01-01&to=2020-01-31")
    expect(page.get_by_text("No transactions in this period")).to_be_visible()
    expect(page.get_by_text("1 Jan 2020 to 31 Jan 2020 (UTC)")).to_be_visible()
    assert tile(page, "Opening balance") == tile(page, "Closing balance") == 0

    show(page, "/account/statement?currency=USD")
    expect(page.get_by_role("row")).to_have_count(4)
    for day in ("From", "To"):
        expect(page.get_by_role("textbox", name=day)).not_to_have_value("")
    amounts = amounts_of(page, 3)
    assert amounts == [Decimal("99.90"), Decimal("0.10"), Decimal("-12.50")]
    assert tile(page, "Opening balance") + sum(amounts) == tile(page, "Closing balance") == Decimal("87.50")
    assert (tile(page, "In"), tile(page, "Out")) == (Decimal("100.00"), Decimal("-12.50"))
    assert amounts_of(page, 4)[-1] == tile(page, "Closing balance")

    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Pages")).to_be_hidden()
    expect(page.get_by_role("heading", name="Statement")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_signing_out_removes_the_token(visit: Visit, filled: Wallets) -> None:
    page = visit(filled.owner, "/account")
    balances = page.get_by_role("list", name="Balances")
    expect(balances).to_contain_text("87.50 USD")
    expect(balances).to_contain_text("55 COIN")
    authorizations: list[str] = []
    page.on("request", lambda request: authorizations.append(request.headers.get("authorization", "")))

    page.get_by_role("button", name=re.compile(filled.owner.persona.name)).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("87.50 USD")).to_have_count(0)
    page.goto("/account")

    expect(page.get_by_role("button").filter(has_text=filled.owner.persona.name)).to_be_visible()
    expect(page.get_by_text("87.50 USD")).to_have_count(0)
    assert not any(authorizations)
    assert page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})").find("eyJ") == -1


class TestBets:
    @pytest.fixture
    def bettor(self, call: Call, people: People) -> Person:
        """A customer of the agent with 100.00 and an automatically cashed out bet."""
        customer = {"username": "alice", "account_type": "postup"}
        customer_id = str(call(people.agent, "POST", "/api/v1/agent/clients", customer)["customer_id"])
        deposit = {"customer_id": customer_id, "amount": "100.00", "description": "Opening deposit"}
        call(people.agent, "POST", "/api/v1/cashier/credit", deposit)
        bettor = people.customer.with_customer_id(customer_id)
        trading = Person(SERVICE, people.tenant_id, "trading")
        slip = {"customer_id": customer_id, "stake": "20.00", "description": "Home win", "odds": "1.85"}
        bet = call(trading, "POST", "/api/v1/bets", slip)
        cash_out = {"cash_out_amount": "14.75", "is_auto": True, "trigger_reason": "stop_loss"}
        call(trading, "POST", f"/api/v1/bets/{bet['bet_id']}/cash-out", cash_out)
        return bettor

    def test_a_refused_stake_shows_an_error_next_to_its_field_and_a_double_click_places_one_bet(
        self, visit: Visit, bettor: Person, call: Call, watched: Watched
    ) -> None:
        watched.allowed.append("status of 400")
        page = visit(bettor, "/account/bets")
        cashed_out = page.get_by_role("row").filter(has_text="Home win")
        for words in ("Cashed out", "Automatic", "Stop loss", "-5.25 USD lost"):
            expect(cashed_out).to_contain_text(words)
        page.get_by_role("button", name="Place a bet").click()
        form = page.get_by_role("form", name="Place a bet")
        form.get_by_label("On what").fill("Away win")
        form.get_by_label("Stake").fill("94.76")
        form.get_by_role("button", name="Place the bet").click()
        expect(form.get_by_label("Stake")).to_have_accessible_description(re.compile(r"Available: \$94\.75"))

        form.get_by_label("Stake").fill("10")
        expect(form).to_contain_text("84.75 USD")
        form.get_by_role("button", name="Place the bet").dblclick()

        row = page.get_by_role("row").filter(has_text="Away win")
        expect(row).to_contain_text("Open")
        assert call(bettor, "GET", "/api/v1/bets")["total_count"] == 2

    def test_the_customer_s_pages_are_accessible(
        self, visit: Visit, bettor: Person, watched: Watched, examine: Examine
    ) -> None:
        page = visit(bettor)
        for name in ("account", "history", "statement", "transfer", "bets"):
            show(page, "/account" if name == "account" else f"/account/{name}")
            expect(page.get_by_role("heading", level=1)).to_have_text(name.capitalize())
            examine(page, f"customer-{name}")
