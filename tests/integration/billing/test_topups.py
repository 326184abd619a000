"""Top-up requests: creation, decisions, and the effects of a decision."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.support import billing, kit, live
from tests.support.billing import (
    BASE,
    INVOICES,
    TOPUPS,
    WALLET,
    emitted,
    invoiced,
    member,
    ok,
    operator,
    request_topup,
    root,
    topped_up,
)
from tests.support.kit import Database, Person, assert_problem

pytestmark = pytest.mark.usefixtures("database")
SHAPE = {
    *("request_id", "tenant_id", "wallet_id", "amount", "currency", "status", "note", "requested_by", "requested_at"),
    *("decided_by", "decided_at", "decision_note", "decisions", "invoice", "completed_at"),
}


@pytest.fixture
def ann() -> Person:
    return member()


@pytest.fixture
def olga() -> Person:
    return operator()


def test_a_member_s_top_up_request_is_pending(ann: Person) -> None:
    answer = ann.post(TOPUPS, {"amount": 50, "note": " for May "})

    found = answer.json
    assert (answer.status, found.keys()) == (201, SHAPE)
    assert found["wallet_id"] == ok(ann.get(f"{WALLET}/me"))["wallet_id"]
    assert (found["amount"], found["currency"], found["status"], found["note"]) == (
        "50.00",
        "USD",
        "pending",
        "for May",
    )
    assert (found["tenant_id"], found["requested_by"]) == ("acme", "ann")
    assert [found[name] for name in ("decided_by", "decided_at", "decision_note", "invoice", "completed_at")] == [
        None
    ] * 5
    assert found["decisions"] == []
    assert ok(ann.get(f"{TOPUPS}/{found['request_id']}")) == found


@pytest.mark.parametrize("amount", ["0.01", "1000000.00", 1000000, "1000000"])
def test_an_amount_above_zero_and_up_to_a_million_is_accepted(amount: object, ann: Person) -> None:
    assert ann.post(TOPUPS, {"amount": amount}).status == 201


@pytest.mark.parametrize("amount", ["0", 0, "-1", "1000000.01", 1000001, "0.001", "1e3", None, "", "NaN"])
def test_an_amount_of_zero_or_above_a_million_is_a_400(amount: object, ann: Person, database: Database) -> None:
    assert_problem(ann.post(TOPUPS, {"amount": amount}), 400, "invalid_amount")
    assert database.rows("select from topup_requests") == []


def test_a_note_has_at_most_512_characters(ann: Person) -> None:
    assert ann.post(TOPUPS, {"amount": 1, "note": "x" * 512}).status == 201
    assert ann.post(TOPUPS, {"amount": 1, "note": "x" * 513}).pointers == ["/note"]


@pytest.mark.parametrize("status", ["pending", "invoiced", "completed", "rejected", "cancelled"])
def test_lists_are_filtered_and_counted_by_status(status: str, ann: Person, olga: Person) -> None:
    pending = [request_topup(ann, f"{n}.10") for n in (1, 2)]
    in_state = {
        "pending": pending,
        "invoiced": [invoiced(ann, olga)[0]],
        "completed": [topped_up(ann, olga)[0] for _ in range(3)],
        "rejected": [request_topup(ann)],
        "cancelled": [request_topup(ann)],
    }
    ok(olga.post(f"{TOPUPS}/{in_state['rejected'][0]}/reject"))
    ok(ann.post(f"{TOPUPS}/{in_state['cancelled'][0]}/cancel"))
    expected = list(reversed(in_state[status]))

    found = ok(ann.get(TOPUPS, {"status": status}))
    own = ok(ann.get(f"{TOPUPS}/me", {"status": status}))
    everything = ok(ann.get(TOPUPS, {"page_size": 3, "page_number": 2}))

    assert [item["request_id"] for item in found["items"]] == expected
    assert found["counts"] == {state: len(ids) for state, ids in in_state.items()}
    assert found["pending_amount"] == "3.20"
    assert (found["total_count"], found["total_pages"]) == (len(expected), 1)
    assert own == {name: value for name, value in found.items() if name not in {"counts", "pending_amount"}}
    assert (everything["total_count"], everything["total_pages"], len(everything["items"])) == (8, 3, 3)
    assert everything["counts"] == found["counts"]


def test_an_empty_list_has_counts_of_zero(ann: Person) -> None:
    assert ok(ann.get(TOPUPS)) == {
        "items": [],
        "total_count": 0,
        "page_number": 1,
        "page_size": 20,
        "total_pages": 0,
        "next_cursor": None,
        "counts": {"pending": 0, "invoiced": 0, "completed": 0, "rejected": 0, "cancelled": 0},
        "pending_amount": "0.00",
    }


@pytest.mark.parametrize("query", [{"page_size": 0}, {"page_size": 101}, {"page_number": 0}, {"status": "paid"}])
def test_an_invalid_page_is_a_400(query: dict[str, object], ann: Person) -> None:
    assert_problem(ann.get(TOPUPS, query), 400, "invalid_request")


def test_approval_issues_the_invoice_and_records_the_decision(ann: Person, olga: Person) -> None:
    request_id = request_topup(ann, "75.00")

    found = ok(olga.post(f"{TOPUPS}/{request_id}/approve", {"note": "As agreed"}))
    invoice = ok(ann.get(f"{INVOICES}/{found['invoice']['invoice_id']}"))

    assert (found["status"], found["decided_by"], found["decision_note"]) == ("invoiced", "olga", "As agreed")
    assert found["decided_at"] >= found["requested_at"]
    assert found["invoice"] == {name: invoice[name] for name in ("invoice_id", "number", "status", "due_at")}
    assert (found.keys(), found["warning"]) == (SHAPE | {"warning"}, None)
    assert (invoice["purpose"], invoice["status"], invoice["amount"]) == ("topup", "issued", "75.00")
    assert [line["amount"] for line in invoice["lines"]] == ["75.00"]
    assert (invoice["request_id"], invoice["period_start"], invoice["payments"]) == (request_id, None, [])
    issued_at, due_at = (datetime.fromisoformat(invoice[name]) for name in ("issued_at", "due_at"))
    assert due_at - issued_at == timedelta(days=14)
    assert ok(ann.get(f"{WALLET}/me"))["balance"] == "0.00"


def test_the_invoice_number_of_a_top_up_encodes_month_tenant_and_request(ann: Person, olga: Person) -> None:
    request_id, invoice_id = invoiced(ann, olga)
    invoice = ok(ann.get(f"{INVOICES}/{invoice_id}"))
    month = invoice["issued_at"][:7].replace("-", "")
    tenant, request = (hashlib.sha256(text.encode()).hexdigest() for text in ("acme", request_id))

    assert invoice["number"] == f"TOP-{month}-{tenant[:12]}-{request[:8]}".upper()


def test_an_invoice_gets_the_next_eight_digits_of_the_hash_if_its_number_is_in_use(
    ann: Person, olga: Person, database: Database
) -> None:
    request_id = request_topup(ann)
    for attempt in (0, 1):
        database.rows(
            """
            insert into invoices (tenant_id, invoice_id, number, purpose, status, amount, currency, period_start,
                                  period_end, created_by)
            values ('acme', new_id(), invoice_number('topup', 'acme', %s, %s), 'usage', 'void', 1, 'USD', now(),
                    now(), 'olga')
            returning 1
            """,
            UUID(request_id),
            attempt,
        )

    number = ok(olga.post(f"{TOPUPS}/{request_id}/approve"))["invoice"]["number"]

    assert number.endswith(hashlib.sha256(request_id.encode()).hexdigest()[16:24].upper())


def test_a_tenant_can_top_up_several_times_a_month(ann: Person, olga: Person) -> None:
    numbers = {ok(ann.get(f"{INVOICES}/{invoiced(ann, olga)[1]}"))["number"] for _ in range(3)}

    assert len(numbers) == 3


def test_a_rejection_records_the_reason(ann: Person, olga: Person) -> None:
    request_id = request_topup(ann)

    found = ok(olga.post(f"{TOPUPS}/{request_id}/reject", {"reason": "Too much"}))

    assert (found["status"], found["decided_by"], found["decision_note"]) == ("rejected", "olga", "Too much")
    assert (found["invoice"], found["completed_at"]) == (None, None)


def test_only_the_requester_can_cancel(ann: Person, olga: Person) -> None:
    request_id = request_topup(ann)

    for other in (member("bob"), olga, root()):
        assert_problem(other.post(f"{TOPUPS}/{request_id}/cancel"), 403, "forbidden")
    found = ok(ann.post(f"{TOPUPS}/{request_id}/cancel"))

    assert (found["status"], found["decided_by"]) == ("cancelled", "ann")


def test_an_invalid_transition_is_a_409_whose_message_names_the_status(ann: Person, olga: Person) -> None:
    request_id = request_topup(ann)
    ok(olga.post(f"{TOPUPS}/{request_id}/reject"))

    answer = olga.post(f"{TOPUPS}/{request_id}/reject")

    assert_problem(answer, 409, "state_forbids")
    assert answer.json["detail"] == (
        f"Top-up request {request_id} cannot be rejected because it is rejected "
        "(only pending requests can be rejected)."
    )
    assert answer.json["current_status"] == "rejected"


@pytest.mark.parametrize("move", ["", "/approve", "/reject", "/cancel"])
def test_an_unknown_request_is_a_404_and_a_malformed_one_a_400(move: str, ann: Person, olga: Person) -> None:
    method = "POST" if move else "GET"
    for person in (olga, root()):
        unknown = person.call(method, f"{TOPUPS}/{live.UNKNOWN}{move}")
        assert_problem(unknown, 404, "not_found")
        assert unknown.json["detail"] == f"Top-up request {live.UNKNOWN} not found."
        assert_problem(person.call(method, f"{TOPUPS}/nonsense{move}"), 400, "invalid_request")


def test_the_requester_cannot_approve(database: Database) -> None:
    both = Person("ann", ("billing.view", "billing.manage"))
    request_id = request_topup(both)

    for person in (both, billing.root("ann")):
        assert_problem(person.post(f"{TOPUPS}/{request_id}/approve"), 403, "self_approval")
    assert ok(both.get(f"{TOPUPS}/{request_id}"))["status"] == "pending"
    assert ok(operator("olga").post(f"{TOPUPS}/{request_id}/approve"))["status"] == "invoiced"


def test_a_member_can_neither_approve_nor_reject(ann: Person) -> None:
    request_id = request_topup(member("bob"))

    for move in ("approve", "reject"):
        assert_problem(ann.post(f"{TOPUPS}/{request_id}/{move}"), 403, "forbidden")


def test_every_issued_invoice_emits_an_event(ann: Person, olga: Person, database: Database) -> None:
    request_id, invoice_id = invoiced(ann, olga, "60.00")
    usage = billing.issued(olga)

    of_topup, of_usage = emitted(database, "TopupInvoiced")
    invoice = ok(ann.get(f"{INVOICES}/{invoice_id}"))
    assert of_topup == {
        "event_id": of_topup["event_id"],
        "version": 1,
        "tenant_id": "acme",
        "invoice_id": invoice_id,
        "request_id": request_id,
        "number": invoice["number"],
        "purpose": "topup",
        "amount": "60.00",
        "currency": "USD",
        "due_at": invoice["due_at"],
    }
    assert (of_usage["invoice_id"], of_usage["purpose"], of_usage["request_id"]) == (usage, "usage", None)


def test_a_draft_or_a_refused_approval_emits_no_event(ann: Person, olga: Person, database: Database) -> None:
    billing.draft(olga)
    request_id = request_topup(ann)
    ok(olga.post(f"{TOPUPS}/{request_id}/reject"))
    olga.post(f"{TOPUPS}/{request_id}/approve")

    assert emitted(database, "TopupInvoiced") == []


def test_billing_events_are_published_by_the_relay_at_its_next_run(ann: Person, olga: Person, bus: live.Bus) -> None:
    topped_up(ann, olga)
    assert bus.accepted == []

    answer = live.relay()

    assert (answer["accepted"], answer["waiting"]) == (2, 0)
    assert [entry["DetailType"] for entry in bus.accepted[:2]] == ["TopupInvoiced", "TopupCompleted"]


@pytest.mark.parametrize(
    ("claims", "contact", "status"),
    [
        ({}, False, "no_address"),
        ({"email": "ann@example.com"}, False, "pending"),
        ({}, True, "pending"),
        ({"email": " "}, False, "no_address"),
    ],
)
def test_an_issued_invoice_shows_whether_there_is_an_address_for_its_mail(
    claims: dict[str, str], contact: bool, status: str, olga: Person
) -> None:
    requester = member(**claims)
    if contact:
        ok(olga.call("PUT", f"{BASE}/contact", {"email": "office@example.com"}))

    _, invoice_id = invoiced(requester, olga)

    assert ok(requester.get(f"{INVOICES}/{invoice_id}"))["mail_status"] == status


def test_an_invoice_without_a_request_is_mailed_to_the_contact_only(olga: Person) -> None:
    author = Person("olga", ("billing.manage",), extra={"email": "olga@vendor.example"})
    first = billing.issued(author)
    assert ok(olga.get(f"{INVOICES}/{first}"))["mail_status"] == "no_address"
    ok(olga.call("PUT", f"{BASE}/contact", {"email": "office@example.com"}))

    second = billing.issued(author, period_start="2026-02-01", period_end="2026-02-28")

    assert ok(olga.get(f"{INVOICES}/{second}"))["mail_status"] == "pending"


def test_no_billing_event_contains_a_name_or_an_address(olga: Person, service: Person, database: Database) -> None:
    requester = member("ann", email="ann@example.com", name="Ann Arbor")
    topped_up(requester, olga)
    billing.charge(service, "45.00", "m-1")

    texts = [str(row) for row in database.rows("select detail from outbox")]

    assert len(texts) == 3
    assert not any("ann" in text.lower() or "@" in text for text in texts)


def test_simultaneous_approvals_issue_one_invoice(ann: Person, olga: Person, database: Database) -> None:
    request_id = request_topup(ann)

    answers = kit.simultaneously(*[lambda: olga.post(f"{TOPUPS}/{request_id}/approve")] * 8)

    assert sorted(answer.status for answer in answers) == [200] + [409] * 7  # type: ignore[union-attr]
    assert database.value("select count(*) from invoices") == 1
    assert len(emitted(database, "TopupInvoiced")) == 1


def test_only_one_of_simultaneous_approve_reject_and_cancel_succeeds(
    ann: Person, olga: Person, database: Database
) -> None:
    for _ in range(5):
        request_id = request_topup(ann)

        answers = kit.simultaneously(
            lambda: olga.post(f"{TOPUPS}/{request_id}/approve"),  # noqa: B023  (called in this round)
            lambda: olga.post(f"{TOPUPS}/{request_id}/reject"),  # noqa: B023
            lambda: ann.post(f"{TOPUPS}/{request_id}/cancel"),  # noqa: B023
        )

        assert sorted(answer.status for answer in answers) == [200, 409, 409]  # type: ignore[union-attr]
        (new_status,) = [answer.json["status"] for answer in answers if answer.status == 200]  # type: ignore[union-attr]
        found = ok(ann.get(f"{TOPUPS}/{request_id}"))
        assert (found["status"], found["invoice"] is not None) == (new_status, new_status == "invoiced")


def test_a_repeated_approval_with_its_key_takes_effect_once(ann: Person, olga: Person) -> None:
    request_id = request_topup(ann)

    first, again = (olga.post(f"{TOPUPS}/{request_id}/approve", {"note": "ok"}, key="k") for _ in range(2))

    assert (first.status, again.text, again.headers["idempotency-replayed"]) == (200, first.text, "true")
