"""After any sequence of operations, a settlement equals the sums of the operations and the ledger."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus

CENTS = st.integers(1, 5_000)
WHO = st.sampled_from(["ann", "bob"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("bet"), WHO, CENTS, st.sampled_from(["won", "lost", "void", "cashed", "nothing", "pending"])),
        st.tuples(st.just("cashier"), WHO, CENTS, st.sampled_from(["credit", "debit"])),
        st.tuples(st.just("service"), WHO, CENTS, st.sampled_from(["credit", "debit"])),
        st.tuples(st.just("transfer"), WHO, CENTS, st.just("")),
        st.tuples(st.just("settle"), WHO, st.just(0), st.sampled_from(["zero", "carry"])),
    ),
    min_size=1,
    max_size=14,
)
SIGNS = {
    "opening_balance": 1,
    "stakes": -1,
    "payouts": 1,
    "stakes_returned": 1,
    "cashed_out": 1,
    "cashier_credits": 1,
    "cashier_debits": -1,
    "transfers_in": 1,
    "transfers_out": -1,
    "other": 1,
}


def money(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


class ExpectedFigures:
    """A model of one customer's figures: sums of cents since the last settlement."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.balance = 0
        self.begin()

    def begin(self) -> None:
        self.sums = dict.fromkeys(SIGNS, 0) | {"opening_balance": self.balance}
        self.count = self.auto = self.stakes_cashed = 0

    def add(self, column: str, cents: int) -> None:
        self.sums[column] += cents
        self.balance += SIGNS[column] * abs(cents) if column != "other" else cents

    @property
    def figures(self) -> dict[str, Any]:
        columns = {name: money(cents) for name, cents in self.sums.items() if name != "cashed_out"}
        return columns | {
            "cash_outs": {
                "count": self.count,
                "total_amount": money(self.sums["cashed_out"]),
                "net_from_stake": money(self.sums["cashed_out"] - self.stakes_cashed),
                "auto_count": self.auto,
            },
            "closing_balance": money(self.balance),
        }


class World:
    """Two customers of one agent, their operations, and the expected figures."""

    def __init__(self) -> None:
        self.agent, self.service = kit.agent(f"agent-{uuid4()}"), kit.service()
        names = {name: f"{name}-{uuid4()}" for name in ("ann", "bob")}
        self.expected_figures = {
            name: ExpectedFigures(
                kit.customer(kit.new_customer(self.agent, username, account_type="credit", credit_limit="60"))
            )
            for name, username in names.items()
        }

    def step(self, kind: str, who: str, cents: int, how: str) -> None:
        steps: dict[str, Callable[[ExpectedFigures, int, str], None]] = {
            "bet": self.bet,
            "cashier": self.cashier,
            "service": self.by_service,
            "transfer": self.transfer,
            "settle": self.settle,
        }
        steps[kind](self.expected_figures[who], cents, how)

    def bet(self, expected: ExpectedFigures, cents: int, how: str) -> None:
        answer = live.request_bet(expected.person, money(cents))
        if answer.status != 201:
            assert expected.balance - cents < -6_000
            return
        bet_id = answer.json["bet_id"]
        expected.add("stakes", cents)
        if how in {"cashed", "nothing"}:
            paid = cents // 2 if how == "cashed" else 0
            auto = cents % 2 == 0
            assert live.cash_out(self.service, bet_id, money(paid), is_auto=auto).status == 200
            expected.add("cashed_out", paid)
            expected.count += 1
            expected.auto += auto
            expected.stakes_cashed += cents
        elif how != "pending":
            assert live.settle(self.service, bet_id, how, money(2 * cents) if how == "won" else None).status == 200
            if how != "lost":
                expected.add(*(("payouts", 2 * cents) if how == "won" else ("stakes_returned", cents)))

    def cashier(self, expected: ExpectedFigures, cents: int, how: str) -> None:
        body = {"customer_id": live.owner(expected.person), "amount": money(cents), "description": "Cash"}
        # A reference with the form of a bet's id makes no difference.
        if self.agent.post(f"/api/v1/cashier/{how}", body | {"external_reference": live.UNKNOWN}).status == 201:
            expected.add(f"cashier_{how}s", cents)

    def by_service(self, expected: ExpectedFigures, cents: int, how: str) -> None:
        body = {"amount": money(cents), "currency": "USD", "reason": "correction"}
        if self.service.post(f"/api/v1/wallets/{live.owner(expected.person)}/{how}", body).status == 201:
            expected.add("other", cents if how == "credit" else -cents)

    def transfer(self, expected: ExpectedFigures, cents: int, _how: str) -> None:
        (other,) = (each for each in self.expected_figures.values() if each is not expected)
        body = {"to_owner_id": live.owner(other.person), "amount": money(cents), "currency": "USD"}
        if expected.person.post("/api/v1/transfers", body).status == 201:
            expected.add("transfers_out", cents)
            other.add("transfers_in", cents)

    def settle(self, expected: ExpectedFigures, _cents: int, how: str) -> None:
        body = {"customer_id": live.owner(expected.person), "method": how, "expected_balance": money(expected.balance)}
        answer = self.agent.post("/api/v1/agent/settlements", body)
        assert answer.status == 201, answer.text
        assert {name: answer.json[name] for name in expected.figures} == expected.figures
        expected.balance = 0 if how == "zero" else expected.balance
        assert answer.json["balance_after"] == money(expected.balance)
        expected.begin()


def closing(figures: dict[str, Any]) -> Decimal:
    """The closing balance by the contract's formula."""
    amounts = figures | {"cashed_out": figures["cash_outs"]["total_amount"]}
    return sum((sign * Decimal(amounts[name]) for name, sign in SIGNS.items()), Decimal())


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_figures_add_up_exactly_and_equal_the_ledger_after_any_sequence_of_operations(
    database: Database, bus: Bus, steps: list[tuple[str, str, int, str]]
) -> None:
    world = World()

    for step in steps:
        world.step(*step)

    page = world.agent.get("/api/v1/agent/settlement/preview").json
    assert len(page["customers"]) == 2
    for found in page["customers"]:
        (expected,) = (
            each for each in world.expected_figures.values() if live.owner(each.person) == found["customer_id"]
        )
        assert {name: found[name] for name in expected.figures} == expected.figures
        assert closing(found) == Decimal(found["closing_balance"])
        assert found["closing_balance"] == live.account(world.agent, expected.person)["account_balance"]
    assert page["net_position"] == money(sum(expected.balance for expected in world.expected_figures.values()))
    database.assert_consistent()
