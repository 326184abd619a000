"""Every decision in billing stays readable: who made it, when and why. None overwrites an earlier one."""

from typing import Any

import pytest

from tests.support.billing import (
    INVOICES,
    PAYMENTS,
    TOPUPS,
    decide,
    draft,
    emitted,
    invoiced,
    issued,
    member,
    ok,
    operator,
    paid_payment,
    pay,
    request_topup,
    submitted,
)
from tests.support.kit import Database, Person
from tests.support.mail import Mailer, deliver, outbox_messages

pytestmark = pytest.mark.usefixtures("database")
REFUND = {"reason": "Called back by the bank"}


@pytest.fixture
def ann() -> Person:
    return member(email="ann@acme.example")


@pytest.fixture
def olga() -> Person:
    return operator()


@pytest.fixture
def oscar() -> Person:
    """A second operator, so that two decisions have two authors."""
    return operator("oscar")


def void(by: Person, invoice_id: str, reason: str = "Billed twice") -> Any:
    return ok(by.post(f"{INVOICES}/{invoice_id}/void", {"reason": reason}))


def test_a_refund_leaves_the_approval_of_the_payment_as_it_is(ann: Person, olga: Person, oscar: Person) -> None:
    _, invoice_id = invoiced(ann, olga)
    payment_id = submitted(ann, invoice_id)
    approved = ok(olga.post(f"{PAYMENTS}/{payment_id}/approve", {"note": "Seen on the account"}))
    assert (approved["decided_by"], approved["decision_note"]) == ("olga", "Seen on the account")
    assert approved["decided_at"] == approved["processed_at"]

    refunded = ok(oscar.post(f"{PAYMENTS}/{payment_id}/refund", REFUND))

    changed = {name for name in approved if refunded[name] != approved[name]}
    assert changed == {"status", "updated_at", "refunded_by", "refunded_at", "refund_reason"}
    assert (refunded["refunded_by"], refunded["refund_reason"]) == ("oscar", "Called back by the bank")
    assert refunded["refunded_at"] == refunded["updated_at"] > approved["decided_at"]
    assert ok(ann.get(f"{PAYMENTS}/{payment_id}")) == refunded


def test_a_payment_that_the_operator_recorded_has_a_decision_too(ann: Person, olga: Person, oscar: Person) -> None:
    _, invoice_id = invoiced(ann, olga)

    (recorded,) = ok(pay(oscar, invoice_id, note="Cash"))["payments"]

    assert (recorded["created_by"], recorded["decided_by"], recorded["decision_note"]) == ("oscar", "oscar", "Cash")
    assert recorded["decided_at"] == recorded["processed_at"]
    refunded = ok(olga.post(f"{PAYMENTS}/{recorded['payment_id']}/refund", REFUND))
    assert (refunded["decided_by"], refunded["decision_note"], refunded["refunded_by"]) == ("oscar", "Cash", "olga")


@pytest.mark.parametrize(("move", "who", "reason"), [("reject", "olga", "Because"), ("cancel", "ann", None)])
def test_a_rejected_or_cancelled_payment_names_who_decided(
    move: str, who: str, reason: str | None, ann: Person, olga: Person
) -> None:
    _, invoice_id = invoiced(ann, olga)

    found = ok(decide(olga if who == "olga" else ann, submitted(ann, invoice_id), move))

    assert (found["decided_by"], found["failure_reason"]) == (who, reason)
    assert found["decided_at"] == found["processed_at"]


def test_an_invoice_names_who_issued_paid_and_voided_it_and_why(ann: Person, olga: Person, oscar: Person) -> None:
    _, paid = invoiced(ann, olga)
    drafted = draft(olga)
    ok(oscar.post(f"{INVOICES}/{drafted}/issue"))

    of_topup = ok(pay(oscar, paid))
    voided = void(olga, drafted)

    names = ("issued_by", "paid_by", "voided_by", "void_reason")
    assert [of_topup[name] for name in names] == ["olga", "oscar", None, None]
    assert [voided[name] for name in names] == ["oscar", None, "olga", "Billed twice"]
    assert voided["voided_at"] > voided["issued_at"]


def test_an_invoice_names_who_approved_the_payment_that_paid_it(ann: Person, olga: Person, oscar: Person) -> None:
    _, invoice_id = invoiced(ann, olga)
    ok(decide(oscar, submitted(ann, invoice_id), "approve"))

    assert ok(ann.get(f"{INVOICES}/{invoice_id}"))["paid_by"] == "oscar"
    ok(decide(olga, paid_payment(olga, invoice_id), "refund"))
    assert ok(ann.get(f"{INVOICES}/{invoice_id}"))["paid_by"] == "oscar"


def test_a_request_that_was_voided_keeps_its_approval_and_tells_the_tenant_why(
    ann: Person, olga: Person, oscar: Person
) -> None:
    request_id = request_topup(ann)
    approved = ok(olga.post(f"{TOPUPS}/{request_id}/approve", {"note": "As agreed"}))
    void(oscar, approved["invoice"]["invoice_id"])

    found = ok(ann.get(f"{TOPUPS}/{request_id}"))

    assert found["status"] == "cancelled"
    assert [(one["by"], one["decision"], one["note"]) for one in found["decisions"]] == [
        ("olga", "approved", "As agreed"),
        ("oscar", "voided", "Billed twice"),
    ]
    assert found["decisions"][0]["at"] == found["decided_at"] < found["decisions"][1]["at"]
    decided = ("decided_by", "decided_at", "decision_note")
    assert [found[name] for name in decided] == [approved[name] for name in decided]
    (listed,) = ok(ann.get(f"{TOPUPS}/me"))["items"]
    assert listed == found


def test_a_pending_request_has_no_decision_and_another_one_has_one(ann: Person, olga: Person) -> None:
    pending, rejected, cancelled = (request_topup(ann) for _ in range(3))
    ok(olga.post(f"{TOPUPS}/{rejected}/reject", {"reason": "Too much"}))
    ok(ann.post(f"{TOPUPS}/{cancelled}/cancel"))
    completed, invoice_id = invoiced(ann, olga)
    ok(pay(olga, invoice_id))

    def decisions(request_id: str) -> list[tuple[str, str, str | None]]:
        found = ok(ann.get(f"{TOPUPS}/{request_id}"))["decisions"]
        return [(one["by"], one["decision"], one["note"]) for one in found]

    assert decisions(pending) == []
    assert decisions(rejected) == [("olga", "rejected", "Too much")]
    assert decisions(cancelled) == [("ann", "cancelled", None)]
    assert decisions(completed) == [("olga", "approved", None)]


def test_a_payment_that_is_cancelled_by_voiding_its_invoice_names_who_voided_it_and_why(
    ann: Person, olga: Person, oscar: Person
) -> None:
    _, invoice_id = invoiced(ann, olga)
    submitted(ann, invoice_id)

    (payment,) = void(oscar, invoice_id)["payments"]

    assert (payment["status"], payment["decided_by"], payment["decision_note"]) == (
        "cancelled",
        "oscar",
        "Billed twice",
    )
    assert payment["decided_at"] == payment["processed_at"]


def test_the_tenant_is_mailed_why_an_invoice_was_voided(
    ann: Person, olga: Person, mailer: Mailer, database: Database
) -> None:
    request_id, invoice_id = invoiced(ann, olga)
    deliver(outbox_messages(database))
    number = void(olga, invoice_id, "Billed twice")["number"]

    (event,) = emitted(database, "InvoiceVoided")
    assert event == {
        "event_id": event["event_id"],
        "version": 1,
        "tenant_id": "acme",
        "invoice_id": invoice_id,
        "request_id": request_id,
        "number": number,
        "purpose": "topup",
        "amount": "50.00",
        "currency": "USD",
    }
    records = [record for record in outbox_messages(database) if "InvoiceVoided" in record["body"]]
    assert deliver(records * 2) == []

    assert [mail.subject for mail in mailer.mails[1:]] == [f"Invoice {number} voided"]
    mail = mailer.mails[1]
    assert mail.to == ["ann@acme.example"]
    assert "please do not pay it" in " ".join(mail.text.split())
    assert "The reason:\n\n    Billed twice\n\n" in mail.text
    assert "The top-up request that it belongs to is cancelled." in mail.text
    assert f"\n    https://console.example/billing/invoices/{invoice_id}\n" in mail.text
    assert ok(ann.get(f"{INVOICES}/{invoice_id}"))["mail_status"] == "sent", "it is that of the mail about the issue"


def test_a_void_draft_is_mailed_to_nobody_and_a_void_usage_invoice_mentions_no_request(
    olga: Person, mailer: Mailer, database: Database
) -> None:
    ok(olga.put("/api/v1/billing/contact", {"email": "ada@acme.example"}))
    void(olga, draft(olga))
    assert emitted(database, "InvoiceVoided") == []

    void(olga, issued(olga))
    deliver([record for record in outbox_messages(database) if "InvoiceVoided" in record["body"]])

    (mail,) = mailer.mails
    assert "request" not in mail.text
