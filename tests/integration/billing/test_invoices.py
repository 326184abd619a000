"""Invoices: draft, issue, pay, void, and the credit of a paid top-up."""

import re
from datetime import date

import psycopg
import pytest

from tests.support import billing, kit, live
from tests.support.billing import (
    INVOICES,
    JANUARY,
    TOPUPS,
    balance,
    count_topup_credits,
    draft,
    emitted,
    invoiced,
    issued,
    member,
    ok,
    operator,
    pay,
    root,
    topped_up,
)
from tests.support.kit import Database, Person, assert_problem

pytestmark = pytest.mark.usefixtures("database")
SHAPE = {
    *("invoice_id", "tenant_id", "number", "purpose", "status", "is_overdue", "amount", "currency", "lines"),
    *("issued_by", "issued_at", "due_at", "paid_by", "paid_at", "voided_by", "voided_at", "void_reason"),
    *("period_start", "period_end", "request_id", "mail_status", "payments"),
}
LINES = [{"description": "SMS", "amount": "10.10"}, {"description": "Calls", "amount": 2}]
USAGE = {"purpose": "usage", "lines": LINES} | JANUARY


@pytest.fixture
def ann() -> Person:
    return member()


@pytest.fixture
def olga() -> Person:
    return operator()


def void(by: Person, invoice_id: str) -> kit.Answer:
    return by.post(f"{INVOICES}/{invoice_id}/void", {"reason": "A mistake"})


def make_overdue(database: Database, invoice_id: str) -> None:
    """Set the due date to an hour ago."""
    database.rows(
        "update invoices set due_at = clock_timestamp() - interval '1 h' where invoice_id = %s returning 1", invoice_id
    )


@pytest.mark.parametrize(("purpose", "prefix"), [("usage", "USE"), ("subscription", "SUB")])
def test_the_amount_of_a_draft_is_the_sum_of_its_lines(purpose: str, prefix: str, ann: Person, olga: Person) -> None:
    answer = olga.post(INVOICES, USAGE | {"purpose": purpose})

    found = answer.json
    assert (answer.status, found.keys()) == (201, SHAPE)
    assert (found["status"], found["purpose"], found["amount"], found["currency"]) == ("draft", purpose, "12.10", "USD")
    assert found["lines"] == [{"description": "SMS", "amount": "10.10"}, {"description": "Calls", "amount": "2.00"}]
    assert (found["period_start"], found["period_end"]) == ("2026-01-01", "2026-01-31")
    empty = (
        *("issued_by", "issued_at", "due_at", "paid_by", "paid_at", "voided_by", "voided_at", "void_reason"),
        *("request_id", "mail_status"),
    )
    assert [found[name] for name in empty] == [None] * 10
    assert (found["is_overdue"], found["payments"]) == (False, [])
    assert re.fullmatch(rf"{prefix}-\d{{6}}-[0-9A-F]{{12}}-[0-9A-F]{{8}}", found["number"])
    assert ok(ann.get(f"{INVOICES}/{found['invoice_id']}")) == found


def test_a_draft_is_issued_and_due_in_14_days(olga: Person) -> None:
    invoice_id = draft(olga)

    found = ok(olga.post(f"{INVOICES}/{invoice_id}/issue"))

    assert (found["status"], found["is_overdue"]) == ("issued", False)
    days = date.fromisoformat(found["due_at"][:10]) - date.fromisoformat(found["issued_at"][:10])
    assert days.days == 14


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"purpose": "topup"}, "/purpose"),
        ({"lines": []}, "/lines"),
        ({"lines": LINES * 51}, "/lines"),
        ({"lines": [{"description": "", "amount": "1"}]}, "/lines/0/description"),
        ({"lines": [{"description": "SMS", "amount": "0"}]}, "/lines/0/amount"),
        ({"lines": [{"description": "SMS", "amount": "0.001"}]}, "/lines/0/amount"),
        ({"period_start": "2026-02-01"}, "/"),
        ({"period_start": "January"}, "/period_start"),
        ({"period_start": "2026-01-01T01:00:00Z"}, "/period_start"),
        ({"period_end": None}, "/period_end"),
        ({"amount": "1.00"}, "/amount"),
    ],
)
def test_an_invalid_draft_is_a_400(change: dict[str, object], pointer: str, olga: Person) -> None:
    answer = olga.post(INVOICES, USAGE | change)

    assert (answer.status, answer.pointers) == (400, [pointer])


def test_the_dates_of_a_period_may_be_given_as_times_at_midnight(olga: Person) -> None:
    times = {"period_start": "2026-01-01T00:00:00Z", "period_end": "2026-01-31T01:00:00+01:00"}

    found = ok(olga.post(INVOICES, USAGE | times))

    assert (found["period_start"], found["period_end"]) == ("2026-01-01", "2026-01-31")


def test_lines_whose_sum_is_too_large_are_a_400(olga: Person) -> None:
    line = {"description": "SMS", "amount": "90071992547409.91"}

    assert olga.post(INVOICES, USAGE | {"lines": [line]}).status == 201
    too_much = olga.post(INVOICES, USAGE | {"purpose": "subscription", "lines": [line] * 2})
    assert_problem(too_much, 400, "invalid_amount")


def test_a_period_has_at_most_one_invoice_for_each_purpose_not_counting_void_ones(
    olga: Person, database: Database
) -> None:
    first = draft(olga)

    assert_problem(olga.post(INVOICES, USAGE), 409, "period_already_invoiced")
    assert olga.post(INVOICES, USAGE | {"purpose": "subscription"}).status == 201
    assert olga.post(INVOICES, USAGE | {"period_start": "2026-02-01", "period_end": "2026-02-28"}).status == 201
    assert operator(tenant_id="globex").post(INVOICES, USAGE).status == 201
    ok(void(olga, first))
    second = issued(olga)
    ok(pay(olga, second))
    assert_problem(olga.post(INVOICES, USAGE), 409, "period_already_invoiced")
    with pytest.raises(psycopg.errors.ExclusionViolation, match="invoices_of_period"):
        database.rows("update invoices set status = 'draft' where invoice_id = %s returning 1", first)


def test_simultaneous_drafts_of_a_period_make_one_invoice(olga: Person, database: Database) -> None:
    answers = kit.simultaneously(*[lambda: olga.post(INVOICES, USAGE)] * 6)

    assert sorted(answer.status for answer in answers) == [201] + [409] * 5  # type: ignore[union-attr]
    assert database.value("select count(*) from invoices") == 1


def test_paying_a_top_up_credits_the_wallet_completes_the_request_and_records_a_payment(
    ann: Person, olga: Person, database: Database
) -> None:
    request_id, invoice_id = invoiced(ann, olga, "60.00")

    answer = pay(olga, invoice_id)

    found = answer.json
    assert (answer.status, found["status"], found["is_overdue"]) == (200, "paid", False)
    (payment,) = found["payments"]
    assert (payment["payment_method"], payment["status"], payment["amount"]) == ("offline", "succeeded", "60.00")
    assert (payment["invoice_id"], payment["invoice_number"]) == (invoice_id, found["number"])
    assert (payment["created_by"], payment["transaction_reference"]) == ("olga", None)
    assert payment["processed_at"] >= found["paid_at"]
    request = ok(ann.get(f"{TOPUPS}/{request_id}"))
    assert (request["status"], request["invoice"]["status"]) == ("completed", "paid")
    assert request["completed_at"] >= found["paid_at"]
    (row,) = ok(ann.get("/api/v1/billing/wallet/transactions"))["items"]
    assert (row["kind"], row["amount"], row["reference_id"]) == ("topup", "60.00", request_id)
    assert balance(ann) == "60.00"
    linked = database.rows(
        "select p.transaction_id as of_payment, r.transaction_id as of_request from payments p, topup_requests r"
    )
    assert [{str(value) for value in link.values()} for link in linked] == [{row["transaction_id"]}]
    database.assert_consistent()


def test_a_completed_top_up_emits_one_event(ann: Person, olga: Person, database: Database) -> None:
    request_id, invoice_id = topped_up(ann, olga, "60.00")
    pay(olga, invoice_id)

    (event,) = emitted(database, "TopupCompleted")

    assert event == {
        "event_id": event["event_id"],
        "version": 1,
        "tenant_id": "acme",
        "request_id": request_id,
        "invoice_id": invoice_id,
        "payment_id": billing.paid_payment(olga, invoice_id),
        "transaction_id": str(database.value("select transaction_id from transactions")),
        "number": ok(ann.get(f"{INVOICES}/{invoice_id}"))["number"],
        "amount": "60.00",
        "balance": "60.00",
        "currency": "USD",
    }


@pytest.mark.parametrize("purpose", ["usage", "subscription"])
def test_paying_an_invoice_of_another_purpose_changes_no_balance(
    purpose: str, ann: Person, olga: Person, database: Database
) -> None:
    invoice_id = issued(olga, purpose=purpose)

    found = ok(pay(olga, invoice_id))

    assert (found["status"], [one["status"] for one in found["payments"]]) == ("paid", ["succeeded"])
    assert balance(ann) == "0.00"
    assert database.rows("select from transactions") == []
    assert emitted(database, "TopupCompleted") == []


def test_paying_a_paid_invoice_returns_the_same_answer_and_changes_nothing(
    ann: Person, olga: Person, database: Database
) -> None:
    _, invoice_id = invoiced(ann, olga)
    first = pay(olga, invoice_id)

    again = [pay(olga, invoice_id), pay(olga, invoice_id, key="k"), pay(operator("oscar"), invoice_id)]

    assert [(answer.status, answer.text) for answer in again] == [(200, first.text)] * 3
    assert (balance(ann), count_topup_credits(database)) == ("50.00", 1)


def test_a_draft_or_void_invoice_cannot_be_paid(olga: Person) -> None:
    drafted, voided = draft(olga), draft(olga, purpose="subscription")
    ok(void(olga, voided))

    for invoice_id, status in ((drafted, "draft"), (voided, "void")):
        answer = pay(olga, invoice_id)
        assert_problem(answer, 409, "state_forbids")
        assert answer.json["detail"] == (
            f"Invoice {invoice_id} cannot be paid because it is {status} (only issued invoices can be paid)."
        )


def test_the_requester_cannot_pay_the_invoice(olga: Person, database: Database) -> None:
    both = Person("ann", ("billing.view", "billing.manage"))
    _, invoice_id = invoiced(both, olga)

    assert_problem(pay(both, invoice_id), 403, "self_approval")
    assert ok(olga.get(f"{INVOICES}/{invoice_id}"))["status"] == "issued"
    ok(pay(olga, invoice_id))
    assert_problem(pay(both, invoice_id), 403, "self_approval")
    assert count_topup_credits(database) == 1


def test_a_credit_above_the_range_of_a_balance_leaves_the_invoice_unpaid(
    ann: Person, olga: Person, database: Database
) -> None:
    root().call(
        "POST",
        "/api/v1/billing/wallet/adjustments",
        {"amount": "90071992547409.91", "reason": "All there is"},
        query={"tenant_id": "acme"},
    )
    request_id, invoice_id = invoiced(ann, olga, "0.01")

    assert_problem(pay(olga, invoice_id), 400, "balance_out_of_range")

    assert ok(olga.get(f"{INVOICES}/{invoice_id}"))["status"] == "issued"
    assert ok(olga.get(f"{TOPUPS}/{request_id}"))["status"] == "invoiced"
    assert database.rows("select from payments") == []


def test_voiding_cancels_the_request(ann: Person, olga: Person) -> None:
    request_id, invoice_id = invoiced(ann, olga)

    found = ok(void(olga, invoice_id))

    assert found["status"] == "void"
    request = ok(ann.get(f"{TOPUPS}/{request_id}"))
    assert (request["status"], request["invoice"]["status"], request["decided_by"]) == ("cancelled", "void", "olga")
    assert_problem(pay(olga, invoice_id), 409, "state_forbids")
    assert balance(ann) == "0.00"


def test_a_paid_invoice_cannot_be_voided(ann: Person, olga: Person) -> None:
    request_id, invoice_id = topped_up(ann, olga)

    assert_problem(void(olga, invoice_id), 409, "state_forbids")

    assert ok(ann.get(f"{TOPUPS}/{request_id}"))["status"] == "completed"


def test_voiding_needs_a_reason(olga: Person) -> None:
    answer = olga.post(f"{INVOICES}/{draft(olga)}/void")

    assert (answer.status, answer.pointers) == (400, ["/reason"])


def test_voiding_an_invoice_cancels_its_pending_payment(ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)
    payment_id = billing.submitted(ann, invoice_id)

    (payment,) = ok(void(olga, invoice_id))["payments"]

    assert (payment["payment_id"], payment["status"]) == (payment_id, "cancelled")
    assert payment["processed_at"] is not None
    assert_problem(billing.decide(olga, payment_id, "approve"), 409, "state_forbids")


def test_an_invoice_is_overdue_if_it_is_issued_and_past_its_due_date(
    ann: Person, olga: Person, database: Database
) -> None:
    names = ["draft", "issued", "paid", "void", "late"]
    days = {name: f"2026-02-0{n}" for n, name in enumerate(names, 1)}
    ids = {name: draft(olga, period_start=day, period_end=day) for name, day in days.items()}
    for name in ("issued", "paid", "void", "late"):
        ok(olga.post(f"{INVOICES}/{ids[name]}/issue"))
    for name in ("paid", "void", "late"):
        make_overdue(database, ids[name])
    ok(pay(olga, ids["paid"]))
    ok(void(olga, ids["void"]))

    def found(status: str) -> list[tuple[str, bool]]:
        items = ok(ann.get(INVOICES, {"status": status}))["items"]
        return [(item["invoice_id"], item["is_overdue"]) for item in items]

    assert found("overdue") == [(ids["late"], True)]
    assert found("issued") == [(ids["late"], True), (ids["issued"], False)]
    assert [found(status) for status in ("draft", "paid", "void")] == [
        [(ids["draft"], False)],
        [(ids["paid"], False)],
        [(ids["void"], False)],
    ]


def test_lists_are_filtered_and_paged_newest_first(ann: Person, olga: Person) -> None:
    topups = [invoiced(ann, olga)[1] for _ in range(3)]
    usage, subscription = draft(olga), issued(olga, purpose="subscription")

    def found(**query: object) -> tuple[list[str], int]:
        listed = ok(ann.get(INVOICES, query))
        return [item["invoice_id"] for item in listed["items"]], listed["total_count"]

    everything = [subscription, usage, *reversed(topups)]
    assert found() == (everything, 5)
    assert found(page_size=2, page_number=2) == (everything[2:4], 5)
    assert found(purpose="topup") == (everything[2:], 3)
    assert found(purpose="usage", status="draft") == ([usage], 1)
    assert found(purpose="topup", status="draft") == ([], 0)
    assert found(status="issued", purpose="subscription") == ([subscription], 1)


@pytest.mark.parametrize("move", ["", "/issue", "/pay", "/void"])
def test_an_unknown_invoice_is_a_404_and_a_malformed_one_a_400(move: str, olga: Person) -> None:
    body = {"reason": "None"} if move == "/void" else None
    for person in (olga, root()):
        unknown = person.call("POST" if move else "GET", f"{INVOICES}/{live.UNKNOWN}{move}", body)
        assert_problem(unknown, 404, "not_found")
        assert unknown.json["detail"] == f"Invoice {live.UNKNOWN} not found."
        malformed = person.call("POST" if move else "GET", f"{INVOICES}/nonsense{move}", body)
        assert_problem(malformed, 400, "invalid_request")
