"""Helpers for the tests of an agent's pages: customers, a trading system and lists."""

from playwright.sync_api import Locator, Page

from local.personas import Persona
from tests.e2e.conftest import Call, People, Person


def new_customer(call: Call, agent: Person, username: str, balance: str = "0", **more: str) -> str:
    """The id of a new customer of the agent, with a balance."""
    customer = {"username": username, "account_type": "postup"} | more
    customer_id = str(call(agent, "POST", "/api/v1/agent/clients", customer)["customer_id"])
    if balance != "0":
        body = {"customer_id": customer_id, "amount": balance, "description": "Opening deposit"}
        call(agent, "POST", "/api/v1/cashier/credit", body)
    return customer_id


def balance_of(call: Call, agent: Person, customer_id: str) -> str:
    return str(call(agent, "GET", f"/api/v1/agent/clients/{customer_id}")["account_balance"])


class Trading:
    """A trading system that cashes bets out."""

    def __init__(self, call: Call, people: People, customer_id: str):
        self._call, self._people, self._customer_id = call, people, customer_id
        self._system = Person(Persona("Trading", "trading", "Trading", ("service",)), people.tenant_id, "trading")

    def cash_out(self, stake: str, amount: str, **more: object) -> str:
        """Place a bet, cash it out and return its id."""
        bettor = self._people.customer.with_customer_id(self._customer_id)
        bet = self._call(bettor, "POST", "/api/v1/bets", {"stake": stake, "description": "Match"})
        path = f"/api/v1/bets/{bet['bet_id']}/cash-out"
        self._call(self._system, "POST", path, {"cash_out_amount": amount} | more)
        return str(bet["bet_id"])


def rows(page: Page, label: str) -> Locator:
    """The rows of a list that has loaded."""
    table = page.get_by_role("table", name=label, exact=True)
    return table.and_(page.locator("[aria-busy=false]")).locator("tbody tr")
