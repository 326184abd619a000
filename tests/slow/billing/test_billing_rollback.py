"""A billing operation that fails at any statement or any table is rolled back completely."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tests.integration.posting.test_rollback import fail_at_each_table, fail_each_statement
from tests.support import billing
from tests.support.billing import (
    INVOICES,
    TOPUPS,
    WALLET,
    decide,
    draft,
    invoiced,
    member,
    operator,
    pay,
    request_topup,
    submitted,
)
from tests.support.faults import Fault
from tests.support.kit import Answer, Database, Person

pytestmark = pytest.mark.session

TABLES = [
    *("entries", "invoice_lines", "invoices", "outbox", "payments", "requests", "tenants", "topup_requests"),
    *("transactions", "wallets"),
]
WRITTEN = {
    "ask": ["requests", "tenants", "wallets", "topup_requests"],
    "approve request": ["requests", "topup_requests", "invoices", "invoice_lines", "outbox"],
    "draft": ["requests", "tenants", "invoices", "invoice_lines"],
    "issue": ["requests", "invoices", "outbox"],
    "pay": ["requests", "invoices", "payments", "topup_requests", "transactions", "entries", "wallets", "outbox"],
    "void": ["requests", "invoices", "payments", "topup_requests"],
    "submit": ["requests", "payments"],
    "approve payment": ["requests", "invoices", "payments", "topup_requests", "transactions", "entries", "outbox"],
    "reject payment": ["requests", "payments"],
    "refund": ["requests", "payments", "transactions", "entries", "wallets", "outbox"],
    "charge": ["requests", "transactions", "entries", "wallets", "outbox"],
}

type Operation = Callable[[int], Answer]


def state(database: Database) -> Any:
    return [database.rows(f"select to_json(t) from {table} t order by to_json(t)::text") for table in TABLES]


@pytest.fixture
def prepare(database: Database, service: Person) -> Callable[[str], Operation]:
    """A function that creates the rows for an operation and returns the operation, which takes a number for its key."""
    ann, olga = member(email="ann@example.com"), operator()
    references = (f"TR-{n}" for n in count(1))

    def to_approve() -> Operation:
        request_id = request_topup(ann)
        return lambda n: olga.post(f"{TOPUPS}/{request_id}/approve", key=f"{n}")

    def to_issue() -> Operation:
        invoice_id = draft(olga)
        return lambda n: olga.post(f"{INVOICES}/{invoice_id}/issue", key=f"{n}")

    def to_pay() -> Operation:
        _, invoice_id = invoiced(ann, olga)
        reference = next(references)
        submitted(ann, invoice_id, reference)
        return lambda n: pay(olga, invoice_id, key=f"{n}", reference=reference)

    def to_void() -> Operation:
        _, invoice_id = invoiced(ann, olga)
        submitted(ann, invoice_id, next(references))
        return lambda n: olga.post(f"{INVOICES}/{invoice_id}/void", {"reason": "A mistake"}, key=f"{n}")

    def to_submit() -> Operation:
        _, invoice_id = invoiced(ann, olga)
        body = {"invoice_id": invoice_id, "payment_method": "bank_transfer", "reference": next(references)}
        return lambda n: ann.post(f"{billing.PAYMENTS}/manual", body, key=f"{n}")

    def to_decide(move: str) -> Operation:
        _, invoice_id = invoiced(ann, olga)
        payment_id = submitted(ann, invoice_id, next(references))
        if move == "refund":
            billing.ok(decide(olga, payment_id, "approve"))
        return lambda n: decide(olga, payment_id, move, key=f"{n}")

    def to_charge() -> Operation:
        billing.topped_up(ann, olga, "12.00")
        return lambda n: service.post(f"{WALLET}/charges", {"amount": "5.00", "reference": f"m-{n}"}, key=f"{n}")

    usage = {"purpose": "usage", "lines": [{"description": "SMS", "amount": "1"}]} | billing.JANUARY
    operations: dict[str, Callable[[], Operation]] = {
        "ask": lambda: lambda n: ann.post(TOPUPS, {"amount": "5"}, key=f"{n}"),
        "approve request": to_approve,
        "draft": lambda: lambda n: olga.post(INVOICES, usage, key=f"{n}"),
        "issue": to_issue,
        "pay": to_pay,
        "void": to_void,
        "submit": to_submit,
        "approve payment": lambda: to_decide("approve"),
        "reject payment": lambda: to_decide("reject"),
        "refund": lambda: to_decide("refund"),
        "charge": to_charge,
    }
    return lambda name: operations[name]()


@pytest.mark.parametrize("name", WRITTEN)
def test_an_operation_that_fails_at_any_statement_has_no_effect(
    database: Database, prepare: Callable[[str], Operation], inject: Callable[[Fault], Fault], name: str
) -> None:
    operation = prepare(name)
    before = state(database)

    answer, fault, failed = fail_each_statement(operation, inject, lambda: state(database) == before)

    assert failed == fault.statements[: len(failed)], "every statement has failed once"
    assert "claim" in failed[1]
    assert failed[-1] == "COMMIT"
    assert answer.status in {200, 201}
    assert state(database) != before
    database.assert_consistent()


@pytest.mark.parametrize("name", WRITTEN)
def test_an_operation_that_fails_at_any_table_has_no_effect(
    database: Database, prepare: Callable[[str], Operation], name: str
) -> None:
    operation = prepare(name)
    before = state(database)

    fail_at_each_table(database, operation, WRITTEN[name], lambda: state(database) == before)

    assert operation(0).status in {200, 201}
    database.assert_consistent()


@pytest.mark.parametrize("how", ["lost before", "lost after"])
@pytest.mark.parametrize("name", ["approve request", "pay", "approve payment", "refund", "charge"])
def test_an_operation_has_one_effect_and_one_answer_if_its_connection_is_lost_at_any_statement(
    database: Database, prepare: Callable[[str], Operation], inject: Callable[[Fault], Fault], name: str, how: str
) -> None:
    failed_statements: list[str] = []
    for at in range(1, 20):
        operation = prepare(name)
        fault = inject(Fault(at, how))
        answer = operation(at)
        assert answer.status in {200, 201}, answer.text
        assert "idempotency-replayed" not in answer.headers, "the caller sees no replay"
        if not fault.happened:
            break
        failed_statements.append(fault.statements[at - 1])
        assert operation(at).text == answer.text

    assert failed_statements[0] == "BEGIN"
    assert failed_statements[-1] == "COMMIT"
    credited = "pay" in name or name in {"refund", "charge"}
    assert billing.count_topup_credits(database) == (len(failed_statements) + 1 if credited else 0)
    database.assert_consistent()
