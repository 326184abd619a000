"""Payments are approved, rejected, cancelled or refunded: the effects on invoice and wallet."""

import psycopg
import pytest

from tests.support import billing
from tests.support.billing import (
    INVOICES,
    PAYMENTS,
    TOPUPS,
    WALLET,
    balance,
    count_topup_credits,
    decide,
    emitted,
    invoiced,
    issued,
    member,
    ok,
    operator,
    paid_payment,
    pay,
    root,
    submit,
    submitted,
    topped_up,
)
from tests.support.kit import Database, Person, assert_problem

pytestmark = pytest.mark.usefixtures("database")


def test_approval_pays_the_invoice_and_credits_the_wallet(ann: Person, olga: Person, database: Database) -> None:
    request_id, invoice_id = invoiced(ann, olga, "60.00")
    payment_id = submitted(ann, invoice_id)

    found = ok(olga.post(f"{PAYMENTS}/{payment_id}/approve", {"note": "Seen on the account"}))

    assert (found["status"], found["payment_id"]) == ("succeeded", payment_id)
    assert found["updated_at"] == found["processed_at"] > found["created_at"]
    invoice = ok(ann.get(f"{INVOICES}/{invoice_id}"))
    assert (invoice["status"], invoice["payments"]) == ("paid", [found])
    assert ok(ann.get(f"{TOPUPS}/{request_id}"))["status"] == "completed"
    (row,) = ok(ann.get(f"{WALLET}/transactions"))["items"]
    assert (row["kind"], row["amount"], row["reference_id"]) == ("topup", "60.00", request_id)
    assert [event["payment_id"] for event in emitted(database, "TopupCompleted")] == [payment_id]
    stored = database.rows("select transaction_id::text from payments")
    assert stored == [{"transaction_id": row["transaction_id"]}]
    database.assert_consistent()


def test_approving_a_payment_of_another_purpose_changes_no_balance(
    ann: Person, olga: Person, database: Database
) -> None:
    payment_id = submitted(ann, issued(olga))

    assert ok(decide(olga, payment_id, "approve"))["status"] == "succeeded"

    assert balance(ann) == "0.00"
    assert database.rows("select from transactions") == []


def test_neither_the_submitter_nor_the_requester_can_approve(olga: Person) -> None:
    requester = Person("ann", ("billing.view", "billing.manage"))
    submitter = Person("bob", ("billing.view", "billing.manage"))
    _, invoice_id = invoiced(requester, olga)
    payment_id = submitted(submitter, invoice_id)

    for person in (requester, submitter, root("bob")):
        assert_problem(decide(person, payment_id, "approve"), 403, "self_approval")
    assert ok(olga.get(f"{PAYMENTS}/{payment_id}"))["status"] == "pending_approval"
    assert ok(decide(olga, payment_id, "approve"))["status"] == "succeeded"


def test_after_a_rejection_the_invoice_can_be_paid_again(ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)
    payment_id = submitted(ann, invoice_id)

    found = ok(olga.post(f"{PAYMENTS}/{payment_id}/reject", {"reason": "No such transfer"}))

    assert (found["status"], found["failure_reason"]) == ("failed", "No such transfer")
    assert found["processed_at"] is not None
    assert ok(ann.get(f"{INVOICES}/{invoice_id}"))["status"] == "issued"
    again = submitted(ann, invoice_id, "TR-2")
    assert ok(decide(olga, again, "approve"))["status"] == "succeeded"
    assert balance(ann) == "50.00"


@pytest.mark.parametrize("move", ["reject", "refund"])
def test_a_rejection_and_a_refund_need_a_reason(move: str, ann: Person, olga: Person) -> None:
    payment_id = submitted(ann, invoiced(ann, olga)[1])

    assert olga.post(f"{PAYMENTS}/{payment_id}/{move}").pointers == ["/reason"]


def test_only_the_submitter_can_cancel_a_payment_and_only_while_it_is_pending(ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)
    payment_id = submitted(ann, invoice_id)

    for other in (member("bob"), olga, root()):
        assert_problem(decide(other, payment_id, "cancel"), 403, "forbidden")
    found = ok(decide(ann, payment_id, "cancel"))
    assert (found["status"], found["failure_reason"]) == ("cancelled", None)
    assert_problem(decide(ann, payment_id, "cancel"), 409, "state_forbids")
    assert submit(ann, invoice_id).status == 201


@pytest.mark.parametrize("offline", [True, False])
def test_a_refund_reverses_the_credit_and_leaves_invoice_and_request_unchanged(
    offline: bool, ann: Person, olga: Person, database: Database
) -> None:
    request_id, invoice_id = invoiced(ann, olga, "60.00")
    if offline:
        ok(pay(olga, invoice_id))
    else:
        ok(decide(olga, submitted(ann, invoice_id), "approve"))
    payment_id = paid_payment(olga, invoice_id)

    found = ok(olga.post(f"{PAYMENTS}/{payment_id}/refund", {"reason": "Paid twice at the bank"}))

    assert (found["status"], balance(ann)) == ("refunded", "0.00")
    refund, credit = ok(ann.get(f"{WALLET}/transactions"))["items"]
    assert (refund["kind"], refund["amount"], refund["reference_id"]) == ("refund", "-60.00", payment_id)
    assert refund["description"] == "Paid twice at the bank"
    (reversal,) = database.rows("select corrects::text from transactions where kind = 'topup_refund'")
    assert reversal["corrects"] == credit["transaction_id"]
    stored = database.value("select refund_transaction_id::text from payments where payment_id = %s", payment_id)
    assert stored == refund["transaction_id"]
    assert ok(ann.get(f"{INVOICES}/{invoice_id}"))["status"] == "paid"
    assert ok(ann.get(f"{TOPUPS}/{request_id}"))["status"] == "completed"
    database.assert_consistent()


def test_a_refunded_invoice_cannot_be_paid_again(ann: Person, olga: Person, database: Database) -> None:
    _, invoice_id = topped_up(ann, olga)
    payment_id = paid_payment(olga, invoice_id)
    ok(decide(olga, payment_id, "refund"))

    assert pay(olga, invoice_id).status == 200
    assert_problem(submit(ann, invoice_id), 400, "invoice_already_paid")
    assert_problem(decide(olga, payment_id, "refund"), 409, "state_forbids")
    assert_problem(decide(operator("oscar"), payment_id, "approve"), 409, "state_forbids")
    assert (balance(ann), count_topup_credits(database)) == ("0.00", 1)
    with pytest.raises(psycopg.errors.UniqueViolation, match="payments_that_paid"):
        database.rows(
            """
            insert into payments (tenant_id, payment_id, invoice_id, amount, currency, payment_method, status,
                                  created_by)
            select tenant_id, new_id(), invoice_id, amount, currency, payment_method, 'succeeded', created_by
            from payments returning 1
            """
        )


def test_a_refund_of_spent_money_is_refused(ann: Person, olga: Person, service: Person, database: Database) -> None:
    _, invoice_id = topped_up(ann, olga, "60.00")
    payment_id = paid_payment(olga, invoice_id)
    billing.charge(service, "0.01", "m-1")

    answer = decide(olga, payment_id, "refund")

    assert_problem(answer, 400, "insufficient_funds")
    assert answer.json["available"] == "59.99"
    assert ok(ann.get(f"{PAYMENTS}/{payment_id}"))["status"] == "succeeded"
    topped_up(ann, olga, "0.01")
    assert ok(decide(olga, payment_id, "refund"))["status"] == "refunded"
    assert balance(ann) == "0.00"
    database.assert_consistent()


def test_refunding_a_payment_of_another_purpose_changes_no_balance(
    ann: Person, olga: Person, database: Database
) -> None:
    invoice_id = issued(olga)
    ok(pay(olga, invoice_id))

    assert ok(decide(olga, paid_payment(olga, invoice_id), "refund"))["status"] == "refunded"

    assert database.rows("select from transactions") == []
    assert ok(ann.get(f"{INVOICES}/{invoice_id}"))["status"] == "paid"
