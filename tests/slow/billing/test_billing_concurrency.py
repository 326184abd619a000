"""Simultaneous decisions about one invoice: exactly one credit, in any order and with any keys."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import psycopg
import pytest

from ledger import posting
from ledger.posting import Entry, Owner, Transaction
from ledger.posting.kinds import BillingKind
from ledger.storage.sessions import Session
from tests.support import billing, kit
from tests.support.billing import (
    INVOICES,
    PAYMENTS,
    TOPUPS,
    balance,
    count_topup_credits,
    decide,
    emitted,
    invoiced,
    member,
    ok,
    operator,
    paid_payment,
    pay,
    submitted,
    topped_up,
)
from tests.support.kit import Answer, Database, Person

pytestmark = [pytest.mark.session, pytest.mark.usefixtures("database")]


@pytest.fixture
def database_role() -> str:
    return "purser_billing"


@pytest.fixture
def ann() -> Person:
    return member()


@pytest.fixture
def olga() -> Person:
    return operator()


def statuses(answers: list[Answer | Exception]) -> Counter[int]:
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    return Counter(answer.status for answer in answers if isinstance(answer, Answer))


def test_fifty_simultaneous_payments_and_approvals_with_and_without_keys_make_one_credit(
    ann: Person, olga: Person, database: Database
) -> None:
    request_id, invoice_id = invoiced(ann, olga, "60.00")
    payment_id = submitted(ann, invoice_id)
    calls: list[Callable[[], Answer]] = []
    for number in range(20):
        calls += [
            lambda: pay(olga, invoice_id, reference="TR-1"),
            lambda n=number: pay(olga, invoice_id, key=f"k-{n % 4}", reference="TR-1"),  # type: ignore[misc]
        ]
    calls += [lambda: decide(olga, payment_id, "approve")] * 5
    calls += [lambda: decide(operator("oscar"), payment_id, "approve", key="same")] * 5

    answers = kit.simultaneously(*calls)

    assert statuses(answers[:40]) == {200: 40}
    assert {answer.json["status"] for answer in answers[:40]} == {"paid"}  # type: ignore[union-attr]
    assert set(statuses(answers[40:])) <= {200, 409}
    assert (balance(ann), count_topup_credits(database)) == ("60.00", 1)
    invoice = ok(ann.get(f"{INVOICES}/{invoice_id}"))
    assert [(one["payment_id"], one["status"]) for one in invoice["payments"]] == [(payment_id, "succeeded")]
    assert ok(ann.get(f"{TOPUPS}/{request_id}"))["status"] == "completed"
    assert len(emitted(database, "TopupCompleted")) == 1
    database.assert_consistent()


def test_fifty_simultaneous_payments_get_the_same_answer(ann: Person, olga: Person, database: Database) -> None:
    _, invoice_id = invoiced(ann, olga)

    answers = kit.simultaneously(*[lambda: pay(olga, invoice_id)] * 50)

    assert statuses(answers) == {200: 50}
    assert len({answer.text for answer in answers}) == 1  # type: ignore[union-attr]
    assert (balance(ann), count_topup_credits(database)) == ("50.00", 1)
    database.assert_consistent()


def test_only_one_of_simultaneous_approve_reject_and_cancel_of_a_payment_succeeds(
    ann: Person, olga: Person, database: Database
) -> None:
    for number in range(6):
        _, invoice_id = invoiced(ann, olga, "1.00")
        payment_id = submitted(ann, invoice_id, f"TR-{number}")

        answers = kit.simultaneously(
            lambda: decide(olga, payment_id, "approve"),  # noqa: B023  (called in this round)
            lambda: decide(olga, payment_id, "reject"),  # noqa: B023
            lambda: decide(ann, payment_id, "cancel"),  # noqa: B023
        )

        assert statuses(answers) == {200: 1, 409: 2}
        payment = ok(ann.get(f"{PAYMENTS}/{payment_id}"))
        invoice = ok(ann.get(f"{INVOICES}/{invoice_id}"))
        assert (payment["status"] == "succeeded") == (invoice["status"] == "paid") == (answers[0].status == 200)  # type: ignore[union-attr]
    assert balance(ann) == f"{count_topup_credits(database)}.00"
    database.assert_consistent()


def test_simultaneous_approvals_make_one_credit(ann: Person, olga: Person, database: Database) -> None:
    _, invoice_id = invoiced(ann, olga)
    payment_id = submitted(ann, invoice_id)

    answers = kit.simultaneously(*[lambda: decide(olga, payment_id, "approve")] * 8)

    assert statuses(answers) == {200: 1, 409: 7}
    assert (balance(ann), count_topup_credits(database)) == ("50.00", 1)
    database.assert_consistent()


def test_only_one_of_simultaneous_void_and_pay_of_an_invoice_succeeds(
    ann: Person, olga: Person, database: Database
) -> None:
    for _ in range(6):
        request_id, invoice_id = invoiced(ann, olga, "1.00")

        paid, voided = kit.simultaneously(
            lambda: pay(olga, invoice_id),  # noqa: B023
            lambda: olga.post(f"{INVOICES}/{invoice_id}/void", {"reason": "A mistake"}),  # noqa: B023
        )

        assert statuses([paid, voided]) == {200: 1, 409: 1}
        is_paid = paid.status == 200  # type: ignore[union-attr]
        assert ok(ann.get(f"{INVOICES}/{invoice_id}"))["status"] == ("paid" if is_paid else "void")
        assert ok(ann.get(f"{TOPUPS}/{request_id}"))["status"] == ("completed" if is_paid else "cancelled")
    assert balance(ann) == f"{count_topup_credits(database)}.00"
    database.assert_consistent()


def test_a_payment_submitted_while_its_invoice_is_paid_is_refused_or_stays_to_be_decided(
    ann: Person, olga: Person, database: Database
) -> None:
    paid_count = 0
    for number in range(6):
        _, invoice_id = invoiced(ann, olga, "1.00")

        submission, paid = kit.simultaneously(
            lambda n=number: billing.submit(ann, invoice_id, f"TR-{n}"),  # type: ignore[misc]  # noqa: B023
            lambda: pay(olga, invoice_id),  # noqa: B023
        )

        assert (submission.status, paid.status) in {(400, 200), (201, 409)}  # type: ignore[union-attr]
        paid_count += paid.status == 200  # type: ignore[union-attr]
        states = [one["status"] for one in ok(ann.get(f"{INVOICES}/{invoice_id}"))["payments"]]
        assert states == ["succeeded" if paid.status == 200 else "pending_approval"]  # type: ignore[union-attr]
    assert balance(ann) == f"{paid_count}.00"
    database.assert_consistent()


def test_simultaneous_refunds_make_one_reversal(ann: Person, olga: Person, database: Database) -> None:
    _, first = topped_up(ann, olga)
    topped_up(ann, olga)
    payment_id = paid_payment(olga, first)

    answers = kit.simultaneously(*[lambda: decide(olga, payment_id, "refund")] * 8)

    assert statuses(answers) == {200: 1, 409: 7}
    assert balance(ann) == "50.00"
    database.assert_consistent()


def test_a_simultaneous_refund_and_charge_never_leave_a_balance_below_zero(
    ann: Person, olga: Person, service: Person, database: Database
) -> None:
    for number in range(6):
        _, invoice_id = topped_up(ann, olga, "1.00")
        payment_id = paid_payment(olga, invoice_id)

        refunded, spent = kit.simultaneously(
            lambda: decide(olga, payment_id, "refund"),  # noqa: B023
            lambda n=number: billing.charge(service, "1.00", f"m-{n}"),  # type: ignore[misc]
        )

        assert sorted([refunded.status, spent.status]) in ([200, 400], [201, 400])  # type: ignore[union-attr]
        assert balance(ann) == "0.00"
    database.assert_consistent()


def test_different_invoices_of_one_tenant_can_be_paid_simultaneously(
    ann: Person, olga: Person, database: Database
) -> None:
    ids = [invoiced(ann, olga, "1.00")[1] for _ in range(10)]

    answers = kit.simultaneously(*[lambda invoice_id=invoice_id: pay(olga, invoice_id) for invoice_id in ids])

    assert statuses(answers) == {200: 10}
    assert balance(ann) == "10.00"
    database.assert_consistent()


def post_again(session: Session, kind: BillingKind, reference: str, amount: int) -> None:
    """Post a transaction without the checks of its use case."""
    wallet, bank = Owner("tenant", "acme", "USD"), Owner("bank", "", "USD")
    entries = [Entry(wallet, Decimal(amount)), Entry(bank, -Decimal(amount))]
    posting.post(session, [Transaction(kind, entries, external_reference=reference)])


@pytest.mark.parametrize(
    ("kind", "amount"), [("topup", 50), ("topup_refund", -50), ("message_charge", -1), ("prepaid_debit", -1)]
)
def test_a_unique_index_refuses_a_second_transaction_for_one_reference(
    kind: BillingKind, amount: int, ann: Person, olga: Person, service: Person, database: Database
) -> None:
    request_id, invoice_id = topped_up(ann, olga)
    payment_id = paid_payment(olga, invoice_id)
    topped_up(ann, olga, "100.00")
    billing.charge(service, "1.00", "m-1")
    billing.charge(service, "1.00", "d-1", "debits")
    ok(decide(olga, payment_id, "refund"))
    reference = {"topup": request_id, "topup_refund": payment_id, "message_charge": "m-1", "prepaid_debit": "d-1"}[kind]
    before = balance(ann)

    with pytest.raises(psycopg.errors.UniqueViolation, match="transactions_once"):
        kit.in_session(lambda session: post_again(session, kind, reference, amount))

    assert balance(ann) == before
    kit.in_session(lambda session: post_again(session, "prepaid_adjustment", reference, amount))
    database.assert_consistent()


def test_the_database_refuses_a_second_payment_that_paid_an_invoice(
    ann: Person, olga: Person, database: Database
) -> None:
    topped_up(ann, olga)

    with pytest.raises(psycopg.errors.UniqueViolation, match="payments_that_paid"):
        database.rows("""
            insert into payments
            select (jsonb_populate_record(p, jsonb_build_object(
                'payment_id', new_id(), 'transaction_id', new_id(), 'transaction_reference', null,
                'reference_key', null))).*
            from payments p where status = 'succeeded' returning 1
        """)


def test_the_unique_index_refuses_a_second_credit_even_without_the_application_s_check(
    ann: Person, olga: Person, database: Database
) -> None:
    _, invoice_id = topped_up(ann, olga)
    for forged in (
        "update invoices set status = 'issued' returning 1",
        "delete from payments returning 1",
        "update topup_requests set status = 'invoiced' returning 1",
    ):
        database.rows(forged)

    answer = pay(olga, invoice_id)

    assert (answer.status, answer.code) == (500, "internal_error")
    assert (balance(ann), count_topup_credits(database)) == ("50.00", 1)
    assert ok(ann.get(f"{INVOICES}/{invoice_id}"))["status"] == "issued", "the failed attempt changed nothing"
    database.assert_consistent()
