"""The period of an invoice: no day is invoiced twice for one purpose."""

from typing import Any

import psycopg
import pytest

from ledger.storage import sessions
from tests.support import kit
from tests.support.billing import INVOICES, draft, ok, operator
from tests.support.kit import Database, Person, assert_problem


@pytest.fixture
def olga(database: Database) -> Person:
    return operator()


def usage(first: str, last: str, purpose: str = "usage") -> dict[str, Any]:
    lines = [{"description": "Messages", "amount": "12.50"}]
    return {"purpose": purpose, "period_start": first, "period_end": last, "lines": lines}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param("2026-01-01", "2026-01-31", id="the same"),
        pytest.param("2026-01-15", "2026-01-31", id="the second half"),
        pytest.param("2026-01-10", "2026-01-20", id="within"),
        pytest.param("2025-12-01", "2026-02-28", id="around"),
        pytest.param("2025-12-15", "2026-01-01", id="its first day"),
        pytest.param("2026-01-31", "2026-02-28", id="its last day"),
    ],
)
def test_a_period_that_overlaps_an_invoiced_one_is_refused(olga: Person, first: str, last: str) -> None:
    draft(olga, period_start="2026-01-01", period_end="2026-01-31")

    assert_problem(olga.post(INVOICES, usage(first, last)), 409, "period_already_invoiced")


def test_adjacent_periods_other_purposes_and_other_tenants_are_accepted(olga: Person) -> None:
    draft(olga, period_start="2026-01-01", period_end="2026-01-31")

    assert olga.post(INVOICES, usage("2025-12-01", "2025-12-31")).status == 201
    assert olga.post(INVOICES, usage("2026-02-01", "2026-02-01")).status == 201
    assert olga.post(INVOICES, usage("2026-01-15", "2026-01-31", "subscription")).status == 201
    assert operator(tenant_id="acm").post(INVOICES, usage("2026-01-15", "2026-01-31")).status == 201
    assert operator(tenant_id="acme2").post(INVOICES, usage("2026-01-15", "2026-01-31")).status == 201


def test_the_days_of_a_void_invoice_can_be_invoiced_again_in_part(olga: Person) -> None:
    january = draft(olga, period_start="2026-01-01", period_end="2026-01-31")
    ok(olga.post(f"{INVOICES}/{january}/void", {"reason": "The wrong month"}))

    assert olga.post(INVOICES, usage("2026-01-01", "2026-01-14")).status == 201
    assert olga.post(INVOICES, usage("2026-01-15", "2026-01-31")).status == 201


def test_only_one_of_simultaneous_overlapping_drafts_is_created(olga: Person, database: Database) -> None:
    bodies = [usage("2026-01-01", "2026-01-31"), usage("2026-01-15", "2026-02-15"), usage("2026-01-20", "2026-01-20")]

    answers = kit.simultaneously(*(lambda body=body: olga.post(INVOICES, body) for body in bodies))

    assert sorted(answer.status for answer in answers) == [201, 409, 409]  # type: ignore[union-attr]
    assert database.value("select count(*) from invoices") == 1
    sessions.disconnect()


def test_the_database_itself_refuses_an_overlap(olga: Person, database: Database) -> None:
    draft(olga, period_start="2026-01-01", period_end="2026-01-31")
    february = draft(olga, period_start="2026-02-01", period_end="2026-02-28")

    with pytest.raises(psycopg.errors.ExclusionViolation, match="invoices_of_period"):
        database.rows("update invoices set period_start = '2026-01-31' where invoice_id = %s returning 1", february)
