"""No role can change history, and the application's role can only read tables."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.support import kit
from tests.support.kit import Database, Person

HISTORY = ["entries", "transactions", "account_changes", "settlements", "other_changes"]
TABLES = [
    "access_log",
    "access_log_0",
    "access_log_1",
    "access_log_2",
    "account_changes",
    "accounts",
    "agent_limits",
    "answer_subjects",
    "answer_subjects_0",
    "answer_subjects_1",
    "answer_subjects_2",
    "approval_policies",
    "approvals",
    "awards",
    "bets",
    "billing_counts",
    "cash_out_customers",
    "cash_out_days",
    "checkpoints",
    "coin_policies",
    "contacts",
    "currencies",
    "cursor_key",
    "customers",
    "entries",
    "erasures",
    "event_settings",
    "feed",
    "feed_0",
    "feed_1",
    "feed_2",
    "feed_epochs",
    "feed_heads",
    "hold_captures",
    "holds",
    "inbox",
    "inbox_0",
    "inbox_1",
    "inbox_2",
    "invoice_lines",
    "invoices",
    "late_entries",
    "lifetimes",
    "logins",
    "mails",
    "mails_0",
    "mails_1",
    "mails_2",
    "monitors",
    "webhooks",
    "webhook_secrets",
    "deliveries",
    "other_changes",
    "outbox",
    "payment_method_changes",
    "payment_methods",
    "payments",
    "person_lookups",
    "published",
    "rate_buckets",
    "reconciliation_findings",
    "reconciliation_runs",
    "requests",
    "requests_0",
    "requests_1",
    "requests_2",
    "settlements",
    "stream_waits",
    "tenants",
    "topup_requests",
    "transaction_meta",
    "transaction_readers",
    "transactions",
    "turnovers_of_kinds",
    "turnovers_of_wallets",
    "wallets",
    "xid_epochs",
]
# Changes that a forger would make.
CHANGES = [
    ("entries", "amount = amount + 1"),
    ("entries", "balance_after = 0"),
    ("entries", "posted_at = now()"),
    ("late_entries", "effective_at = now()"),
    ("transactions", "kind = 'correction'"),
    ("transactions", "description = 'Something else'"),
    ("transactions", "is_override = not is_override"),
    ("account_changes", "new_value = 'active'"),
    ("settlements", "figures = '{}'"),
]
# What only the owner, an administrator or one other role may do.
PRIVILEGED = [
    "set session_replication_role = replica",
    "set role purser_owner",
    "create table ledger.mine (id int)",
    "create function ledger.mine() returns int language sql return 1",
    "drop function ledger.refuse_change cascade",
    "select ledger.make_checkpoints(now())",
    "select ledger.add_turnovers()",
    "select ledger.begin_epoch()",
    "select ledger.set_lifetimes(1, 1)",
    "select ledger.begin_feed_epoch('another')",
    "select ledger.correct_balance(ledger.new_id(), 'acme', ledger.new_id())",
    "update ledger.financial_transactions set description = 'Something else'",
    "update ledger.customer_accounts set username = 'zoe'",
]


@pytest.fixture
def with_history(agent: Person, database: Database) -> Database:
    """A database with a transaction and a change of terms."""
    ann = kit.new_customer(agent, balance="10.00")
    agent.patch(f"/api/v1/agent/clients/{ann}", {"status": "frozen"})
    return database


@pytest.fixture(params=sorted(kit.APPLICATION_ROLES))
def application(with_history: Database, request: pytest.FixtureRequest) -> Iterator[psycopg.Connection[Any]]:
    """A connection of each role."""
    url = with_history.url_of(request.param)
    with closing(psycopg.connect(url, autocommit=True, prepare_threshold=None)) as connection:
        yield connection


def history(database: Database) -> list[Any]:
    return [database.rows(f"select to_json(t) from {table} t order by to_json(t)::text") for table in HISTORY]


def test_the_list_of_tables_is_complete(database: Database) -> None:
    found = database.rows("select tablename from pg_tables where schemaname = 'ledger' order by tablename")

    assert [row["tablename"] for row in found] == sorted([*TABLES, "schema_migrations"])


def test_no_application_role_changes_a_table_directly(
    with_history: Database, application: psycopg.Connection[Any]
) -> None:
    before = history(with_history)

    for table in [*TABLES, "schema_migrations"]:
        column = with_history.value(
            "select attname from pg_attribute where attrelid = %s::regclass and attnum = 1", f"ledger.{table}"
        )
        for statement in (
            f"insert into ledger.{table} default values",
            f"update ledger.{table} set {column} = {column}",
            f"delete from ledger.{table}",
            f"truncate ledger.{table} cascade",
            f"alter table ledger.{table} disable trigger all",
            f"select * from ledger.{table} for update",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(statement.encode())

    assert history(with_history) == before


def test_no_application_role_can_raise_its_privileges(application: psycopg.Connection[Any]) -> None:
    refusals = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState)
    for statement in PRIVILEGED:
        with pytest.raises(refusals):
            application.execute(statement.encode())


@pytest.mark.parametrize("replica", [False, True], ids=["", "as a replica"])
@pytest.mark.parametrize("role", ["purser_owner", "purser_admin", "postgres"])
def test_no_role_can_change_history(with_history: Database, role: str, replica: bool) -> None:
    before = history(with_history)
    statements = [f"update {table} set {change}" for table, change in CHANGES]
    statements += [f"delete from {table}" for table in HISTORY]
    statements += [f"truncate {table} cascade" for table in HISTORY]
    statements += ["truncate wallets, customers, account_changes, entries cascade"]

    with with_history.admin() as connection:
        if replica:  # a mode in which ordinary triggers do not fire
            connection.execute("set session_replication_role = replica")
        connection.execute(f"set role {role}".encode())
        for statement in statements:
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(statement.encode())
            assert refused.value.sqlstate == "PL099", statement

    assert history(with_history) == before


def test_an_update_of_no_row_is_refused_too(with_history: Database) -> None:
    with with_history.admin() as connection, pytest.raises(psycopg.Error, match="history is immutable"):
        connection.execute("update entries set amount = 1 where false")


def test_the_database_refuses_an_entry_of_zero(with_history: Database) -> None:
    with with_history.admin() as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("""
            insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, posted_at, xid)
            select tenant_id, transaction_id, 99, wallet_id, 0, posted_at, xid from entries limit 1
        """)


def test_the_database_refuses_a_version_that_exists(with_history: Database) -> None:
    with with_history.admin() as connection, pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute("""
            insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, version, posted_at, xid)
            select tenant_id, transaction_id, 99, wallet_id, 1, version, posted_at, xid
            from entries where version is not null
        """)


def test_a_correction_leaves_the_corrected_transaction_unchanged(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "10")
    before = service.get("/api/v1/wallets/ann/transactions").json["items"]

    service.post("/api/v1/wallets/ann/debit", {"amount": 10, "reason": "correction"})

    newest, *earlier = service.get("/api/v1/wallets/ann/transactions").json["items"]
    assert earlier == before
    assert (newest["amount"], newest["reason"], newest["balance_after"]) == ("-10", "correction", "0")
    database.assert_consistent()
