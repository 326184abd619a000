"""Manual payments: submit and list them; card numbers are refused everywhere."""

import csv
import io

import psycopg
import pytest

from ledger.billing import payments
from tests.support import kit, live
from tests.support.billing import (
    INVOICES,
    PAYMENTS,
    TOPUPS,
    balance,
    decide,
    draft,
    invoiced,
    member,
    ok,
    operator,
    pay,
    root,
    submit,
    submitted,
    topped_up,
)
from tests.support.kit import Answer, Database, Person, assert_problem

pytestmark = pytest.mark.usefixtures("database")

SHAPE = {
    *("payment_id", "invoice_id", "invoice_number", "amount", "currency", "payment_method", "method_id", "status"),
    *("transaction_reference", "notes", "failure_reason", "created_by", "created_at", "updated_at", "processed_at"),
    *("decided_by", "decided_at", "decision_note", "refunded_by", "refunded_at", "refund_reason"),
    *("meta", "refund_meta", "tenant_id"),
}

CARD = "4111 1111 1111 1111"


@pytest.fixture
def ann() -> Person:
    return member()


@pytest.fixture
def olga() -> Person:
    return operator()


def test_a_payment_is_submitted_with_amount_and_currency_of_its_invoice(ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga, "60.00")

    answer = submit(ann, invoice_id, " TR-1 ", notes="On Monday")

    found = answer.json
    number = ok(ann.get(f"{INVOICES}/{invoice_id}"))["number"]
    assert (answer.status, found.keys()) == (201, SHAPE)
    assert found == {
        "payment_id": found["payment_id"],
        "invoice_id": invoice_id,
        "invoice_number": number,
        "amount": "60.00",
        "currency": "USD",
        "payment_method": "bank_transfer",
        "method_id": "bank_transfer",
        "status": "pending_approval",
        "transaction_reference": "TR-1",
        "notes": "On Monday",
        "failure_reason": None,
        "created_by": "ann",
        "created_at": found["created_at"],
        "updated_at": found["created_at"],
        "processed_at": None,
        "decided_by": None,
        "decided_at": None,
        "decision_note": None,
        "refunded_by": None,
        "refunded_at": None,
        "refund_reason": None,
        "meta": None,
        "refund_meta": None,
        "tenant_id": "acme",
    }
    assert ok(ann.get(f"{PAYMENTS}/{found['payment_id']}")) == found
    assert ok(ann.get(f"{INVOICES}/{invoice_id}"))["payments"] == [found]
    assert balance(ann) == "0.00"


def test_the_field_reference_is_an_alias_of_transaction_reference(ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)
    body = {"invoice_id": invoice_id, "payment_method": "local_wallet"}

    both = ann.post(f"{PAYMENTS}/manual", body | {"reference": "A", "transaction_reference": "B"})
    answer = ann.post(f"{PAYMENTS}/manual", body | {"reference": "A"})

    assert both.status == 400
    assert (answer.status, answer.json["transaction_reference"]) == (201, "A")


@pytest.mark.parametrize("field", ["amount", "currency", "status", "created_by"])
def test_a_caller_cannot_send_a_field_that_the_invoice_determines(field: str, ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)

    assert submit(ann, invoice_id, **{field: "1.00"}).pointers == [f"/{field}"]


@pytest.mark.parametrize("field", ["invoice_id", "payment_method", "transaction_reference"])
def test_a_missing_field_is_a_400(field: str, ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)
    body = {"invoice_id": invoice_id, "payment_method": "bank_transfer", "transaction_reference": "TR-1"}
    body.pop(field)

    answer = ann.post(f"{PAYMENTS}/manual/", body)

    assert (answer.status, answer.pointers) == (400, [f"/{field}"])


def test_an_unknown_or_another_tenant_s_invoice_is_a_404(ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)

    assert_problem(submit(member(tenant_id="globex"), invoice_id), 404, "not_found")
    unknown = submit(ann, live.UNKNOWN)
    assert_problem(unknown, 404, "not_found")
    assert unknown.json["detail"] == f"Invoice {live.UNKNOWN} not found."


def test_a_payment_of_a_paid_invoice_is_a_400(ann: Person, olga: Person) -> None:
    _, invoice_id = topped_up(ann, olga)

    assert_problem(submit(ann, invoice_id), 400, "invoice_already_paid")


def test_a_payment_of_a_void_or_draft_invoice_is_a_409(ann: Person, olga: Person) -> None:
    drafted, voided = draft(olga), draft(olga, purpose="subscription")
    ok(olga.post(f"{INVOICES}/{voided}/void", {"reason": "A mistake"}))

    for invoice_id in (drafted, voided):
        assert_problem(submit(ann, invoice_id), 409, "state_forbids")


def test_an_invoice_has_at_most_one_payment_pending_approval(ann: Person, olga: Person, database: Database) -> None:
    _, invoice_id = invoiced(ann, olga)
    submitted(ann, invoice_id)

    assert_problem(submit(member("bob"), invoice_id, "TR-2"), 409, "payment_already_pending")
    with pytest.raises(psycopg.errors.UniqueViolation, match="payments_pending_approval"):
        database.rows(
            """
            insert into payments (tenant_id, payment_id, invoice_id, amount, currency, payment_method, status,
                                  created_by)
            values ('acme', new_id(), %s, 1, 'USD', 'offline', 'pending_approval', 'ann') returning 1
            """,
            invoice_id,
        )


def test_only_one_of_simultaneous_payments_of_an_invoice_is_accepted(
    ann: Person, olga: Person, database: Database
) -> None:
    _, invoice_id = invoiced(ann, olga)

    answers = kit.simultaneously(*[lambda n=n: submit(ann, invoice_id, f"TR-{n}") for n in range(6)])

    assert sorted(answer.status for answer in answers) == [201] + [409] * 5  # type: ignore[union-attr]
    assert database.value("select count(*) from payments") == 1


def test_a_method_that_is_not_available_is_a_400(ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)
    disabled = {
        "type": "bank_transfer",
        "display_name": "Bank",
        "instructions": "None",
        "bank_details": {"iban": "see contract"},
        "is_default": False,
        "is_enabled": False,
    }
    ok(olga.call("PUT", "/api/v1/billing/payment-methods/bank_transfer", disabled))

    answer = submit(ann, invoice_id)

    assert answer.status == 400, answer.text
    assert ok(ann.get(f"{PAYMENTS}/"))["total_count"] == 0, "the refused payment is not stored"
    assert submit(ann, invoice_id, payment_method="cash").pointers == ["/payment_method"]


@pytest.mark.parametrize("state", ["pending", "approved"])
def test_a_reference_of_a_pending_or_succeeded_payment_cannot_be_used_again(
    state: str, ann: Person, olga: Person
) -> None:
    _, first = invoiced(ann, olga)
    _, second = invoiced(ann, olga)
    payment_id = submitted(ann, first)
    if state == "approved":
        ok(decide(olga, payment_id, "approve"))

    assert_problem(submit(ann, second), 409, "reference_already_used")
    assert submit(ann, second, payment_method="local_wallet").status == 201, "another method has its own references"
    globex = member(tenant_id="globex"), operator(tenant_id="globex")
    assert submit(globex[0], invoiced(*globex)[1]).status == 201, "another tenant has its own references"


@pytest.mark.parametrize(
    "written",
    [
        *("TR-9", "tr-9", "Tr\N{EN DASH}9", "TR\N{NON-BREAKING HYPHEN}9", "TR\N{MINUS SIGN}9", "T R - 9"),
        *(
            "\N{FULLWIDTH LATIN CAPITAL LETTER T}\N{FULLWIDTH LATIN SMALL LETTER R}\uff0d\uff19",
            "TR\u00ad9",
            "TR\u200b-9",
            "#TR/9.",
        ),
    ],
)
def test_a_reference_is_the_same_however_it_is_written_and_is_answered_as_it_was_sent(
    written: str, ann: Person, olga: Person
) -> None:
    _, first = invoiced(ann, olga)
    _, second = invoiced(ann, olga)

    found = ok(submit(ann, first, written))

    assert found["transaction_reference"] == written
    assert_problem(submit(ann, second, "TR-9"), 409, "reference_already_used")
    assert submit(ann, second, "TR-90").status == 201


def test_a_reference_of_a_payment_that_the_operator_recorded_cannot_be_used_by_any_method_and_the_other_way_round(
    ann: Person, olga: Person
) -> None:
    ids = [invoiced(ann, olga)[1] for _ in range(4)]
    ok(pay(olga, ids[0], reference="TR-1"))
    submitted(ann, ids[1], "TR-2")

    for method in ("bank_transfer", "local_wallet"):
        assert_problem(submit(ann, ids[2], "tr-1", payment_method=method), 409, "reference_already_used")
    for reference in ("tr-1", "tr-2"):
        assert_problem(pay(olga, ids[3], reference=reference), 409, "reference_already_used")
    assert ok(ann.get(f"{INVOICES}/{ids[3]}"))["status"] == "issued"
    globex = member(tenant_id="globex"), operator(tenant_id="globex")
    ok(pay(globex[1], invoiced(*globex)[1], reference="TR-1"))


@pytest.mark.parametrize("move", ["reject", "cancel", "refund"])
def test_a_reference_of_a_rejected_cancelled_or_refunded_payment_can_be_used_again(
    move: str, ann: Person, olga: Person
) -> None:
    _, first = invoiced(ann, olga)
    _, second = invoiced(ann, olga)
    payment_id = submitted(ann, first)
    if move == "refund":
        ok(decide(olga, payment_id, "approve"))
    ok(decide(ann if move == "cancel" else olga, payment_id, move))

    assert submit(ann, second).status == 201


def test_only_one_of_simultaneous_payments_with_one_reference_is_accepted(
    ann: Person, olga: Person, database: Database
) -> None:
    ids = [invoiced(ann, olga)[1] for _ in range(5)]

    answers = kit.simultaneously(*[lambda invoice_id=invoice_id: submit(ann, invoice_id, "SAME") for invoice_id in ids])

    assert sorted(answer.status for answer in answers) == [201] + [409] * 4  # type: ignore[union-attr]
    codes = {answer.code for answer in answers if answer.status == 409}  # type: ignore[union-attr]
    assert codes == {"reference_already_used"}
    with pytest.raises(psycopg.errors.UniqueViolation, match="payments_by_reference"):
        database.rows(
            """
            insert into payments (tenant_id, payment_id, invoice_id, amount, currency, payment_method, status,
                                  created_by, transaction_reference, reference_key)
            select tenant_id, new_id(), invoice_id, amount, currency, payment_method, 'succeeded', created_by,
                   transaction_reference, reference_key
            from payments returning 1
            """
        )


@pytest.mark.parametrize("notes", [CARD, "4111-1111-1111-1111", "card 4111111111111111 of ann"])
def test_a_card_number_in_notes_is_a_400(notes: str, ann: Person, olga: Person, database: Database) -> None:
    _, invoice_id = invoiced(ann, olga)

    answer = submit(ann, invoice_id, notes=notes)

    assert (answer.status, answer.pointers) == (400, ["/notes"])
    assert "1111" not in answer.text_without_request_id
    assert database.rows("select from payments") == []


@pytest.mark.parametrize("reference", [CARD, "4111111111111111", "9000 0000 0000 0001"])
def test_a_card_number_as_reference_is_a_400(reference: str, ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)

    assert submit(ann, invoice_id, reference).pointers == ["/transaction_reference"]
    assert submit(ann, invoice_id, "9000000000000001").status == 201


def test_a_card_number_is_refused_in_every_note_and_reason_of_billing(ann: Person, olga: Person) -> None:
    def request_with_a_card_number() -> Answer:
        return ann.post(TOPUPS, {"amount": 1, "note": CARD})

    request_id, invoice_id = invoiced(ann, olga)
    payment_id = submitted(ann, invoice_id)
    answers = [
        request_with_a_card_number(),
        olga.post(f"{TOPUPS}/{request_id}/approve", {"note": CARD}),
        olga.post(f"{TOPUPS}/{request_id}/reject", {"reason": CARD}),
        olga.post(f"{INVOICES}/{invoice_id}/void", {"reason": CARD}),
        olga.post(f"{PAYMENTS}/{payment_id}/approve", {"note": CARD}),
        olga.post(f"{PAYMENTS}/{payment_id}/reject", {"reason": CARD}),
        olga.post(f"{PAYMENTS}/{payment_id}/refund", {"reason": CARD}),
    ]

    assert [answer.status for answer in answers] == [400] * 7


def test_lists_are_filtered_and_paged_newest_first(ann: Person, olga: Person) -> None:
    invoice_ids = [invoiced(ann, olga)[1] for _ in range(5)]
    ids = [submitted(ann, invoice_id, f"TR-{number}") for number, invoice_id in enumerate(invoice_ids)]
    ok(decide(olga, ids[0], "approve"))
    ok(decide(olga, ids[1], "reject"))
    ids.reverse()

    def found(**query: object) -> tuple[list[str], int]:
        listed = ok(ann.get(f"{PAYMENTS}/", query))
        assert listed["total_pages"] == -(-listed["total_count"] // listed["page_size"])
        return [item["payment_id"] for item in listed["items"]], listed["total_count"]

    assert found() == (ids, 5)
    assert found(page_size=2, page_number=2) == (ids[2:4], 5)
    assert found(page_number=9) == ([], 5)
    assert found(status="pending_approval") == (ids[:3], 3)
    assert found(status="completed") == found(status="succeeded") == ([ids[4]], 1)
    assert found(invoice_id=invoice_ids[-1]) == ([ids[0]], 1)
    assert found(invoice_id=invoice_ids[-1], status="failed") == found(invoice_id=live.UNKNOWN) == ([], 0)
    assert_problem(ann.get(f"{PAYMENTS}/", {"status": "done"}), 400, "invalid_request")


def test_csv_contains_every_page_of_the_filtered_payments(
    ann: Person, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        submitted(ann, invoiced(ann, olga)[1], f"=TR-{number}")

    answer = ann.get(f"{PAYMENTS}/", {"format": "csv", "page_size": 1, "status": "pending_approval"})

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    listed = ok(ann.get(f"{PAYMENTS}/"))["items"]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="payments.csv"'
    assert [row["payment_id"] for row in rows] == [item["payment_id"] for item in listed]
    assert rows[0].keys() == SHAPE
    assert [row["transaction_reference"] for row in rows] == ["'=TR-2", "'=TR-1", "'=TR-0"]
    monkeypatch.setattr(payments, "MAX_ROWS", 2)
    assert_problem(ann.get(f"{PAYMENTS}/", {"format": "csv"}), 400, "answer_too_large")
    assert ann.get(f"{PAYMENTS}/", {"format": "csv", "status": "failed"}).text.count("\n") == 1


@pytest.mark.parametrize("slash", ["", "/"])
def test_every_route_of_payments_works_with_and_without_a_trailing_slash(slash: str, ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)
    body = {"invoice_id": invoice_id, "payment_method": "bank_transfer", "reference": "A"}

    submission = ann.post(f"{PAYMENTS}/manual{slash}", body, key="k")
    payment_id = submission.json["payment_id"]
    other = ann.post(f"{PAYMENTS}/manual{'' if slash else '/'}", body, key="k")

    assert (other.text, other.headers["idempotency-replayed"]) == (submission.text, "true")
    assert ok(ann.get(f"{PAYMENTS}{slash}"))["total_count"] == 1
    assert ok(ann.get(f"{PAYMENTS}/{payment_id}{slash}"))["payment_id"] == payment_id
    assert ok(ann.post(f"{PAYMENTS}/{payment_id}/cancel{slash}"))["status"] == "cancelled"
    payment_id = submitted(ann, invoice_id)
    assert ok(olga.post(f"{PAYMENTS}/{payment_id}/reject{slash}", {"reason": "No"}))["status"] == "failed"
    payment_id = submitted(ann, invoice_id)
    assert ok(olga.post(f"{PAYMENTS}/{payment_id}/approve{slash}"))["status"] == "succeeded"
    assert ok(olga.post(f"{PAYMENTS}/{payment_id}/refund{slash}", {"reason": "No"}))["status"] == "refunded"


@pytest.mark.parametrize("move", ["", "/approve", "/reject", "/cancel", "/refund"])
def test_an_unknown_payment_is_a_404_and_a_malformed_one_a_400(move: str, olga: Person) -> None:
    body = {"reason": "None"} if move in {"/reject", "/refund"} else None
    for person in (olga, root()):
        unknown = person.call("POST" if move else "GET", f"{PAYMENTS}/{live.UNKNOWN}{move}", body)
        assert_problem(unknown, 404, "not_found")
        assert unknown.json["detail"] == f"Payment {live.UNKNOWN} not found."
        malformed = person.call("POST" if move else "GET", f"{PAYMENTS}/nonsense{move}", body)
        assert_problem(malformed, 400, "invalid_request")
