"""How many requests, invoices and payments there are stands ready, and equals the rows at any moment."""

from importlib import resources
from pathlib import Path

import pytest

from ledger import db
from tests import billing, kit
from tests.billing import INVOICES, PAYMENTS, TOPUPS, ask, draft, invoiced, issued, ok, pay, submitted, topped_up
from tests.kit import Answer, Database, Person

SCRIPT = Path(str(resources.files("ledger"))) / "sql" / "functions" / "billing_counts.sql"


@pytest.fixture
def ann() -> Person:
    return billing.member()


@pytest.fixture
def olga() -> Person:
    return billing.operator()


@pytest.fixture
def everything(ann: Person, olga: Person, bob: Person, otto: Person, database: Database) -> None:
    """Of two tenants: a request of each kind, invoices of each purpose, payments that wait and that succeeded."""
    for asks, decides in ((ann, olga), (bob, otto)):
        ask(asks, "5.00")
        ok(decides.post(f"{TOPUPS}/{ask(asks)}/reject"))
        topped_up(asks, decides)
        submitted(asks, invoiced(asks, decides)[1])
        draft(decides)
        issued(decides, purpose="subscription")


@pytest.fixture
def bob() -> Person:
    return billing.member("bob", "globex")


@pytest.fixture
def otto() -> Person:
    return billing.operator("otto", "globex")


@pytest.mark.usefixtures("everything")
def test_totals_and_tiles_are_the_rows_under_every_filter_for_one_tenant_and_for_root(
    olga: Person, database: Database
) -> None:
    for asker, of in ((olga, " and tenant_id = 'acme'"), (billing.root(), "")):
        for path, table in ((TOPUPS, "topup_requests"), (INVOICES, "invoices"), (f"{PAYMENTS}/", "payments")):
            for status in [None, *(row["s"] for row in database.rows(f"select distinct status as s from {table}"))]:
                for purpose in [None, "topup", "usage", "subscription"] if path == INVOICES else [None]:
                    query = {"status": status, "purpose": purpose}
                    given = {name: value for name, value in query.items() if value}
                    where = " and ".join([f"true{of}", *(f"{name} = '{value}'" for name, value in given.items())])
                    found = ok(asker.get(path, given))
                    assert found["total_count"] == database.value(f"select count(*) from {table} where {where}")
        tiles = ok(asker.get(TOPUPS, {"status": "rejected"}))
        assert tiles["counts"] == {
            status: database.value(f"select count(*) from topup_requests where status = %s{of}", status)
            for status in tiles["counts"]
        }
        assert tiles["pending_amount"] == ("10.00" if asker is not olga else "5.00")
    database.assert_sound()


def test_paid_and_approved_at_once_nobody_waits_in_a_circle(
    ann: Person, olga: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They change their subjects in two orders, and are counted in one."""
    paid = [invoiced(ann, olga, "1.00")[1] for _ in range(8)]
    approved = [submitted(ann, invoiced(ann, olga, "1.00")[1], f"TR-{i}") for i in range(8)]
    calls = [lambda one=one: pay(olga, one) for one in paid]
    calls += [lambda one=one: olga.post(f"{PAYMENTS}/{one}/approve") for one in approved]
    retries: list[float] = []
    monkeypatch.setattr(db, "sleep", retries.append)

    answers = kit.at_once(*calls)

    assert [answer.status for answer in answers if isinstance(answer, Answer)] == [200] * 16
    assert retries == []
    database.assert_sound()


@pytest.mark.usefixtures("everything")
def test_a_row_that_changes_or_goes_is_counted_whoever_does_it(database: Database) -> None:
    database.rows("update topup_requests set amount = 1, status = 'cancelled' where status = 'rejected' returning 1")
    database.rows(
        "update invoices set purpose = 'subscription', period_end = '2026-02-28' where purpose = 'usage' returning 1"
    )
    database.rows("delete from payments where status = 'pending_approval' returning 1")

    database.assert_counts()


@pytest.mark.usefixtures("everything")
def test_what_was_there_before_the_counts_is_counted_once_with_the_migration(ann: Person, database: Database) -> None:
    with database.admin() as admin:
        for table in ("topup_requests", "invoices", "payments"):
            admin.execute(f"drop trigger billing_counts on {table}".encode())
        admin.execute("truncate billing_counts; set role purser_owner")
        admin.execute(SCRIPT.read_bytes())
        admin.execute(SCRIPT.read_bytes())

    database.assert_counts()
    ask(ann)
    database.assert_counts()
    assert database.value("select sum(times) from billing_counts where subject = 'topup_request'") == 9


def test_a_change_that_fails_is_not_counted(ann: Person, olga: Person, database: Database) -> None:
    invoice_id = invoiced(ann, olga)[1]
    with database.admin() as admin:
        admin.execute("begin")
        admin.execute("update invoices set status = 'void' where invoice_id = %s", [invoice_id])
        admin.execute("set constraints all immediate")
        assert admin.execute("select from billing_counts where status = 'void'").fetchone() is not None
        admin.execute("rollback")

    database.assert_counts()
