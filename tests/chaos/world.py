"""The participants of a run: agents, customers, persons with coins, and a tenant with a prepaid wallet."""

import random
import threading
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.clients import Client
from tests.chaos.history import Caller, Effect, Operation, Wallet
from tests.chaos.ledger import by_key
from tests.chaos.money import text

TENANT = "acme"
AGENTS = tuple(Caller(f"agent-{number}", ("agent",)) for number in range(2))
BANKER = Caller("agent-bank", ("agent",))
TRADING = Caller("trading", ("service",))
GAMES = Caller("games", ("service",))
MEMBERS = (Caller("tina", ("billing.view",)), Caller("tom", ("billing.view",)))
OPERATOR = Caller("oscar", ("billing.manage",))
ROOT = Caller("rita", ("root",), "platform")
PERSONS = tuple(f"p{number}" for number in range(4))
PREPAID: Wallet = ("tenant", TENANT, "USD")
CUSTOMERS_OF_AGENT = 3
CUSTOMERS_OF_BANK = 4
OPENING_MINOR = 20_000
BANK_TOTAL_MINOR = CUSTOMERS_OF_BANK * OPENING_MINOR
_MAX_OPEN = 40


@dataclass(frozen=True)
class Customer:
    customer_id: str
    agent: Caller

    @property
    def wallet(self) -> Wallet:
        return ("person", self.customer_id, "USD")

    @property
    def login(self) -> Caller:
        return Caller(f"login-{self.customer_id}", ("customer",), customer_id=self.customer_id)


@dataclass
class World:
    """The state that all clients share.

    bets: ids of bets that may still be pending, with their customers and stakes.
    credits: transaction ids of acknowledged credits, with their effects.
    balances: wallets, each with the answer to a read of its balance.
    charges: references of charges, with their amounts.
    tournaments: ids of tournaments that no client has cancelled.
    holds: ids of holds that may still be pending, with what they reserve.
    """

    customers: list[Customer] = field(default_factory=list)
    bank: list[Customer] = field(default_factory=list)
    bets: list[tuple[str, Customer, int]] = field(default_factory=list)
    credits: list[tuple[str, Effect]] = field(default_factory=list)
    balances: list[tuple[Wallet, dict[str, Any]]] = field(default_factory=list)
    charges: list[tuple[str, int]] = field(default_factory=list)
    tournaments: list[str] = field(default_factory=list)
    holds: list[tuple[str, Effect]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def remember[T](self, known: list[T], one: T) -> None:
        """Add an item to one of the lists. A full list drops its oldest item."""
        with self._lock:
            known.append(one)
            del known[:-_MAX_OPEN]

    def draw[T](self, known: list[T], chooser: random.Random, keep_share: float = 1.0) -> T | None:
        """Choose an item of a list. It stays in the list with a probability of `keep_share`."""
        position, keeps = chooser.random(), chooser.random() < keep_share
        with self._lock:
            if not known:
                return None
            index = int(position * len(known))
            return known[index] if keeps else known.pop(index)


def wallet_of(person: str) -> Wallet:
    return ("person", person, "COIN")


def create(client: Client) -> World:
    """Create the customers and the opening balances. The history logs these operations like all others."""
    world = World()
    for agent, count in [*((agent, CUSTOMERS_OF_AGENT) for agent in AGENTS), (BANKER, CUSTOMERS_OF_BANK)]:
        for number in range(count):
            username = f"{agent.sub}-{number}"
            body = {"username": username, "account_type": "postup"}
            made = client.send("create a customer", agent, "/api/v1/agent/clients", body, key=username)
            customer = Customer(_answered(made)["customer_id"], agent)
            (world.bank if agent is BANKER else world.customers).append(customer)
            at_cashier(client, customer, "credit", OPENING_MINOR, f"opening-{username}")
    for person in PERSONS:
        credit_person(client, person, OPENING_MINOR, f"opening-{person}")
    return world


def at_cashier(
    client: Client, customer: Customer, what: str, minor: int, tag: str, *, keyless: bool = False
) -> Operation:
    """Credit or debit a customer at the cashier. The checker finds a transaction without a key by its description."""
    body = {"customer_id": customer.customer_id, "amount": text(minor, "USD"), "description": tag}
    return client.send(
        f"cashier {what}",
        customer.agent,
        f"/api/v1/cashier/{what}",
        body,
        key=None if keyless else tag,
        identity=f"description {tag}" if keyless else by_key(customer.agent.sub, tag),
        kind=what,
        effects=(Effect(customer.wallet, minor if what == "credit" else -minor),),
        about={"balances": {"balance_after": customer.wallet}},
    )


def credit_person(client: Client, person: str, minor: int, tag: str) -> Operation:
    wallet = wallet_of(person)
    return client.send(
        "credit a person",
        GAMES,
        f"/api/v1/wallets/{person}/credit",
        {"amount": text(minor, "COIN"), "reason": "manual_adjust"},
        key=tag,
        identity=by_key(GAMES.sub, tag),
        kind="manual_adjust",
        effects=(Effect(wallet, minor),),
        about={"balances": {"balance_after": wallet}},
    )


def _answered(operation: Operation) -> Any:
    assert operation.answer, operation
    return operation.answer.json
