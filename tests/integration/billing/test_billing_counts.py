"""How many requests, invoices and payments there are stands ready, and equals the rows at any moment."""

from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path

import pytest

from tests.support import billing
from tests.support.billing import (
    INVOICES,
    PAYMENTS,
    TOPUPS,
    draft,
    invoiced,
    issued,
    ok,
    request_topup,
    submitted,
    topped_up,
)
from tests.support.kit import Database, Person

SCRIPT = Path(str(resources.files("ledger"))) / "sql" / "functions" / "billing" / "counts.sql"


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
        request_topup(asks, "5.00")
        ok(decides.post(f"{TOPUPS}/{request_topup(asks)}/reject"))
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
    database.assert_consistent()


def test_who_pays_and_who_approves_never_wait_for_each_other_in_a_circle(
    ann: Person, olga: Person, database: Database
) -> None:
    """They change their subjects in two orders; the second one counts when the first one has committed."""
    first, second = ((issued_to, submitted(ann, issued_to, issued_to)) for issued_to in _issued(ann, olga))
    paid = "update invoices set status = 'paid' where invoice_id = %s"
    succeeded = "update payments set status = 'succeeded' where payment_id = %s"
    with database.admin() as pays, database.admin() as approves:
        for connection in (pays, approves):
            connection.execute("begin")
            connection.execute("set constraints all immediate")
        pays.execute(paid, [first[0]])

        def approve() -> None:
            approves.execute(succeeded, [second[1]])
            approves.execute(paid, [second[0]])
            approves.execute("commit")

        with ThreadPoolExecutor() as pool:
            approved = pool.submit(approve)
            while not database.value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"):
                assert not approved.done()
            pays.execute(succeeded, [first[1]])
            pays.execute("commit")
            approved.result()

    database.assert_billing_counts()


def _issued(ann: Person, olga: Person) -> list[str]:
    return [invoiced(ann, olga, "1.00")[1] for _ in range(2)]


@pytest.mark.usefixtures("everything")
def test_a_row_that_changes_or_goes_is_counted_whoever_does_it(database: Database) -> None:
    database.rows("update topup_requests set amount = 1, status = 'cancelled' where status = 'rejected' returning 1")
    database.rows(
        """
        update invoices i set purpose = 'subscription', period_start = n.day, period_end = n.day
        from (
            select invoice_id, date '2026-02-01' + row_number() over ()::integer as day from invoices
            where purpose = 'usage'
        ) n
        where i.invoice_id = n.invoice_id
        returning 1
        """
    )
    database.rows("delete from payments where status = 'pending_approval' returning 1")

    database.assert_billing_counts()


@pytest.mark.usefixtures("everything")
def test_what_was_there_before_the_counts_is_counted_once_with_the_migration(ann: Person, database: Database) -> None:
    with database.admin() as admin:
        for table in ("topup_requests", "invoices", "payments"):
            admin.execute(f"drop trigger billing_counts on {table}".encode())
        admin.execute("truncate billing_counts; set role purser_owner")
        admin.execute(SCRIPT.read_bytes())
        admin.execute(SCRIPT.read_bytes())

    database.assert_billing_counts()
    request_topup(ann)
    database.assert_billing_counts()
    assert database.value("select sum(times) from billing_counts where subject = 'topup_request'") == 9


def test_a_change_that_fails_is_not_counted(ann: Person, olga: Person, database: Database) -> None:
    invoice_id = invoiced(ann, olga)[1]
    with database.admin() as admin:
        admin.execute("begin")
        admin.execute("update invoices set status = 'void' where invoice_id = %s", [invoice_id])
        admin.execute("set constraints all immediate")
        assert admin.execute("select from billing_counts where status = 'void'").fetchone() is not None
        admin.execute("rollback")

    database.assert_billing_counts()
