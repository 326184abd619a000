"""Four eyes until an invoice is paid: who asked for a top-up or submitted a payment does not decide about it."""

from typing import Any

import pytest

from tests.support import kit
from tests.support.billing import (
    INVOICES,
    PAYMENTS,
    TOPUPS,
    balance,
    count_topup_credits,
    decide,
    invoiced,
    issued,
    ok,
    pay,
    submit,
    submitted,
)
from tests.support.kit import Database, Person, assert_problem

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def bob() -> Person:
    """A person who may submit payments and decide on them."""
    return Person("bob", ("billing.view", "billing.manage"))


def payments_of(person: Person, invoice_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ok(person.get(f"{INVOICES}/{invoice_id}"))["payments"]
    return found


@pytest.mark.parametrize("end", [None, "cancel", "reject"])
def test_whoever_submitted_a_payment_never_marks_its_invoice_as_paid_whatever_became_of_the_payment(
    end: str | None, ann: Person, olga: Person, bob: Person, database: Database
) -> None:
    _, invoice_id = invoiced(ann, olga)
    payment_id = submitted(bob, invoice_id)
    if end:
        ok(decide(bob if end == "cancel" else olga, payment_id, end))

    for person in (bob, Person("bob", ("root",), "platform")):
        assert_problem(pay(person, invoice_id), 403, "self_approval")
        assert_problem(pay(person, invoice_id, reference="TR-1"), 403, "self_approval")

    assert ok(ann.get(f"{INVOICES}/{invoice_id}"))["status"] == "issued"
    assert (balance(ann), count_topup_credits(database)) == ("0.00", 0)


def test_whoever_submitted_an_earlier_payment_does_not_approve_a_later_one(
    ann: Person, olga: Person, bob: Person
) -> None:
    _, invoice_id = invoiced(ann, olga)
    ok(decide(olga, submitted(bob, invoice_id), "reject"))
    later = submitted(ann, invoice_id, "TR-2")

    assert_problem(decide(bob, later, "approve"), 403, "self_approval")
    assert ok(decide(olga, later, "approve"))["status"] == "succeeded"


def test_simultaneous_submission_and_marking_by_one_person_never_pay_the_invoice_with_that_payment(
    ann: Person, olga: Person, bob: Person, database: Database
) -> None:
    for number in range(6):
        _, invoice_id = invoiced(ann, olga, "1.00")

        submission, marked = kit.simultaneously(
            lambda n=number: submit(bob, invoice_id, f"TR-{n}"),  # type: ignore[misc]  # noqa: B023
            lambda n=number: pay(bob, invoice_id, reference=f"TR-{n}"),  # type: ignore[misc]  # noqa: B023
        )

        assert (submission.status, marked.status) in {(201, 403), (400, 200)}  # type: ignore[union-attr]
    assert database.rows("select from payments where payment_method <> 'offline' and status = 'succeeded'") == []
    database.assert_consistent()


def test_who_approved_the_request_may_mark_its_invoice_as_paid_and_the_reference_and_note_are_answered(
    ann: Person, olga: Person
) -> None:
    request_id, invoice_id = invoiced(ann, olga)

    found = ok(pay(olga, invoice_id, reference=" TR-9 ", note="Seen on the account"))

    (payment,) = found["payments"]
    assert (found["status"], payment["payment_method"], payment["status"]) == ("paid", "offline", "succeeded")
    assert (payment["transaction_reference"], payment["decision_note"]) == ("TR-9", "Seen on the account")
    assert payments_of(ann, invoice_id) == [payment]
    assert ok(ann.get(f"{TOPUPS}/{request_id}"))["status"] == "completed"


@pytest.mark.parametrize(
    ("sent", "given"), [("TR-9", "TR-9"), ("\N{FULLWIDTH LATIN CAPITAL LETTER T}r\N{EM DASH}9", "TR 9")]
)
def test_marking_an_invoice_as_paid_with_the_reference_of_a_waiting_payment_approves_that_payment(
    sent: str, given: str, ann: Person, olga: Person, database: Database
) -> None:
    _, invoice_id = invoiced(ann, olga, "60.00")
    payment_id = submitted(ann, invoice_id, sent)

    found = ok(pay(olga, invoice_id, reference=given, note="Seen"))

    (payment,) = found["payments"]
    assert (found["status"], payment["payment_id"], payment["status"]) == ("paid", payment_id, "succeeded")
    assert (payment["transaction_reference"], payment["payment_method"]) == (sent, "bank_transfer")
    assert (payment["created_by"], payment["decided_by"], payment["decision_note"]) == ("ann", "olga", "Seen")
    assert (balance(ann), count_topup_credits(database)) == ("60.00", 1)
    database.assert_consistent()


@pytest.mark.parametrize("body", [{}, {"note": "Seen"}, {"reference": "TR-10"}])
def test_a_waiting_payment_with_another_reference_is_named_and_never_cancelled(
    body: dict[str, str], ann: Person, olga: Person, database: Database
) -> None:
    _, invoice_id = invoiced(ann, olga)
    payment_id = submitted(ann, invoice_id, "TR-1")

    answer = pay(olga, invoice_id, **body)

    assert_problem(answer, 409, "payment_pending")
    assert answer.json["payment_id"] == payment_id
    (payment,) = payments_of(ann, invoice_id)
    assert (payment["status"], payment["updated_at"]) == ("pending_approval", payment["created_at"])
    ok(decide(olga, payment_id, "reject"))
    assert ok(pay(olga, invoice_id, **body))["status"] == "paid"
    assert (balance(ann), count_topup_credits(database)) == ("50.00", 1)


def test_an_invoice_without_a_request_can_be_paid_by_its_author_but_not_by_the_submitter_of_a_payment(
    olga: Person, bob: Person
) -> None:
    invoice_id = issued(olga)
    payment_id = submitted(bob, invoice_id)

    assert_problem(pay(bob, invoice_id), 403, "self_approval")
    assert ok(pay(olga, invoice_id, reference="TR-1"))["payments"][0]["payment_id"] == payment_id


def test_a_card_number_is_refused_as_the_reference_and_in_the_note_of_a_paid_invoice(ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)

    for field in ("reference", "note"):
        assert pay(olga, invoice_id, **{field: "4111 1111 1111 1111"}).pointers == [f"/{field}"]
    assert ok(ann.get(f"{PAYMENTS}/"))["total_count"] == 0
