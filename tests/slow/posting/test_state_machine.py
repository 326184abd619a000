"""Random histories compared with a model of the ledger's rules: each answer and each balance."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import wraps
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ledger.core.money import Money
from tests.support import corpus, holds, kit
from tests.support.kit import Answer, Database

STEPS_OF_A_HISTORY = 30
OPENING_BALANCE = Decimal(40)
NAMES = ("ann", "bob", "zoe")
names = st.sampled_from(NAMES)
amounts = (st.sampled_from((10_00, 25_00, 40_00)) | st.integers(1, 50_00)).map(lambda minor: Decimal(minor) / 100)
"""Most of them large, so that a few make more than what is available."""
limits = st.integers(0, 50).map(Decimal)
numbers = st.integers(0, 3)
"""Of holds, from the newest on."""
steps: set[str] = set()
"""The names of the model's steps."""


def step(
    when: Callable[["Ledger"], bool] = lambda _: True, **strategies: st.SearchStrategy[Any]
) -> Callable[[Callable[..., None]], Any]:
    """A rule whose calls are recorded, so that a history that fails becomes a case of the corpus."""

    def decorate(function: Callable[..., None]) -> Any:
        steps.add(function.__name__)

        @wraps(function)
        def recorded(machine: "Ledger", **given: Any) -> None:
            machine.steps.append((function.__name__, given))
            function(machine, **given)

        return precondition(when)(rule(**strategies)(recorded))  # type: ignore[call-overload]  # a strategy may be called `target`

    return decorate


@dataclass
class Hold:
    """A hold in the model."""

    name: str
    hold_id: str
    amount: Decimal
    status: str = "pending"
    captured: Decimal = Decimal(0)

    @property
    def remaining(self) -> Decimal:
        return self.amount - self.captured if self.status == "pending" else Decimal(0)


@dataclass
class Account:
    """A customer in the model."""

    balance: Decimal = Decimal(0)
    account_type: str = "postup"
    limit: Decimal = Decimal(0)
    frozen: bool = False
    overdraft: bool = False
    changes: int = 0
    holds: list[Hold] = field(default_factory=list)

    @property
    def held(self) -> Decimal:
        return sum((hold.remaining for hold in self.holds), Decimal(0))

    @property
    def available(self) -> Decimal:
        return max(self.balance - self.held + self.limit, Decimal(0))

    def refusal(self, amount: Decimal, override: bool = False) -> str | None:
        """The code of the refusal of a debit, or None if the debit succeeds."""
        if self.frozen:
            return "wallet_frozen"
        if (
            self.balance - self.held - amount >= -self.limit
            or self.overdraft
            or (override and self.account_type == "postup")
        ):
            return None
        return "insufficient_credit" if self.account_type == "credit" else "insufficient_funds"

    def is_override(self, amount: Decimal) -> bool:
        """Whether a debit needs `allow_overdraft`."""
        return not self.overdraft and self.balance - self.held - amount < -self.limit


def has_holds(ledger: "Ledger") -> bool:
    return bool(ledger.holds)


class Ledger(RuleBasedStateMachine):
    """Each history has its own tenant, with three customers of one agent and a service."""

    def __init__(self, database: Database, tenant_id: str) -> None:
        super().__init__()
        self.database = database
        self.agent = kit.agent(tenant_id=tenant_id)
        self.service = kit.service(tenant_id)
        self.accounts = {name: Account() for name in NAMES}
        self.ids: dict[str, str] = {}
        self.holds: list[Hold] = []  # the newest is the first
        self.steps: list[tuple[str, dict[str, Any]]] = []

    @initialize()
    def create_customers(self) -> None:
        self.ids = {name: kit.new_customer(self.agent, name) for name in NAMES}
        for name in NAMES:
            self.moved(self.post_at_cashier("credit", name, OPENING_BALANCE), name, OPENING_BALANCE)

    @step(name=names, amount=amounts)
    def credit(self, name: str, amount: Decimal) -> None:
        self.moved(self.post_at_cashier("credit", name, amount), name, amount)

    @step(name=names, amount=amounts, override=st.booleans())
    def debit(self, name: str, amount: Decimal, override: bool) -> None:
        account = self.accounts[name]
        refusal, needed = account.refusal(amount, override), account.is_override(amount)

        answer = self.post_at_cashier("debit", name, amount, allow_overdraft=override)

        if self.refused(answer, refusal, account):
            return
        self.moved(answer, name, -amount)
        newest = self.agent.get("/api/v1/agent/transactions", {"limit": 1}).json["items"][0]
        assert (newest["amount"], newest["is_override"]) == (f"{-amount:.2f}", needed)

    @step(name=names, amount=amounts, what=st.sampled_from(["credit", "debit"]))
    def move_as_service(self, name: str, amount: Decimal, what: str) -> None:
        account = self.accounts[name]
        refusal = account.refusal(amount) if what == "debit" else None
        body = {"amount": str(amount), "currency": "USD", "reason": "manual_adjust"}

        answer = self.service.post(f"/api/v1/wallets/{self.ids[name]}/{what}", body)

        if not self.refused(answer, refusal, account):
            self.moved(answer, name, -amount if what == "debit" else amount)

    @step(pair=st.permutations(NAMES), amount=amounts)
    def transfer(self, pair: list[str], amount: Decimal) -> None:
        sender, receiver, _ = pair
        body = {"from_owner_id": self.ids[sender], "to_owner_id": self.ids[receiver], "currency": "USD"}
        account = self.accounts[sender]
        refusal = account.refusal(amount)

        answer = self.service.post("/api/v1/transfers", body | {"amount": str(amount)})

        if self.refused(answer, refusal, account):
            return
        account.balance -= amount
        self.accounts[receiver].balance += amount
        assert answer.json["from_balance_after"] == f"{account.balance:.2f}"
        assert answer.json["to_balance_after"] == f"{self.accounts[receiver].balance:.2f}"

    @step(name=names, limit=st.none() | limits, account_type=st.none() | st.sampled_from(["postup", "credit"]))
    def change_terms(self, name: str, limit: Decimal | None, account_type: str | None) -> None:
        account = self.accounts[name]
        new_type = account_type or account.account_type
        invalid = (new_type == "postup" and limit is not None) or (
            new_type == "credit" and account.account_type == "postup" and limit is None
        )
        new_limit = Decimal(0) if new_type == "postup" else account.limit if limit is None else limit
        fields = {"account_type": account_type, "credit_limit": None if limit is None else str(limit)}

        answer = self.change(name, **{field: value for field, value in fields.items() if value is not None})

        if invalid:
            assert (answer.status, answer.pointers) == (400, ["/credit_limit"])
            return
        assert answer.status == 200
        account.changes += (new_type != account.account_type) + (new_limit != account.limit)
        account.account_type, account.limit = new_type, new_limit
        account.overdraft = account.overdraft and new_type == "postup"

    @step(name=names, frozen=st.booleans())
    def freeze(self, name: str, frozen: bool) -> None:
        assert self.change(name, status="frozen" if frozen else "active").status == 200
        self.accounts[name].changes += frozen != self.accounts[name].frozen
        self.accounts[name].frozen = frozen

    @step(name=names, allowed=st.booleans())
    def set_overdraft(self, name: str, allowed: bool) -> None:
        body = {"currency": "USD", "allow_overdraft": allowed}
        answer = self.service.patch(f"/api/v1/wallets/{self.ids[name]}", body)
        if allowed and self.accounts[name].account_type == "credit":
            assert (answer.status, answer.pointers) == (400, ["/allow_overdraft"])
            return
        assert answer.status == 200
        self.accounts[name].overdraft = allowed

    @step(name=names, amount=amounts)
    def hold(self, name: str, amount: Decimal) -> None:
        account = self.accounts[name]
        refusal = account.refusal(amount)

        answer = holds.ask(self.service, self.ids[name], str(amount))

        if not self.refused(answer, refusal, account):
            assert answer.status == 201, answer.text
            self.holds.insert(0, Hold(name, answer.json["hold_id"], amount))
            account.holds.append(self.holds[0])
            assert answer.json["available_after"] == f"{account.available:.2f}"

    @step(has_holds, number=numbers, amount=st.none() | amounts, final=st.booleans())
    def capture(self, number: int, amount: Decimal | None, final: bool) -> None:
        hold = self.holds[number % len(self.holds)]
        account = self.accounts[hold.name]
        body = {"final": final} | ({} if amount is None else {"amount": str(amount)})

        answer = holds.capture(self.service, {"hold_id": hold.hold_id}, **body)

        if hold.status != "pending":
            assert (answer.status, answer.code) == (409, f"hold_{hold.status}")
        elif (taken := hold.remaining if amount is None else amount) > hold.remaining:
            assert (answer.status, answer.json["remaining"]) == (400, f"{hold.remaining:.2f}")
        elif not self.refused(answer, "wallet_frozen" if account.frozen else None, account):
            hold.captured += taken
            hold.status = "captured" if final or hold.captured == hold.amount else "pending"
            self.moved(answer, hold.name, -taken)
            assert (answer.json["status"], answer.json["captured"]) == (hold.status, f"{hold.captured:.2f}")

    @step(has_holds, number=numbers)
    def release(self, number: int) -> None:
        hold = self.holds[number % len(self.holds)]

        answer = holds.release(self.service, {"hold_id": hold.hold_id})

        if hold.status == "pending":
            hold.status = "released"
            assert (answer.status, answer.json["status"]) == (200, "released")
        else:
            assert (answer.status, answer.code) == (409, f"hold_{hold.status}")

    @step(has_holds, number=numbers, is_recorded=st.booleans())
    def expire(self, number: int, is_recorded: bool) -> None:
        hold = self.holds[number % len(self.holds)]
        if hold.status == "pending":
            holds.expire(self.database, {"hold_id": hold.hold_id})
            hold.status = "expired"
        if is_recorded:
            holds.record_expired()

    @invariant()
    def customers_equal_the_model(self) -> None:
        if not self.ids:
            return
        listed = self.agent.get("/api/v1/agent/clients").json
        shown = {
            item["username"]: (
                *(item[amount] for amount in ("account_balance", "held", "available", "credit_limit")),
                item["account_type"],
            )
            for item in listed["items"]
        }
        assert shown == {
            name: (
                *(f"{amount:.2f}" for amount in (model.balance, model.held, model.available, model.limit)),
                model.account_type,
            )
            for name, model in self.accounts.items()
        }
        assert Decimal(listed["totals"]["total_balance"]) == sum(model.balance for model in self.accounts.values())

    def teardown(self) -> None:
        for name, customer_id in self.ids.items():
            recorded = self.agent.get(f"/api/v1/agent/clients/{customer_id}/limits").json["total_count"]
            assert recorded == self.accounts[name].changes
        self.database.assert_consistent()

    def post_at_cashier(self, what: str, name: str, amount: Decimal, **more: object) -> Answer:
        body: dict[str, Any] = {
            "customer_id": self.ids[name],
            "amount": str(amount),
            "description": "At the cashier",
        }
        return self.agent.post(f"/api/v1/cashier/{what}", body | more)

    def change(self, name: str, **fields: object) -> Answer:
        return self.agent.patch(f"/api/v1/agent/clients/{self.ids[name]}", fields)

    def moved(self, answer: Answer, name: str, amount: Decimal) -> None:
        assert answer.status == 201, answer.text
        self.accounts[name].balance += amount
        assert answer.json["balance_after"] == f"{self.accounts[name].balance:.2f}"

    @staticmethod
    def refused(answer: Answer, refusal: str | None, account: Account) -> bool:
        """Whether the request was refused; asserts that code and message are those of the model."""
        if refusal is None:
            return False
        assert (answer.status, answer.code) == (409 if refusal == "wallet_frozen" else 400, refusal)
        if refusal != "wallet_frozen":
            available = Money.of(account.available, "USD").for_people()
            assert answer.json["detail"].endswith(f" Available: {available}")
        return True


def test_every_random_history_follows_the_rules(database: Database) -> None:
    tenants = (f"tenant-{n}" for n in count(1))

    last: list[Ledger] = []

    class History(Ledger):
        def __init__(self) -> None:
            super().__init__(database, next(tenants))
            last[:] = [self]

    try:
        run_state_machine_as_test(
            History,
            settings=settings(
                max_examples=-(-int(os.environ.get("STEPS", "1200")) // STEPS_OF_A_HISTORY),
                stateful_step_count=STEPS_OF_A_HISTORY,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except Exception as failure:
        # Hypothesis has made the history as short as it can, and has run it again.
        corpus.add_candidate("histories", {"steps": last[0].steps}, failure)
        raise


def replay(database: Database, tenant_id: str, case: corpus.Case) -> None:
    """Carry out the steps of a case. Raises OutOfDate if the model has no such step."""
    ledger = Ledger(database, tenant_id)
    ledger.create_customers()
    for name, given in case["steps"]:
        if name not in steps:
            raise corpus.OutOfDate(f"there is no step {name!r}")
        amounts = {key: Decimal(given[key]) for key in ("amount", "limit") if given.get(key) is not None}
        getattr(ledger, name)(**given | amounts)
        ledger.customers_equal_the_model()
    ledger.teardown()


def test_every_history_of_the_corpus_follows_the_rules(database: Database) -> None:
    for number, case in enumerate(corpus.cases("histories")):
        replay(database, f"tenant-{number}", case)


def test_a_history_of_the_corpus_with_an_unknown_step_fails(database: Database) -> None:
    with pytest.raises(corpus.OutOfDate, match="there is no step 'fly'"):
        replay(database, "tenant-1", {"steps": [["fly", {}]]})
