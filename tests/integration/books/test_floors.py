"""The floor of a house account: no posting lowers its balance below zero."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from ledger.core import errors
from ledger.posting import Entry, Owner, Transaction, post
from tests.integration.approvals.test_approval_races import begun
from tests.integration.books.test_accounts import listed, named, put
from tests.support import batches, holds, kit
from tests.support.kit import Answer, Database, Person, assert_problem

PRIZES = "house:prizes"
FLOOR = {"category": "liabilities/prizes", "currency": "USD", "floor": "0"}
_PAY_FOUR = """
select announce('acme', 'tester');
select post('acme', 'request-1', '[{"kind": "manual_adjust"}]', array[
    (1, 'bank', 'eu', 'USD', 4, null, false),
    (1, 'house', 'prizes', 'USD', -4, null, false)]::posting_entry[], clock_timestamp());
"""
_FEE = """
select announce('acme', 'tester');
select post('acme', 'request-1', '[{"kind": "manual_adjust"}]', array[
    (1, 'person', 'ann', 'USD', -4, null, false),
    (1, 'house', 'prizes', 'USD', 4, null, false)]::posting_entry[], clock_timestamp());
"""
BY_ITSELF_OR_IN_A_BATCH = pytest.mark.parametrize(
    "send",
    [batches.alone, lambda caller, operation: batches.send(caller, "atomic", operation)],
    ids=["by itself", "in a batch"],
)


@pytest.fixture
def database_role() -> str:
    return "purser_wallet"


def entry(owner: str, amount: str) -> dict[str, str]:
    """An amount in USD for an account, or for a person if the name has no colon."""
    return {"account" if ":" in owner else "owner_id": owner, "currency": "USD", "amount": amount}


def move(service: Person, source: str, target: str, amount: str, **more: Any) -> Answer:
    entries = [entry(source, f"-{amount}"), entry(target, amount)]
    return service.post("/api/v1/transactions", {"entries": entries, "reason": "salary", **more})


def moved(service: Person, source: str, target: str, amount: str) -> str:
    answer = move(service, source, target, amount)
    assert answer.status == 201, answer.text
    return str(answer.json["transaction_id"])


def balance(service: Person, account: str = PRIZES) -> str:
    (found,) = [item for item in listed(service, kind="house", currency="USD") if item["account"] == account]
    return str(found["balance"])


def assert_refused(answer: Answer, available: str) -> None:
    assert_problem(answer, 400, "insufficient_funds")
    facts = {name: answer.json[name] for name in ("available", "held", "currency")}
    assert facts == {"available": available, "held": "0.00", "currency": "USD"}


def test_an_account_with_a_floor_gives_what_it_has_and_no_more(service: Person, database: Database) -> None:
    assert named(service, PRIZES, **FLOOR)["floor"] == "0"
    assert_refused(move(service, PRIZES, "ann", "0.01"), "0.00")
    moved(service, "bank:eu", PRIZES, "10.00")

    moved(service, PRIZES, "ann", "7.50")
    refused = move(service, PRIZES, "ann", "2.51")
    assert_refused(refused, "2.50")
    assert refused.json["balance"] == "2.50"
    assert_refused(move(service, PRIZES, "ann", "2.51", dry_run=True), "2.50")
    moved(service, PRIZES, "ann", "2.50")

    assert (balance(service), balance(service, "bank:eu")) == ("0.00", "-10.00")
    database.assert_consistent()


def test_the_floor_is_of_one_currency_of_one_tenant_and_ends_when_it_is_left_out(service: Person) -> None:
    named(service, PRIZES, **FLOOR)
    named(kit.service("globex"), PRIZES, category="other", currency="USD")
    moved(kit.service("globex"), PRIZES, "ann", "1.00")
    kit.credit(service, "ann", "1.00", "EUR")
    entries = [
        {"account": PRIZES, "currency": "EUR", "amount": "-5.00"},
        {"owner_id": "ann", "currency": "EUR", "amount": "5.00"},
    ]
    assert service.post("/api/v1/transactions", {"entries": entries, "reason": "salary"}).status == 201
    assert_refused(move(service, PRIZES, "ann", "1.00"), "0.00")

    changed = named(service, PRIZES, category="liabilities/prizes", currency="USD")

    assert changed["floor"] is None
    moved(service, PRIZES, "ann", "1.00")
    changes = service.get("/api/v1/changes", {"subject": PRIZES}).json["items"]
    assert [(change["before"] or {}).get("floor") for change in changes] == ["0", None]
    assert [change["after"]["floor"] for change in changes] == [None, "0"]


def test_an_account_that_is_below_its_floor_can_only_be_raised(service: Person) -> None:
    moved(service, PRIZES, "ann", "5.00")
    assert (named(service, PRIZES, **FLOOR)["balance"], listed(service, kind="house")[0]["floor"]) == ("-5.00", "0")

    moved(service, "ann", PRIZES, "1.00")
    both = [entry(PRIZES, "-1.00"), entry(PRIZES, "2.00"), entry("ann", "-1.00")]
    assert batches.alone(service, batches.transaction("alone", *both)).status == 201
    assert batches.send(service, "atomic", batches.transaction("in a batch", *both)).status == 201

    refused = move(service, PRIZES, "ann", "0.01")
    assert_refused(refused, "0.00")
    assert refused.json["balance"] == "-2.00"


@pytest.mark.parametrize("account", ["house", "treasury", "bank"])
def test_an_account_without_a_name_has_no_floor(service: Person, account: str) -> None:
    answer = put(service, account, **FLOOR)

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["/floor"]
    assert listed(service) == []


@pytest.mark.parametrize("floor", ["0.00", "-5", "5", 0, ""])
def test_a_floor_is_zero(service: Person, floor: object) -> None:
    answer = put(service, PRIZES, **FLOOR | {"floor": floor})

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["/floor"]


def test_the_floor_counts_all_entries_of_a_transaction_for_the_account(service: Person) -> None:
    named(service, PRIZES, **FLOOR)
    moved(service, "bank:eu", PRIZES, "3.00")

    def corrected(first: str, second: str, rest: str) -> Answer:
        entries = [entry(PRIZES, first), entry(PRIZES, second), entry("bank:eu", rest)]
        return service.post("/api/v1/transactions", {"entries": entries, "reason": "correction"})

    assert corrected("-8.00", "5.00", "3.00").status == 201
    assert corrected("-8.00", "9.00", "-1.00").status == 201
    assert_refused(corrected("9.00", "-10.01", "1.01"), "1.00")
    assert balance(service) == "1.00"


def test_transactions_that_are_posted_together_see_what_those_before_them_did_to_the_account(
    service: Person, database: Database
) -> None:
    named(service, PRIZES, **FLOOR)
    prizes, bank = Owner("house", "prizes", "USD"), Owner("bank", "", "USD")

    def raised(*amounts: str) -> None:
        transactions = [
            Transaction("manual_adjust", [Entry(prizes, Decimal(amount)), Entry(bank, -Decimal(amount))])
            for amount in amounts
        ]
        kit.in_session(lambda session: post(session, transactions))

    raised("5.00", "-4.00", "-1.00", "2.00")
    with pytest.raises(errors.InsufficientFunds, match=r"Available: \$1\.00"):
        raised("-1.00", "-1.01", "5.00")
    assert balance(service) == "2.00"
    database.assert_consistent()


def test_a_reversal_does_not_lower_an_account_below_its_floor(service: Person) -> None:
    named(service, PRIZES, **FLOOR)
    fee = moved(service, "bank:eu", PRIZES, "10.00")
    moved(service, PRIZES, "ann", "0.01")

    assert_refused(service.post(f"/api/v1/transactions/{fee}/reverse", {"reason": "By mistake"}), "9.99")


def test_an_operation_of_a_batch_is_refused_as_if_it_was_sent_alone(service: Person, database: Database) -> None:
    named(service, PRIZES, **FLOOR)
    kit.credit(service, "zoe", "5.00", "USD")
    hold = holds.hold(service, "zoe", "4.00", to={"account": PRIZES})
    operations = [
        batches.transaction("too much", entry(PRIZES, "-1.00"), entry("ann", "1.00")),
        batches.transaction("raise", entry(PRIZES, "2.00"), entry("bank:eu", "-2.00")),
        batches.transaction("pay", entry(PRIZES, "-1.50"), entry("bob", "1.50")),
        batches.transaction("too much again", entry("ann", "0.51"), entry(PRIZES, "-0.51")),
        batches.capture("capture", hold),
        batches.transaction("net", entry(PRIZES, "4.50"), entry(PRIZES, "-9.00"), entry("ann", "4.50")),
        batches.transaction("nothing left", entry(PRIZES, "-3.01"), entry(PRIZES, "3.00"), entry("ann", "0.01")),
    ]

    ends = batches.independent(service, *operations)

    assert [body.get("code", status) for status, body in ends] == [
        *("insufficient_funds", 201, 201, "insufficient_funds", 201, 201, "insufficient_funds")
    ]
    assert [(body["available"], body["balance"]) for _, body in ends if "available" in body and "code" in body] == [
        ("0.00", "0.00"),
        ("0.50", "0.50"),
        ("0.00", "0.00"),
    ]
    assert balance(service) == "0.00"
    database.assert_consistent()


def test_a_batch_of_all_or_nothing_does_not_lower_an_account_below_its_floor(service: Person) -> None:
    named(service, PRIZES, **FLOOR)
    moved(service, "bank:eu", PRIZES, "1.00")
    first, second = (
        batches.transaction(key, entry(PRIZES, "-1.00"), entry("ann", "1.00")) for key in ("first", "second")
    )

    refused = batches.send(service, "atomic", first, second)
    assert_refused(refused, "0.00")
    assert (refused.json["index"], balance(service)) == (1, "1.00")
    assert batches.send(service, "atomic", first).status == 201
    assert balance(service) == "0.00"


@pytest.mark.session
@BY_ITSELF_OR_IN_A_BATCH
def test_of_two_simultaneous_payments_the_floor_permits_the_first_one(
    service: Person, database: Database, send: Callable[[Person, batches.Operation], Answer]
) -> None:
    """The second one waits for the first, and sees what it left."""
    named(service, PRIZES, **FLOOR)
    moved(service, "bank:eu", PRIZES, "10.00")
    pay = batches.transaction("pay", entry(PRIZES, "-7.00"), entry("ann", "7.00"))

    with database.admin() as holder, holder.transaction():
        holder.execute(_PAY_FOUR.encode())
        answer = begun(database, holder, lambda: send(service, pay))

    assert_refused(answer(), "6.00")
    moved(service, PRIZES, "ann", "6.00")
    database.assert_consistent()


@pytest.mark.session
def test_a_payment_that_waits_for_another_is_later_than_it(service: Person, database: Database) -> None:
    named(service, PRIZES, **FLOOR)
    moved(service, "bank:eu", PRIZES, "10.00")

    with database.admin() as holder, holder.transaction():
        holder.execute("select from wallets where owner_id = 'prizes' for no key update")
        answer = begun(database, holder, lambda: move(service, PRIZES, "bank:eu", "7.00"))
        (until,) = holder.execute("select clock_timestamp() as now").fetchall()

    assert datetime.fromisoformat(answer().json["created_at"]) >= until["now"]


@BY_ITSELF_OR_IN_A_BATCH
def test_whoever_raises_an_account_with_a_floor_waits_for_nobody(
    service: Person, database: Database, send: Callable[[Person, batches.Operation], Answer]
) -> None:
    for account in (PRIZES, "house:fees"):
        named(service, account, **FLOOR)
        moved(service, "bank:eu", account, "10.00")
    refund = batches.transaction("raise", entry(PRIZES, "7.00"), entry("house:fees", "-8.00"), entry("bank:eu", "1.00"))

    with database.admin() as holder, holder.transaction():
        holder.execute(_PAY_FOUR.encode())
        assert send(service, refund).status == 201

    assert balance(service) == "13.00"


def test_a_posting_that_raises_an_account_with_a_floor_does_no_more_than_another_one(
    service: Person, database: Database
) -> None:
    named(service, PRIZES, **FLOOR)
    kit.credit(service, "ann", "9.00", "USD")

    with database.admin() as admin, admin.transaction():
        admin.execute(_FEE.encode())
        (changed,) = admin.execute("select pg_stat_get_xact_tuples_updated('wallets'::regclass) as wallets").fetchall()

    assert changed["wallets"] == 1


@BY_ITSELF_OR_IN_A_BATCH
def test_an_account_without_a_floor_gives_more_than_it_has_next_to_one_with_a_floor(
    service: Person, send: Callable[[Person, batches.Operation], Answer]
) -> None:
    named(service, PRIZES, **FLOOR)
    moved(service, "bank:eu", PRIZES, "1.00")
    entries = [entry("house:fees", "-5.00"), entry(PRIZES, "-1.00"), entry("ann", "6.00")]

    assert send(service, batches.transaction("both", *entries)).status == 201

    assert (balance(service), balance(service, "house:fees")) == ("0.00", "-5.00")
