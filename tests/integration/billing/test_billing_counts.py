"""The stored counts of requests, invoices and payments equal the rows at every moment."""

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
    """In two tenants: requests of each status, invoices of each purpose, pending and succeeded payments."""
    for requester, approver in ((ann, olga), (bob, otto)):
        request_topup(requester, "5.00")
        ok(approver.post(f"{TOPUPS}/{request_topup(requester)}/reject"))
        topped_up(requester, approver)
        submitted(requester, invoiced(requester, approver)[1])
        draft(approver)
        issued(approver, purpose="subscription")


@pytest.fixture
def bob() -> Person:
    return billing.member("bob", "globex")


@pytest.fixture
def otto() -> Person:
    return billing.operator("otto", "globex")


@pytest.mark.usefixtures("everything")
def test_totals_and_counts_equal_the_rows_under_every_filter_for_one_tenant_and_for_root(
    olga: Person, database: Database
) -> None:
    for reader, tenant_filter in ((olga, " and tenant_id = 'acme'"), (billing.root(), "")):
        for path, table in ((TOPUPS, "topup_requests"), (INVOICES, "invoices"), (f"{PAYMENTS}/", "payments")):
            for status in [None, *(row["s"] for row in database.rows(f"select distinct status as s from {table}"))]:
                for purpose in [None, "topup", "usage", "subscription"] if path == INVOICES else [None]:
                    query = {"status": status, "purpose": purpose}
                    given = {name: value for name, value in query.items() if value}
                    where = " and ".join(
                        [f"true{tenant_filter}", *(f"{name} = '{value}'" for name, value in given.items())]
                    )
                    found = ok(reader.get(path, given))
                    assert found["total_count"] == database.value(f"select count(*) from {table} where {where}")
        rejected = ok(reader.get(TOPUPS, {"status": "rejected"}))
        assert rejected["counts"] == {
            status: database.value(f"select count(*) from topup_requests where status = %s{tenant_filter}", status)
            for status in rejected["counts"]
        }
        assert rejected["pending_amount"] == ("10.00" if reader is not olga else "5.00")
    database.assert_consistent()


def test_a_payment_and_an_approval_never_deadlock_on_the_counts(ann: Person, olga: Person, database: Database) -> None:
    """The two change their rows in opposite orders. The counts of the second wait until the first commits."""
    first, second = ((invoice_id, submitted(ann, invoice_id, invoice_id)) for invoice_id in _issued(ann, olga))
    paid = "update invoices set status = 'paid' where invoice_id = %s"
    succeeded = "update payments set status = 'succeeded' where payment_id = %s"
    with database.admin() as paying, database.admin() as approving:
        for connection in (paying, approving):
            connection.execute("begin")
            connection.execute("set constraints all immediate")
        paying.execute(paid, [first[0]])

        def approve() -> None:
            approving.execute(succeeded, [second[1]])
            approving.execute(paid, [second[0]])
            approving.execute("commit")

        with ThreadPoolExecutor() as pool:
            approved = pool.submit(approve)
            while not database.value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"):
                assert not approved.done()
            paying.execute(succeeded, [first[1]])
            paying.execute("commit")
            approved.result()

    database.assert_billing_counts()


def _issued(ann: Person, olga: Person) -> list[str]:
    return [invoiced(ann, olga, "1.00")[1] for _ in range(2)]


@pytest.mark.usefixtures("everything")
def test_rows_that_are_changed_or_deleted_directly_are_counted(database: Database) -> None:
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
def test_the_migration_counts_earlier_rows_once(ann: Person, database: Database) -> None:
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
