"""`meta`: an object of the caller's own, on every operation that moves value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.support import billing, kit, live
from tests.support.kit import Answer, Database, Person

META = {"order": 7, "rate": 0.5, "tags": ["ü", '100 % "%1$s"']}


@dataclass(frozen=True)
class World:
    """A customer with 100.00 USD, of an agent, and a prepaid wallet with 50.00 USD."""

    agent: Person
    service: Person
    ann: Person

    @property
    def ann_id(self) -> str:
        return live.owner(self.ann)

    def cashier(self, operation: str, **more: Any) -> Answer:
        body = {"customer_id": self.ann_id, "amount": "5.00", "description": "Cash"}
        return self.agent.post(f"/api/v1/cashier/{operation}", body | more)

    def imported(self, **more: Any) -> Answer:
        row = {"username": f"customer-{uuid4()}", "account_type": "postup", "opening_balance": "1.00"}
        return self.agent.post("/api/v1/agent/clients/import", {"rows": [row | more]})

    def wallet(self, operation: str, **more: Any) -> Answer:
        body = {"amount": "5.00", "currency": "USD", "reason": "manual_adjust"}
        return self.service.post(f"/api/v1/wallets/{self.ann_id}/{operation}", body | more)

    def transfer(self, caller: Person, **more: Any) -> Answer:
        body = {"from_owner_id": self.ann_id, "to_owner_id": "bob", "amount": "5.00", "currency": "USD"}
        return caller.post("/api/v1/transfers", body | more)

    def settle_bet(self, **more: Any) -> Answer:
        return self.service.post(f"/api/v1/bets/{live.place(self.ann)}/settle", more)

    def cash_out(self, amount: str, **more: Any) -> Answer:
        return live.cash_out(self.service, live.place(self.ann), amount, **more)

    def settlement(self, method: str, **more: Any) -> Answer:
        body = {"customer_id": self.ann_id, "method": method}
        return self.agent.post("/api/v1/agent/settlements", body | more)

    def reversal(self, **more: Any) -> Answer:
        transaction_id = self.wallet("debit").json["transaction_id"]
        return self.service.post(f"/api/v1/transactions/{transaction_id}/reverse", {"reason": "Mistake"} | more)

    def payment(self, action: str, **more: Any) -> Answer:
        """action: pay an invoice of a top-up, approve its payment, or refund it."""
        member, operator = billing.member(), billing.operator()
        _, invoice_id = billing.invoiced(member, operator)
        if action == "pay":
            return billing.pay(operator, invoice_id, **more)
        payment_id = billing.submitted(member, invoice_id, f"TR-{invoice_id}")
        if action == "refund":
            billing.ok(billing.decide(operator, payment_id, "approve"))
            more = {"reason": "Sent back"} | more
        return operator.post(f"{billing.PAYMENTS}/{payment_id}/{action}", more)

    def charge(self, route: str, **more: Any) -> Answer:
        return billing.charge(self.service, "1.00", f"reference-{uuid4()}", route, **more)

    def adjustment(self, **more: Any) -> Answer:
        body = {"amount": "5.00", "reason": "Gift"} | more
        return billing.root().call("POST", f"{billing.WALLET}/adjustments", body, query={"tenant_id": "acme"})


type Operation = Callable[..., Answer]
OPERATIONS: dict[str, tuple[Operation, str]] = {
    "a cashier credit": (lambda world, **more: world.cashier("credit", **more), "credit"),
    "a cashier debit": (lambda world, **more: world.cashier("debit", **more), "debit"),
    "an import": (World.imported, "opening_balance"),
    "a credit of a wallet": (lambda world, **more: world.wallet("credit", **more), "manual_adjust"),
    "a debit of a wallet": (lambda world, **more: world.wallet("debit", **more), "manual_adjust"),
    "a system's transfer": (lambda world, **more: world.transfer(world.service, **more), "p2p_transfer"),
    "a customer's transfer": (lambda world, **more: world.transfer(world.ann, **more), "p2p_transfer"),
    "a bet": (lambda world, **more: live.request_bet(world.ann, **more), "bet_stake"),
    "a won bet": (lambda world, **more: world.settle_bet(outcome="won", payout="15.00", **more), "bet_payout"),
    "a lost bet": (lambda world, **more: world.settle_bet(outcome="lost", **more), ""),
    "a cash-out": (lambda world, **more: world.cash_out("4.00", **more), "bet_cash_out"),
    "a cash-out at zero": (lambda world, **more: world.cash_out("0", **more), ""),
    "a settlement": (lambda world, **more: world.settlement("zero", **more), "settlement"),
    "a carried settlement": (lambda world, **more: world.settlement("carry", **more), ""),
    "a reversal": (World.reversal, "reversal"),
    "a prepaid charge": (lambda world, **more: world.charge("charges", **more), "message_charge"),
    "a prepaid debit": (lambda world, **more: world.charge("debits", **more), "prepaid_debit"),
    "a paid invoice": (lambda world, **more: world.payment("pay", **more), "topup"),
    "an approved payment": (lambda world, **more: world.payment("approve", **more), "topup"),
    "a refund": (lambda world, **more: world.payment("refund", **more), "topup_refund"),
    "an adjustment": (World.adjustment, "prepaid_adjustment"),
}
"""Each operation, and the kind of the transaction that it posts, if any."""


@pytest.fixture
def world(agent: Person, service: Person) -> World:
    billing.topped_up(billing.member(), billing.operator())
    kit.credit(service, "bob", "1.00", "USD")
    return World(agent, service, live.bettor(agent))


def answered(answer: Answer) -> Any:
    """What an operation answers of the object in its request."""
    assert answer.status in {200, 201}, answer.text
    done = answer.json
    if "payments" in done or "customers" in done:
        (done,) = done.get("payments") or done["customers"]
    ended = "refund_meta" if done.get("refunded_at") else "outcome_meta" if done.get("settled_at") else "meta"
    return done[ended]


@pytest.mark.parametrize("name", OPERATIONS)
def test_meta_of_an_operation_is_stored_with_its_transaction_and_answered_back(
    name: str, world: World, database: Database
) -> None:
    operation, kind = OPERATIONS[name]

    answer = operation(world, meta=META)

    assert answered(answer) == META
    if kind:
        query = "select meta from transactions where kind = %s order by posted_at desc limit 1"
        assert database.value(query, kind) == META
    assert answered(operation(world)) is None
    database.assert_consistent()


def test_a_bet_shows_with_what_it_was_placed_and_ended(world: World, database: Database) -> None:
    bet_id = live.place(world.ann, meta={"slip": 1})
    ended = world.service.post(f"/api/v1/bets/{bet_id}/settle", {"outcome": "lost", "meta": {"feed": 2}}).json
    (listed,) = world.agent.get("/api/v1/agent/bets").json["items"]

    for bet in (ended, listed, world.ann.get(f"/api/v1/bets/{bet_id}").json):
        assert (bet["meta"], bet["outcome_meta"]) == ({"slip": 1}, {"feed": 2})


def test_a_settlement_is_listed_with_its_meta(world: World, database: Database) -> None:
    assert world.settlement("carry", meta=META).status == 201

    (listed,) = world.agent.get("/api/v1/agent/settlements").json["items"]

    assert listed["meta"] == META
