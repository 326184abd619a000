"""The kind `invoice_payment`: an invoice is marked as paid, itself or by the approval of a submitted payment."""

import pytest

from tests.support import approvals, billing
from tests.support.approvals import approve, change_policy, pending
from tests.support.kit import Database, Person, assert_problem

OLGA, OTTO = billing.operator("olga"), billing.operator("otto")


def test_who_approved_the_request_may_mark_its_invoice_paid_unless_the_policy_wants_a_second_person(
    database: Database,
) -> None:
    _, first = billing.invoiced(billing.member(), OLGA, "20.00")
    assert billing.pay(OLGA, first).status == 200
    assert change_policy(OLGA, invoice_payment="20.00").status == 200
    _, second = billing.invoiced(billing.member(), OLGA, "20.00")

    answer = billing.pay(OLGA, second)

    assert (answer.status, answer.json["kind"], answer.json["amount"]) == (202, "invoice_payment", "20.00")
    assert billing.ok(OLGA.get(f"{billing.INVOICES}/{second}"))["status"] == "issued"
    assert approve(OTTO, pending(answer)).json["result"]["status"] == "paid"
    assert billing.balance(billing.member()) == "40.00"
    database.assert_consistent()


def test_an_invoice_payment_is_not_approved_by_who_asked_submitted_or_approved(database: Database) -> None:
    assert change_policy(OLGA, invoice_payment="0").status == 200
    _, invoice_id = billing.invoiced(Person("asker", ("billing.view",)), billing.operator("issuer"), "30.00")
    billing.submitted(Person("payer", ("billing.view",)), invoice_id)
    approval_id = pending(billing.pay(OLGA, invoice_id))

    for sub in ("asker", "issuer", "payer", "olga"):
        assert_problem(approve(billing.operator(sub), approval_id), 403, "self_approval")


def test_a_mark_of_payment_keeps_the_reference_and_the_note_of_its_request(database: Database) -> None:
    assert change_policy(OLGA, invoice_payment="0").status == 200
    _, invoice_id = billing.invoiced(billing.member(), billing.operator("issuer"), "30.00")
    payment_id = billing.submitted(billing.member(), invoice_id, "TR-7")
    approval_id = pending(billing.pay(OLGA, invoice_id, reference="tr 7", note="Seen on the account"))

    (payment,) = billing.ok(approve(OTTO, approval_id))["result"]["payments"]

    assert (payment["payment_id"], payment["status"]) == (payment_id, "succeeded")
    assert (payment["decided_by"], payment["decision_note"]) == ("olga", "Seen on the account")


@pytest.mark.parametrize("sub", ["asker", "payer"])
def test_whoever_asked_for_an_invoice_or_submitted_a_payment_of_it_cannot_request_its_mark_of_payment(
    sub: str, database: Database
) -> None:
    assert change_policy(OLGA, invoice_payment="0").status == 200
    _, invoice_id = billing.invoiced(Person("asker", ("billing.view",)), OLGA, "30.00")
    billing.submitted(Person("payer", ("billing.view",)), invoice_id)

    assert_problem(billing.pay(billing.operator(sub), invoice_id), 403, "self_approval")
    assert database.value("select count(*) from approvals") == 0


def test_the_approval_of_a_submitted_payment_marks_its_invoice_as_paid_so_that_it_waits_too(
    database: Database,
) -> None:
    assert change_policy(OLGA, invoice_payment="20.00").status == 200
    _, invoice_id = billing.invoiced(billing.member(), billing.operator("issuer"), "20.00")
    payment_id = billing.submitted(billing.member(), invoice_id)

    answer = OLGA.post(f"{billing.PAYMENTS}/{payment_id}/approve", {"note": "On the account"})

    assert (answer.status, answer.json["kind"], answer.json["amount"]) == (202, "invoice_payment", "20.00")
    assert billing.balance(billing.member()) == "0.00"
    assert_problem(approve(OLGA, pending(answer)), 403, "self_approval")
    result = billing.ok(approve(OTTO, pending(answer)))["result"]
    assert (result["payment_id"], result["status"]) == (payment_id, "succeeded")
    assert (result["decided_by"], result["decision_note"]) == ("olga", "On the account")
    assert billing.balance(billing.member()) == "20.00"
    database.assert_consistent()


def test_a_payment_below_the_policy_s_amount_needs_no_second_person(database: Database) -> None:
    assert change_policy(OLGA, invoice_payment="20.01").status == 200
    _, invoice_id = billing.invoiced(billing.member(), OLGA, "20.00")

    assert billing.decide(OLGA, billing.submitted(billing.member(), invoice_id), "approve").status == 200


@pytest.mark.parametrize("end", ["cancel", "reject"])
def test_a_payment_that_does_not_wait_is_refused_at_once(end: str, database: Database) -> None:
    assert change_policy(OLGA, invoice_payment="0").status == 200
    _, invoice_id = billing.invoiced(billing.member(), billing.operator("issuer"), "20.00")
    payment_id = billing.submitted(billing.member(), invoice_id)
    billing.ok(billing.decide(billing.member() if end == "cancel" else OLGA, payment_id, end))

    assert_problem(billing.decide(OLGA, payment_id, "approve"), 409, "state_forbids")
    assert database.value("select count(*) from approvals") == 0


def test_a_stored_request_to_pay_an_invoice_names_a_payment_only_if_one_was_approved(database: Database) -> None:
    """The version before this one refuses to read a member that it does not know."""
    assert change_policy(OLGA, invoice_payment="0").status == 200
    _, invoice_id = billing.invoiced(billing.member(), billing.operator("issuer"), "20.00")

    approval_id = pending(billing.pay(OLGA, invoice_id))

    payload = billing.ok(OLGA.get(f"{approvals.APPROVALS}/{approval_id}"))["payload"]
    assert payload.keys() == {"kind", "tenant_id", "invoice_id", "request"}


def test_another_payment_than_the_approved_one_is_not_approved_with_it(database: Database) -> None:
    """A payment with the same reference takes the place of one that was cancelled."""
    assert change_policy(OLGA, invoice_payment="0").status == 200
    _, invoice_id = billing.invoiced(billing.member(), billing.operator("issuer"), "20.00")
    first = billing.submitted(billing.member(), invoice_id)
    approval_id = pending(billing.decide(OLGA, first, "approve"))
    billing.ok(billing.decide(billing.member(), first, "cancel"))
    billing.submitted(billing.member(), invoice_id)

    assert_problem(approve(OTTO, approval_id), 409, "state_forbids")
    assert billing.balance(billing.member()) == "0.00"


def test_an_invoice_that_is_paid_already_needs_no_second_person(database: Database) -> None:
    _, invoice_id = billing.topped_up(billing.member(), OLGA, "20.00")
    assert change_policy(OLGA, invoice_payment="0").status == 200

    assert billing.pay(OTTO, invoice_id).status == 200
