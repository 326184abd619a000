"""Requests, invoices and payments make exactly the transitions that the table allows from their status."""

import itertools
from collections.abc import Callable

import psycopg
import pytest

from ledger.billing.models import TRANSITIONS
from ledger.core import errors
from tests.support import billing, kit
from tests.support.billing import (
    INVOICES,
    PAYMENTS,
    TOPUPS,
    invoiced,
    issued,
    member,
    ok,
    operator,
    request_topup,
    submitted,
)
from tests.support.kit import Database, Person, assert_problem

MOVES = {
    subject: sorted({move for moves in states.values() for move in moves}) for subject, states in TRANSITIONS.items()
}
CASES = [
    (subject, state, move)
    for subject, states in TRANSITIONS.items()
    for state, move in itertools.product(states, MOVES[subject])
]
# Transitions that a caller can request. The others follow from another subject or from a payment gateway.
ROUTES = {
    "topup_request": (TOPUPS, "request_id", {"approve", "reject", "cancel"}),
    "invoice": (INVOICES, "invoice_id", {"issue", "pay", "void"}),
    "payment": (PAYMENTS, "payment_id", {"approve", "reject", "cancel", "refund"}),
}
# Answered without a transition: the subject already has the status.
REPEATED = {("invoice", "paid", "pay")}


@pytest.fixture
def database_role() -> str:
    return "purser_billing"


def test_python_and_sql_have_the_same_transitions(database: Database) -> None:
    rows = database.rows("select * from transitions()")
    found = {(row["subject"], row["from_status"], row["move"]): row["to_status"] for row in rows}

    assert len(found) == len(rows)
    assert found == {
        (subject, state, move): to
        for subject, states in TRANSITIONS.items()
        for state, moves in states.items()
        for move, to in moves.items()
    }


@pytest.mark.parametrize(("subject", "domain"), [("topup_request", "topup"), ("invoice", "invoice"), ("payment",) * 2])
def test_the_table_has_every_status_that_a_row_may_have(subject: str, domain: str, database: Database) -> None:
    check = database.value(
        "select pg_get_constraintdef(oid) from pg_constraint where contypid = %s::regtype", f"ledger.{domain}_status"
    )

    assert set(check.split("'")[1::2]) == set(TRANSITIONS[subject])


def topup(_database: Database) -> tuple[str, str]:
    return "topup_requests", request_topup(member())


def invoice(_database: Database) -> tuple[str, str]:
    """An invoice that was issued, so that it is due on some day whatever status it gets."""
    return "invoices", issued(operator())


def payment(_database: Database) -> tuple[str, str]:
    return "payments", submitted(member(), invoiced(member("bob"), operator())[1])


CREATE: dict[str, Callable[[Database], tuple[str, str]]] = {
    "topup_request": topup,
    "invoice": invoice,
    "payment": payment,
}


def caller(subject: str, move: str) -> Person:
    return member() if move == "cancel" else operator()


@pytest.mark.parametrize(("subject", "state", "move"), CASES)
def test_every_transition_from_every_status_succeeds_or_is_refused_as_in_the_table(
    subject: str, state: str, move: str, database: Database
) -> None:
    table, subject_id = CREATE[subject](database)
    _, name, moves = ROUTES[subject]
    database.rows(f"update {table} set status = %s where {name} = %s returning 1", state, subject_id)
    next_status = TRANSITIONS[subject][state].get(move)

    if move not in moves:
        outcome = moved(database, subject, subject_id, state, move)
        assert outcome == next_status
        return
    answer = caller(subject, move).post(f"{ROUTES[subject][0]}/{subject_id}/{move}", body_of(subject, move))

    if next_status or (subject, state, move) in REPEATED:
        assert ok(answer)["status"] == (next_status or state)
    else:
        assert_problem(answer, 409, "state_forbids")
        assert answer.json["current_status"] == state
        assert (
            f"{subject_id} cannot be {errors._DONE[move]} because it is {state.replace('_', ' ')} (only "
            in (answer.json["detail"])
        )
    assert database.value(f"select status from {table} where {name} = %s", subject_id) == (next_status or state)
    database.assert_consistent()


def body_of(subject: str, move: str) -> object:
    """The body of a request for this transition."""
    needs_reason = (subject, move) in {("invoice", "void"), ("payment", "reject"), ("payment", "refund")}
    return {"reason": "Because"} if needs_reason else None


def moved(database: Database, subject: str, subject_id: str, state: str, move: str) -> str | None:
    """The status after the transition; None if the database refuses it."""
    try:
        return str(database.value("select next_status(%s, %s, %s, %s)", subject, subject_id, state, move))
    except psycopg.Error as refused:
        return None if refused.sqlstate == errors.InvalidTransition.sqlstate else f"failed: {refused}"


@pytest.mark.parametrize(
    ("subject", "move", "sentence"),
    [
        (
            "topup_request",
            "approve",
            "Top-up request 1 cannot be approved because it is x (only a requests can be approved).",
        ),
        ("invoice", "void", "Invoice 1 cannot be voided because it is x (only a invoices can be voided)."),
        ("payment", "refund", "Payment 1 cannot be refunded because it is x (only a payments can be refunded)."),
    ],
)
def test_the_message_of_an_invalid_transition_names_subject_and_status(subject: str, move: str, sentence: str) -> None:
    facts = {"subject": subject, "id": "1", "status": "x", "move": move, "allowed": ["a"]}

    assert errors.InvalidTransition.from_database(facts).detail == sentence


def test_the_message_of_an_invalid_transition_names_every_allowed_status() -> None:
    facts = {
        "subject": "payment",
        "id": "1",
        "status": "failed",
        "move": "cancel",
        "allowed": ["pending", "pending_approval"],
    }

    assert errors.InvalidTransition.from_database(facts).detail == (
        "Payment 1 cannot be cancelled because it is failed "
        "(only pending or pending approval payments can be cancelled)."
    )


def test_messages_have_words_for_every_transition_and_subject() -> None:
    assert {move for moves in MOVES.values() for move in moves} == set(errors._DONE)
    assert {*TRANSITIONS, "approval"} == set(errors._NAMES)


def test_an_invoice_cannot_be_voided_or_paid_if_its_request_is_not_invoiced(database: Database) -> None:
    request_id, invoice_id = invoiced(member(), operator())
    database.rows("update topup_requests set status = 'rejected' returning 1")

    answer = operator().post(f"{INVOICES}/{invoice_id}/void", {"reason": "A mistake"})

    assert_problem(answer, 409, "state_forbids")
    assert answer.json["detail"].startswith(f"Top-up request {request_id} cannot be voided because it is rejected")
    assert_problem(billing.pay(operator(), invoice_id), 409, "state_forbids")
    assert database.value("select status from invoices") == "issued", "no part of the change is stored"
    assert kit.in_session(lambda session: session.row("select count(*) as n from transactions")) == {"n": 0}
