"""A tenant's prepaid wallet: balance, history, charges, adjustments and events."""

from typing import Any

import pytest

from tests.support import billing, kit
from tests.support.billing import WALLET, balance, charge, emitted, member, ok, operator, root, topped_up
from tests.support.kit import Database, Person, assert_problem


@pytest.fixture
def ann(database: Database) -> Person:
    return member()


@pytest.fixture
def olga(database: Database) -> Person:
    return operator()


def adjust(amount: object, reason: str = "By agreement", tenant_id: str = "acme") -> Any:
    return root().call(
        "POST", f"{WALLET}/adjustments", {"amount": amount, "reason": reason}, query={"tenant_id": tenant_id}
    )


def freeze(status: str = "frozen", tenant_id: str = "acme") -> Any:
    return root().call("PATCH", WALLET, {"status": status}, query={"tenant_id": tenant_id})


def test_a_prepaid_wallet_is_created_on_first_use(ann: Person, database: Database) -> None:
    shown = ok(ann.get(f"{WALLET}/me"))

    assert shown == {
        "held": "0.00",
        "available": "0.00",
        "wallet_id": shown["wallet_id"],
        "tenant_id": "acme",
        "currency": "USD",
        "balance": "0.00",
        "status": "active",
        "low_balance": True,
        "recent_transactions": [],
    }
    assert ok(ann.get(f"{WALLET}/me")) == shown
    assert database.value("select count(*) from wallets") == 1


def test_twenty_simultaneous_first_callers_get_one_wallet(ann: Person, database: Database) -> None:
    answers = kit.simultaneously(*[lambda: ann.get(f"{WALLET}/me")] * 20)

    assert len({ok(answer)["wallet_id"] for answer in answers}) == 1  # type: ignore[arg-type]
    assert database.value("select count(*) from wallets") == 1


def test_the_wallet_shows_its_ten_newest_entries_and_its_balance_is_the_sum_of_all(
    ann: Person, olga: Person, service: Person
) -> None:
    topped_up(ann, olga, "100.00")
    for number in range(11):
        assert charge(service, "1.50", f"m-{number}", description="SMS").status == 201

    shown = ok(ann.get(f"{WALLET}/me"))
    rows = ok(ann.get(f"{WALLET}/transactions"))

    assert shown["balance"] == "83.50"
    assert [row["reference_id"] for row in shown["recent_transactions"]] == [f"m-{n}" for n in range(10, 0, -1)]
    assert shown["recent_transactions"] == rows["items"][:10]
    assert rows["total_count"] == 12
    assert sum(round(float(row["amount"]) * 100) for row in rows["items"]) == 8350
    newest = rows["items"][0]
    assert newest.keys() == {
        *("id", "transaction_id", "kind", "amount", "balance_after", "reference_id", "description", "meta"),
        "created_at",
    }
    assert (newest["kind"], newest["amount"], newest["balance_after"], newest["description"]) == (
        "message_charge",
        "-1.50",
        "83.50",
        "SMS",
    )


def test_each_entry_names_its_kind(ann: Person, olga: Person, service: Person, database: Database) -> None:
    request_id, invoice_id = topped_up(ann, olga, "50.00")
    adjust("3.00")
    charge(service, "1.00", "m-1")
    charge(service, "2.00", "d-1", "debits")
    payment_id = billing.paid_payment(olga, invoice_id)
    ok(billing.decide(olga, payment_id, "refund"))

    rows = ok(ann.get(f"{WALLET}/transactions"))["items"]

    assert [(row["kind"], row["amount"], row["reference_id"]) for row in reversed(rows)] == [
        ("topup", "50.00", request_id),
        ("adjustment", "3.00", None),
        ("message_charge", "-1.00", "m-1"),
        ("debit", "-2.00", "d-1"),
        ("refund", "-50.00", payment_id),
    ]
    assert balance(ann) == "0.00"
    database.assert_consistent()


@pytest.mark.parametrize("kind", ["topup", "message_charge", "debit", "adjustment", "refund"])
def test_entries_are_filtered_by_kind(
    kind: str, ann: Person, olga: Person, service: Person, database: Database
) -> None:
    for number in range(3):
        _, invoice_id = topped_up(ann, olga, "5.00")
        adjust("7.00")
        charge(service, "1.00", f"m-{number}")
        charge(service, "2.00", f"d-{number}", "debits")
        ok(billing.decide(olga, billing.paid_payment(olga, invoice_id), "refund"))
    topped_up(member(tenant_id="globex"), operator(tenant_id="globex"))

    found = ok(ann.get(f"{WALLET}/transactions", {"kind": kind, "limit": 2}))
    rest = ok(ann.get(f"{WALLET}/transactions", {"kind": kind, "offset": 2}))

    assert (found["total_count"], found["has_more"], rest["has_more"]) == (3, True, False)
    assert [row["kind"] for row in found["items"] + rest["items"]] == [kind] * 3
    times = [row["created_at"] for row in found["items"] + rest["items"]]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("kind", [None, "message_charge"])
@pytest.mark.parametrize(
    ("period", "found"),
    [
        ({"date_from": "2020-01-01", "date_to": "2020-01-02"}, 0),
        ({"date_from": "2026-01-01"}, 3),
        ({"date_to": "2026-01-01T00:00:00Z"}, 0),
        ({}, 3),
    ],
)
def test_entries_are_filtered_by_time(
    kind: str | None, period: dict[str, str], found: int, ann: Person, service: Person
) -> None:
    adjust("10.00")
    for number in range(3):
        charge(service, "1.00", f"m-{number}")

    rows = ok(ann.get(f"{WALLET}/transactions", period | ({"kind": kind} if kind else {})))

    assert rows["total_count"] == len(rows["items"]) == (found + 1 if found and kind is None else found)


def test_a_period_includes_its_first_moment_and_excludes_its_last(ann: Person) -> None:
    moments = [adjust("1.00").json["created_at"] for _ in range(3)]

    rows = ok(ann.get(f"{WALLET}/transactions", {"date_from": moments[1], "date_to": moments[2]}))["items"]

    assert [row["created_at"] for row in rows] == [moments[1]]


def test_date_from_after_date_to_is_a_400(ann: Person) -> None:
    answer = ann.get(f"{WALLET}/transactions", {"date_from": "2026-02-01", "date_to": "2026-01-01"})

    assert_problem(answer, 400, "invalid_request")


@pytest.mark.parametrize(("what", "kind"), [("charges", "message_charge"), ("debits", "debit")])
def test_a_charge_returns_its_entry_with_the_balance(what: str, kind: str, service: Person) -> None:
    adjust("10.00")

    answer = charge(service, "2.50", "ref-1", what, description="May")

    row = answer.json
    assert answer.status == 201
    assert row == {
        "id": row["id"],
        "transaction_id": row["transaction_id"],
        "kind": kind,
        "amount": "-2.50",
        "balance_after": "7.50",
        "reference_id": "ref-1",
        "description": "May",
        "meta": None,
        "created_at": row["created_at"],
        "balance": "7.50",
        "held": "0.00",
        "available": "7.50",
    }


@pytest.mark.parametrize("what", ["charges", "debits"])
def test_a_charge_above_the_balance_is_refused(what: str, ann: Person, service: Person, database: Database) -> None:
    adjust("10.00")

    answer = charge(service, "10.01", "ref-1", what)

    assert_problem(answer, 400, "insufficient_funds")
    assert answer.json["available"] == "10.00"
    assert charge(service, "10.00", "ref-1", what).json["balance"] == "0.00", "a refused reference is not used up"
    database.assert_consistent()


@pytest.mark.parametrize("what", ["charges", "debits"])
def test_the_same_reference_charges_once_whatever_the_key(what: str, ann: Person, service: Person) -> None:
    adjust("10.00")
    first = charge(service, "2.50", "ref-1", what)
    charge(service, "1.00", "ref-2", what)

    body = {"amount": 2.5, "reference": "ref-1", "description": "Other words"}
    again = [service.post(f"{WALLET}/{what}", body, key=key) for key in (None, "a", "b")]

    for answer in again:
        assert (answer.status, answer.json) == (200, first.json | {"balance": "6.50", "available": "6.50"})
    assert balance(ann) == "6.50"


@pytest.mark.parametrize("what", ["charges", "debits"])
def test_a_repeated_reference_is_a_200_even_if_the_wallet_is_empty_and_frozen(
    what: str, ann: Person, service: Person
) -> None:
    adjust("10.00")
    first = charge(service, "10.00", "ref-1", what)
    freeze()

    again = charge(service, "10.00", "ref-1", what)

    assert (again.status, again.json) == (200, first.json)
    assert_problem(charge(service, "9.00", "ref-1", what), 409, "reference_already_used")


@pytest.mark.parametrize("what", ["charges", "debits"])
def test_the_same_reference_with_another_amount_is_a_409(what: str, ann: Person, service: Person) -> None:
    adjust("10.00")
    charge(service, "2.50", "ref-1", what)

    assert_problem(charge(service, "2.51", "ref-1", what), 409, "reference_already_used")
    assert balance(ann) == "7.50"


def test_a_charge_and_a_debit_may_use_the_same_reference(ann: Person, service: Person) -> None:
    adjust("10.00")

    assert charge(service, "1.00", "same", "charges").status == 201
    assert charge(service, "2.00", "same", "debits").status == 201
    assert balance(ann) == "7.00"


@pytest.mark.parametrize("what", ["charges", "debits"])
def test_simultaneous_charges_of_one_reference_charge_once(
    what: str, ann: Person, service: Person, database: Database
) -> None:
    adjust("10.00")

    answers = kit.simultaneously(*[lambda: charge(service, "4.00", "ref-1", what)] * 8)

    assert sorted(answer.status for answer in answers) == [200] * 7 + [201]  # type: ignore[union-attr]
    assert balance(ann) == "6.00"
    database.assert_consistent()


@pytest.mark.parametrize("field", ["amount", "reference"])
def test_a_charge_needs_an_amount_and_a_reference(field: str, service: Person) -> None:
    body = {"amount": "1.00", "reference": "r"}
    body.pop(field)

    answer = service.post(f"{WALLET}/charges", body)

    assert (answer.status, answer.pointers) == (400, [f"/{field}"])


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "1e3", 0, -1, "90071992547409.92", "", None, "1,00"])
def test_an_invalid_amount_is_a_400(amount: object, service: Person) -> None:
    answer = service.post(f"{WALLET}/charges", {"amount": amount, "reference": "r"})

    assert_problem(answer, 400, "invalid_amount")


def test_an_adjustment_raises_or_lowers_the_balance(ann: Person, database: Database) -> None:
    raised, lowered = adjust("10.00", "Welcome"), adjust("-2.50")

    assert (raised.status, raised.json["amount"], raised.json["balance"]) == (201, "10.00", "10.00")
    assert (raised.json["kind"], raised.json["description"]) == ("adjustment", "Welcome")
    assert (lowered.status, lowered.json["amount"], lowered.json["balance"]) == (201, "-2.50", "7.50")
    assert_problem(adjust("-7.51"), 400, "insufficient_funds")
    assert balance(ann) == "7.50"
    database.assert_consistent()


@pytest.mark.parametrize("amount", ["0", 0, "0.00", "-0", "1.001", "x"])
def test_an_adjustment_of_zero_or_with_more_than_two_decimals_is_refused(amount: object, database: Database) -> None:
    assert_problem(adjust(amount), 400, "invalid_amount")


def test_an_adjustment_needs_a_reason(database: Database) -> None:
    assert adjust("1.00", " ").pointers == ["/reason"]


def test_a_prepaid_wallet_can_be_frozen_before_its_first_use(ann: Person) -> None:
    frozen = freeze()

    assert (frozen.status, frozen.json["status"]) == (200, "frozen")
    assert ok(ann.get(f"{WALLET}/me"))["status"] == "frozen"


def test_a_frozen_wallet_refuses_transactions_that_would_lower_it(
    ann: Person, olga: Person, service: Person, database: Database
) -> None:
    _, invoice_id = topped_up(ann, olga, "20.00")
    frozen = freeze()
    assert (frozen.status, frozen.json["status"]) == (200, "frozen")
    payment_id = billing.paid_payment(olga, invoice_id)

    refused = [
        charge(service, "1.00", "m-1"),
        charge(service, "1.00", "d-1", "debits"),
        adjust("-1.00"),
        billing.decide(olga, payment_id, "refund"),
    ]

    for answer in refused:
        assert_problem(answer, 409, "wallet_frozen")
    assert adjust("1.00").status == 201
    topped_up(ann, olga, "5.00")
    assert ok(ann.get(f"{WALLET}/me"))["status"] == "frozen"
    assert freeze("active").json["status"] == "active"
    assert charge(service, "26.00", "m-1").json["balance"] == "0.00"
    database.assert_consistent()


def test_a_balance_of_10_or_less_is_low(service: Person, ann: Person) -> None:
    adjust("10.01")
    assert not ok(ann.get(f"{WALLET}/me"))["low_balance"]
    charge(service, "0.01", "m-1")
    assert ok(ann.get(f"{WALLET}/me"))["low_balance"]


def test_a_balance_that_falls_to_10_emits_one_event(service: Person, ann: Person, database: Database) -> None:
    adjust("12.00")
    assert emitted(database, "LowBalance") == []
    charge(service, "1.99", "m-1")
    assert emitted(database, "LowBalance") == []
    crossed = charge(service, "0.01", "m-2").json
    charge(service, "1.00", "m-3")
    charge(service, "0.01", "m-2")

    (event,) = emitted(database, "LowBalance")
    assert event == {
        "event_id": event["event_id"],
        "version": 1,
        "tenant_id": "acme",
        "wallet_id": ok(ann.get(f"{WALLET}/me"))["wallet_id"],
        "transaction_id": crossed["transaction_id"],
        "balance": "10.00",
        "threshold": "10.00",
        "currency": "USD",
    }
    adjust("5.00")
    adjust("-4.50")
    assert [event["balance"] for event in emitted(database, "LowBalance")] == ["10.00", "9.50"]


def test_every_kind_of_debit_can_emit_the_low_balance_event(
    ann: Person, olga: Person, service: Person, database: Database
) -> None:
    _, invoice_id = topped_up(ann, olga, "20.00")
    charge(service, "15.00", "d-1", "debits")
    adjust("15.00")
    ok(billing.decide(olga, billing.paid_payment(olga, invoice_id), "refund"))

    assert [event["balance"] for event in emitted(database, "LowBalance")] == ["5.00", "0.00"]


def test_a_refused_charge_emits_no_event(service: Person, database: Database) -> None:
    adjust("12.00")

    assert_problem(charge(service, "12.01", "m-1"), 400, "insufficient_funds")

    assert emitted(database, "LowBalance") == []


def test_a_prepaid_wallet_is_not_found_by_an_owner_id(ann: Person, service: Person) -> None:
    adjust("12.00")

    assert service.get("/api/v1/wallets/acme").json == {"owner_id": "acme", "wallets": []}
    assert kit.balance_of(service, "acme", "USD") == "0.00"


def test_a_charge_is_replayed_byte_for_byte(service: Person) -> None:
    adjust("12.00")
    body = {"amount": "1.00", "reference": "m-1"}
    first = service.post(f"{WALLET}/charges", body, key="k")

    again = service.post(f"{WALLET}/charges", body, key="k")

    assert (again.status, again.text, again.headers["idempotency-replayed"]) == (201, first.text, "true")


def test_the_same_key_for_another_tenant_is_a_conflict(database: Database) -> None:
    rita, body = root(), {"amount": "1.00", "reason": "Welcome"}
    for tenant_id, status in (("acme", 201), ("acme", 201), ("globex", 422)):
        answer = rita.call("POST", f"{WALLET}/adjustments", body, key="k", query={"tenant_id": tenant_id})
        assert answer.status == status, answer.text
    assert balance(member()) == "1.00"
    assert balance(member(tenant_id="globex")) == "0.00"
