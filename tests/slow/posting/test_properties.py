"""Properties of random histories, which Hypothesis generates identically in each run."""

from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import kit
from tests.support.kit import Answer, Database, Person

OWNERS = [f"owner-{n}" for n in range(5)]
SETTINGS = settings(
    max_examples=5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
owners = st.sampled_from(OWNERS)
amounts = st.integers(1, 60)
pairs = st.tuples(owners, owners).filter(lambda pair: pair[0] != pair[1])


@pytest.fixture(scope="module")
def tenants() -> Iterator[str]:
    """Unused tenant names: each example has its own tenant in the test's database."""
    return (f"tenant-{n}" for n in count(1))


def service_with_balances(tenants: Iterator[str], start: int = 100) -> Person:
    service = kit.service(next(tenants))
    for owner in OWNERS:
        kit.credit(service, owner, str(start))
    return service


def balances(service: Person) -> dict[str, int]:
    return {owner: int(kit.balance_of(service, owner)) for owner in OWNERS}


def change_balance(service: Person, what: str, owner: str, amount: object, key: str | None = None) -> Answer:
    body = {"amount": amount, "currency": "COIN", "reason": "manual_adjust"}
    return service.post(f"/api/v1/wallets/{owner}/{what}", body, key=key)


def transfer(service: Person, pair: tuple[str, str], amount: int, key: str | None = None) -> Answer:
    body = {"from_owner_id": pair[0], "to_owner_id": pair[1], "amount": amount, "currency": "COIN"}
    return service.post("/api/v1/transfers", body, key=key)


def history(service: Person, owner: str) -> Any:
    return service.get(f"/api/v1/wallets/{owner}/transactions", {"limit": 100}).json["items"]


@settings(SETTINGS, max_examples=3)
@given(transfers=st.lists(st.tuples(pairs, amounts), min_size=100, max_size=100))
def test_a_hundred_random_transfers_conserve_the_sum(
    database: Database, tenants: Iterator[str], transfers: list[tuple[tuple[str, str], int]]
) -> None:
    service = service_with_balances(tenants)

    for pair, amount in transfers:
        assert transfer(service, pair, amount).status in {201, 400}

    assert sum(balances(service).values()) == 500
    database.assert_consistent()


@settings(SETTINGS, max_examples=2)
@given(debits=st.lists(st.tuples(owners, st.integers(1, 5)), min_size=500, max_size=500))
def test_five_hundred_random_debits_leave_no_balance_below_zero(
    database: Database, tenants: Iterator[str], debits: list[tuple[str, int]]
) -> None:
    service = service_with_balances(tenants)
    expected = dict.fromkeys(OWNERS, 100)

    for owner, amount in debits:
        answer = change_balance(service, "debit", owner, amount)
        if amount <= expected[owner]:
            expected[owner] -= amount
            assert answer.json["balance_after"] == str(expected[owner])
        else:
            assert (answer.code, answer.json["available"]) == ("insufficient_funds", str(expected[owner]))

    assert balances(service) == expected
    assert min(expected.values()) >= 0
    database.assert_consistent()


@SETTINGS
@given(changes=st.lists(st.tuples(st.sampled_from(["credit", "debit"]), owners, amounts), min_size=5, max_size=15))
def test_a_balance_is_the_sum_of_its_history(
    database: Database, tenants: Iterator[str], changes: list[tuple[str, str, int]]
) -> None:
    service = service_with_balances(tenants)

    for what, owner, amount in changes:
        change_balance(service, what, owner, amount)

    for owner, balance in balances(service).items():
        assert sum(int(item["amount"]) for item in history(service, owner)) == balance
        assert [item["balance_after"] for item in history(service, owner)][:1] == [str(balance)]


@SETTINGS
@given(
    changes=st.lists(st.tuples(st.sampled_from(["credit", "debit"]), owners, amounts), min_size=3, max_size=8),
    order=st.lists(st.integers(0, 100), min_size=8, max_size=8),
)
def test_repeated_operations_have_one_effect_in_any_order(
    database: Database, tenants: Iterator[str], changes: list[tuple[str, str, int]], order: list[int]
) -> None:
    service = service_with_balances(tenants, 1000)
    first = [change_balance(service, *what, key=f"key-{n}").text for n, what in enumerate(changes)]
    before = balances(service)

    for number in order:
        n = number % len(changes)
        assert change_balance(service, *changes[n], key=f"key-{n}").text == first[n]

    assert balances(service) == before
    database.assert_consistent()


@SETTINGS
@given(pair=pairs, amount=amounts)
def test_a_transfer_and_its_opposite_leave_all_balances_unchanged(
    database: Database, tenants: Iterator[str], pair: tuple[str, str], amount: int
) -> None:
    service = service_with_balances(tenants)
    before = balances(service)

    assert transfer(service, pair, amount).status == 201
    assert transfer(service, pair[::-1], amount).status == 201

    assert balances(service) == before


@SETTINGS
@given(parts=st.lists(st.integers(1, 20), min_size=1, max_size=5))
def test_many_small_credits_result_in_the_same_balance_as_one_large_credit(
    database: Database, tenants: Iterator[str], parts: list[int]
) -> None:
    service = service_with_balances(tenants)

    for part in parts:
        change_balance(service, "credit", "in-parts", part)
    change_balance(service, "credit", "at-once", sum(parts))

    assert kit.balance_of(service, "in-parts") == kit.balance_of(service, "at-once")


@SETTINGS
@given(amount=st.integers(1, 10**7).map(lambda minor: f"{minor // 100}.{minor % 100:02}"))
def test_an_amount_is_returned_exactly_whether_sent_as_text_or_number(
    database: Database, tenants: Iterator[str], amount: str
) -> None:
    service = kit.service(next(tenants))
    for written in (f'"{amount}"', amount):
        service.post("/api/v1/wallets/ann/credit", f'{{"amount": {written}, "currency": "USD", "reason": "refund"}}')

    items = service.get("/api/v1/wallets/ann/transactions", {"currency": "USD"}).json["items"]

    assert [item["amount"] for item in items] == [amount, amount]


@SETTINGS
@given(transfers=st.lists(st.tuples(pairs, amounts), min_size=4, max_size=12))
def test_the_statements_before_and_after_any_time_add_up_to_the_whole_statement(
    database: Database, tenants: Iterator[str], transfers: list[tuple[tuple[str, str], int]]
) -> None:
    service = service_with_balances(tenants)
    for pair, amount in transfers:
        transfer(service, pair, amount)
    owner = Counter(owner for pair, _ in transfers for owner in pair).most_common(1)[0][0]
    path = f"/api/v1/wallets/{owner}/statement"
    whole = service.get(path).json

    for entry in whole["movements"]:
        before = service.get(path, {"date_to": entry["created_at"]}).json
        after = service.get(path, {"date_from": entry["created_at"]}).json
        assert before["closing_balance"] == after["opening_balance"]
        assert before["movements"] + after["movements"] == whole["movements"]
        assert after["closing_balance"] == whole["closing_balance"]


@SETTINGS
@given(rows=st.lists(st.integers(0, 500), min_size=1, max_size=20), broken=st.integers(0, 19))
def test_an_import_with_an_invalid_row_at_any_position_creates_no_customer(
    database: Database, tenants: Iterator[str], rows: list[int], broken: int
) -> None:
    agent = kit.agent(tenant_id=next(tenants))
    good: list[dict[str, object]] = [
        {"username": f"customer-{n}", "account_type": "postup", "opening_balance": str(balance)}
        for n, balance in enumerate(rows)
    ]
    position = broken % len(rows)
    bad = [*good[:position], {**good[position], "opening_balance": "-0.01"}, *good[position + 1 :]]

    refused = agent.post("/api/v1/agent/clients/import", {"rows": bad})

    assert (refused.status, refused.pointers) == (400, [f"/rows/{position}/opening_balance"])
    assert agent.get("/api/v1/agent/clients").json["total_count"] == 0
    assert agent.post("/api/v1/agent/clients/import", {"rows": good}).status == 201
    listed = agent.get("/api/v1/agent/clients").json
    assert listed["totals"]["total_balance"] == f"{sum(rows)}.00"
