"""A currency that a caller leaves out is that of the owner's only wallet, and never a silent one."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.support import kit
from tests.support.kit import Answer, Database, Person, assert_problem

PLATFORM = Person("cups", ("tournaments",))
SAID = {"amount": "4", "reason": "correction"}


def between(caller: Person, owner_id: str) -> Answer:
    entries = [{"owner_id": owner_id, "amount": "-4"}, {"account": "house", "currency": "USD", "amount": "4"}]
    return caller.post("/api/v1/transactions", {"entries": entries, "reason": "fee"})


WRITES: Mapping[str, Callable[[Person, str], Answer]] = {
    "credit": lambda caller, owner_id: caller.post(f"/api/v1/wallets/{owner_id}/credit", SAID),
    "debit": lambda caller, owner_id: caller.post(f"/api/v1/wallets/{owner_id}/debit", SAID),
    "transfer": lambda caller, owner_id: caller.post(
        "/api/v1/transfers", SAID | {"from_owner_id": owner_id, "to_owner_id": "zoe"}
    ),
    "transaction": between,
}
READS: Mapping[str, Callable[[Person, str], Answer]] = {
    "balance": lambda caller, owner_id: caller.get(f"/api/v1/wallets/{owner_id}/balance"),
    "history": lambda caller, owner_id: caller.get(f"/api/v1/wallets/{owner_id}/transactions"),
    "statement": lambda caller, owner_id: caller.get(f"/api/v1/wallets/{owner_id}/statement"),
}
CALLS = {**WRITES, **READS}


@pytest.fixture
def owners(service: Person) -> None:
    """ann has dollars, bea coins, and cid both. nobody has no wallet, though an agent of that name has a float."""
    kit.new_customer(kit.agent("nobody"), "una", balance="1.00")
    for owner_id, currency in (("ann", "USD"), ("bea", "COIN"), ("cid", "USD"), ("cid", "COIN")):
        kit.credit(service, owner_id, "10", currency)


def test_it_is_that_of_the_only_wallet(service: Person, owners: None, database: Database) -> None:
    done = {name: call(service, "ann") for name, call in CALLS.items()}

    assert {name: answer.status for name, answer in done.items()} == dict.fromkeys(WRITES, 201) | dict.fromkeys(
        READS, 200
    )
    assert (done["balance"].json["currency"], done["balance"].json["balance"]) == ("USD", "2.00")
    assert done["statement"].json["currency"] == "USD"
    assert [item["amount"] for item in done["history"].json["items"]] == ["-4.00", "-4.00", "-4.00", "4.00", "10.00"]
    database.assert_consistent()


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("owner_id", ["cid", "nobody"])
def test_it_is_required_of_an_owner_with_several_wallets_or_none(
    service: Person, owners: None, database: Database, call: str, owner_id: str
) -> None:
    before = database.value("select count(*) from entries")

    answer = CALLS[call](service, owner_id)

    assert_problem(answer, 400, "currency_required")
    place = {"transaction": "/entries/0/currency"} | dict.fromkeys(READS, "currency")
    assert answer.pointers == [place.get(call, "/currency")]
    assert database.value("select count(*) from entries") == before


def test_an_account_has_no_currency_of_its_own(service: Person, owners: None) -> None:
    entries = [{"owner_id": "ann", "amount": "-4"}, {"account": "house", "amount": "4"}]

    answer = service.post("/api/v1/transactions", {"entries": entries, "reason": "fee"})

    assert_problem(answer, 400, "currency_required")
    assert answer.pointers == ["/entries/1/currency"]


@pytest.mark.parametrize("call", CALLS)
def test_a_tournament_platform_reaches_coins_by_it_and_no_dollars(owners: None, call: str) -> None:
    dollars = CALLS[call](PLATFORM, "ann")
    assert_problem(dollars, 403, "forbidden")

    if call != "transaction":
        assert CALLS[call](PLATFORM, "bea").status in {200, 201}


def test_a_customer_leaves_out_the_currency_of_the_own_wallet(service: Person, owners: None) -> None:
    ann, cid = kit.customer("ann"), kit.customer("cid")
    kit.credit(service, "zoe", "1", "USD")
    sent: Any = {"to_owner_id": "zoe", "amount": "4"}

    assert ann.post("/api/v1/transfers", sent).json["from_balance_after"] == "6.00"
    assert ann.get("/api/v1/wallets/ann/balance").json["balance"] == "6.00"
    assert_problem(ann.get("/api/v1/wallets/cid/balance"), 403, "forbidden")
    assert_problem(cid.post("/api/v1/transfers", sent), 400, "currency_required")


def test_a_repeated_request_is_answered_even_if_the_owner_has_another_wallet_by_then(
    service: Person, owners: None, database: Database
) -> None:
    first = service.post("/api/v1/wallets/ann/credit", SAID, key="k")
    kit.credit(service, "ann", "1", "EUR")

    repeat = service.post("/api/v1/wallets/ann/credit", SAID, key="k")

    assert (repeat.status, repeat.text) == (201, first.text)
    assert kit.balance_of(service, "ann", "USD") == "14.00"
