"""Each need has a database role of its own, and none can do another's work."""

from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from ledger.posting.kinds import KINDS
from ledger.storage.migration import migrate
from local.lambdas import ROLE_VARIABLE
from local.postgres import SUPERUSER, Server
from tests.support import kit
from tests.support.kit import Database
from tools import database_roles

LOGINS = sorted([*kit.APPLICATION_ROLES, database_roles.RECONCILIATION])
POSTING = {"purser_desk", "purser_wallet", "purser_bets", "purser_billing", "purser_coins", "purser_approvals"}
BETS = {"bets", "feed", "feed_heads", "cash_out_days", "cash_out_customers"}
BILLING = {
    *(
        "contacts",
        "payment_methods",
        "current_payment_methods",
        "billing_counts",
        "topup_requests",
        "invoices",
        "invoice_lines",
        "payments",
    ),
    *("topup_request_details", "invoice_details", "payment_details", "mails"),
}
COINS = {"coin_policies", "awards"}
CASHIER = {"customers", "account_changes", "settlements", "customer_accounts"}
# The statement of a posting that takes 1.00 from the house; `kind` is the only parameter.
POST = """
    select post('acme', 'request-1', jsonb_build_array(jsonb_build_object('kind', %s::text)), array[
        (1, 'person', 'thief', 'USD', 1, null, false), (1, 'house', '', 'USD', -1, null, false)
    ]::posting_entry[], now())
"""


@pytest.fixture(scope="module")
def catalogue(migrated: str, server: Server) -> database_roles.Catalogue:
    url = server.url(SUPERUSER, migrated)
    with closing(psycopg.connect(url, options="-c search_path=ledger", row_factory=dict_row)) as connection:
        return database_roles.read(connection)


def connected(database: Database, role: str) -> closing[psycopg.Connection[Any]]:
    return closing(psycopg.connect(database.url_of(role), autocommit=True, prepare_threshold=None))


def posted_by_role() -> dict[str, set[str]]:
    """The kinds that the functions of each role post, from the table of kinds and the template."""
    found: dict[str, set[str]] = {}
    for name, kind in KINDS.items():
        for operation in kind.operations:
            found.setdefault(kit.DEPLOYED.functions[operation].environment[ROLE_VARIABLE], set()).add(name)
    return found


def test_the_page_of_database_roles_is_up_to_date(catalogue: database_roles.Catalogue) -> None:
    page = database_roles.TARGET.read_text(encoding="utf-8")

    assert page == database_roles.text(catalogue), "run `make database-roles`"


def test_every_function_that_requests_or_approves_has_the_key_and_none_whose_role_can_do_neither(
    database: Database,
) -> None:
    roles = {
        row["role"]
        for row in database.rows("""
            select a.grantee::regrole::text as role from pg_proc p, aclexplode(p.proacl) a
            where p.proname = 'request_approval' and a.grantee <> p.proowner
        """)
    }
    functions = kit.DEPLOYED.functions
    with_key = {name for name, function in functions.items() if "APPROVAL_KEY" in function.environment}
    requesting = {
        name
        for name, function in functions.items()
        if (code := function.folder / "app.py").exists() and "approvals.pending" in code.read_text(encoding="utf-8")
    }

    assert len(requesting) >= 11
    assert requesting | {"approvals_approve"} <= with_key
    assert {functions[name].environment[ROLE_VARIABLE] for name in with_key} <= roles


def test_a_function_that_works_across_tenants_refuses_unless_every_tenant_was_announced(
    catalogue: database_roles.Catalogue, database: Database
) -> None:
    """Otherwise it would take the rows that it does not see for rows that do not exist. A function with the parameter
    p_tenant, or a request, works in one tenant, unless a null means all."""
    tables = database.rows("select attrelid::regclass::text as name from pg_attribute where attname = 'tenant_id'")
    of_tenants = {table["name"] for table in tables}
    functions = database.rows("""
        select p.proname as name, p.pronargs from pg_proc p
        where p.pronamespace = 'ledger'::regnamespace and p.prosecdef and p.prorettype <> 'trigger'::regtype
            and (p.proargtypes[0] in ('ledger.bets'::regtype, 'ledger.keyed_request'::regtype)) is not true
            and ('p_tenant' = any (p.proargnames) is not true or p.proname in ('begin_reconciliation', 'overdue'))
            or p.proname in ('begin_epoch', 'expire')
    """)
    across = [
        function
        for function in functions
        if of_tenants & catalogue.uses[function["name"]].reads
        or of_tenants & catalogue.uses[function["name"]].writes
        or function["name"] == "expire"
    ]

    refused = set()
    with closing(psycopg.connect(database.admin_url, autocommit=True, options="-c search_path=ledger")) as connection:
        for function in across:
            nulls = ", ".join(["null"] * function["pronargs"])
            with suppress(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"select {function['name']}({nulls})".encode())
                continue
            refused.add(function["name"])

    assert refused == {function["name"] for function in across}
    assert len(refused) >= 15


def test_every_function_with_the_database_names_its_role_and_every_role_has_a_function(database: Database) -> None:
    without = {
        function.name
        for function in kit.DEPLOYED.functions.values()
        if "DATABASE_URL" in function.environment and ROLE_VARIABLE not in function.environment
    }
    logins = database.rows(r"select rolname from pg_roles where rolname like 'purser\_%%' and rolcanlogin")

    assert without == {"migrate", "not_found", "pre_token", "reconcile", "reconciliation_requested"}
    assert {row["rolname"] for row in logins} == {*LOGINS, "purser_admin"}


def test_the_health_check_s_role_reads_and_executes_nothing(database: Database) -> None:
    granted = database.rows("""
        select c.relname as name from pg_class c
        where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p', 'v')
            and has_table_privilege('purser_health', c.oid, 'select')
        union all
        select p.proname from pg_proc p
        where p.pronamespace = 'ledger'::regnamespace and has_function_privilege('purser_health', p.oid, 'execute')
    """)

    assert granted == []
    assert database.value("select has_schema_privilege('purser_health', 'ledger', 'usage')") is False


def test_the_role_that_reads_writes_nothing_but_the_access_log_and_the_buckets_of_rate_limits(
    catalogue: database_roles.Catalogue,
) -> None:
    executed = catalogue.of(catalogue.functions, "purser_read")

    written = {name: set(catalogue.uses[name].writes) for name in executed if catalogue.uses[name].writes}
    assert written == {"record_access": {"access_log"}, "take_request": {"rate_buckets"}}
    assert "purser_read" not in catalogue.groups


def test_the_relay_and_the_feed_read_no_table(catalogue: database_roles.Catalogue) -> None:
    assert catalogue.of(catalogue.tables, "purser_relay") == []
    assert catalogue.of(catalogue.tables, "purser_feed") == []


@pytest.mark.parametrize(
    ("role", "of_others"),
    [
        ("purser_desk", BILLING | COINS),
        ("purser_wallet", BETS | BILLING | COINS | CASHIER),
        ("purser_bets", BILLING | COINS | {"wallets", "entries", "transactions"}),
        ("purser_billing", BETS | COINS | CASHIER),
        ("purser_coins", BETS | BILLING | CASHIER | {"wallets", "entries", "transactions"}),
        (
            "purser_approvals",
            BETS | COINS | CASHIER | {"contacts", "current_payment_methods", "approvals", "approval_details"},
        ),
        ("purser_audit", BETS | BILLING | COINS | CASHIER | {"wallets", "entries", "transactions"}),
        ("purser_events", BETS | BILLING | COINS | CASHIER | {"wallets", "entries", "transactions"}),
        ("purser_mail", BETS | COINS | CASHIER | {"wallets", "entries", "transactions", "payments"}),
    ],
)
def test_a_role_reads_no_table_of_another_need(database: Database, role: str, of_others: set[str]) -> None:
    for table in sorted(of_others):
        assert database.value("select has_table_privilege(%s, %s, 'select')", role, f"ledger.{table}") is False, table


def test_a_function_that_writes_belongs_to_one_need_unless_several_share_it(
    catalogue: database_roles.Catalogue,
) -> None:
    """What an approval executes is shared by the role that decides it. That alone holds, decides and executes."""
    shared = {
        name: set(roles)
        for name, roles in catalogue.functions.items()
        if len(roles) > 1 and catalogue.uses[name].writes
    }

    of_verified_callers = {
        kit.DEPLOYED.functions[route.function].environment[ROLE_VARIABLE]
        for route in kit.DEPLOYED.routes
        if route.authorizer
    }

    assert shared == {
        "emit": {"purser_audit", "purser_bets", "purser_billing", "purser_approvals", "purser_relay"},
        "lease_transactions": {"purser_relay", "purser_webhooks"},
        "advance_reader": {"purser_relay", "purser_webhooks"},
        "mark_published": {"purser_audit", "purser_bets", "purser_relay"},
        "request_approval": {"purser_desk", "purser_wallet", "purser_billing", "purser_coins", "purser_approvals"},
        # Every request of a verified caller is counted, and shows data to some.
        "take_request": of_verified_callers,
        "record_access": of_verified_callers,
        "post_once": {"purser_posts", "purser_owner"},  # place_bet_once runs as the latter
        "set_overdraft": {"purser_wallet", "purser_approvals"},
        "set_coin_policy": {"purser_coins", "purser_approvals"},
        **{
            name: {"purser_billing", "purser_approvals"}
            for name in (
                "approve_payment",
                "pay_invoice",
                "record_credit",
                "record_refund",
                "refund_payment",
                "set_contact",
                "set_payment_method",
            )
        },
    }
    for name in ("hold_approval", "decide_approval", "record_result", "set_approval_policy", "erase_person"):
        assert catalogue.functions[name] == {"purser_approvals"}, name


def test_only_the_roles_whose_functions_post_may_post(database: Database) -> None:
    forms = "select oid::regprocedure::text as form from pg_proc where proname = 'post'"
    for form in [row["form"] for row in database.rows(forms)]:
        may = {
            role for role in LOGINS if database.value("select has_function_privilege(%s, %s, 'execute')", role, form)
        }

        assert may == POSTING == posted_by_role().keys(), form


def test_each_role_may_post_the_kinds_of_its_functions_and_no_others(catalogue: database_roles.Catalogue) -> None:
    assert {role: set(kinds) for role, kinds in catalogue.kinds.items()} == posted_by_role()


@pytest.mark.parametrize("role", sorted(POSTING))
def test_a_stolen_role_posts_no_kind_of_another(database: Database, role: str) -> None:
    with connected(database, role) as thief:
        for kind in sorted(KINDS.keys() - posted_by_role()[role]):
            with (
                pytest.raises(psycopg.errors.InsufficientPrivilege, match="may not post this kind"),
                kit.announced(thief),
            ):
                thief.execute(POST, (kind,))

    assert database.value("select count(*) from transactions") == 0


@pytest.mark.parametrize("role", sorted(kit.APPLICATION_ROLES - POSTING))
def test_a_role_without_postings_cannot_mint(database: Database, role: str) -> None:
    with (
        connected(database, role) as thief,
        pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedObject)),
    ):
        thief.execute(POST, ("manual_adjust",))


@pytest.mark.parametrize("role", LOGINS)
def test_a_role_becomes_no_other_role(database: Database, role: str) -> None:
    groups = ["purser_posts", "purser_claims"]
    others = [*LOGINS, "purser_owner", "purser_admin", *groups, "purser_eraser", "purser_writer", SUPERUSER]
    with connected(database, role) as thief:
        for other in others:
            if other != role:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    thief.execute(f"set role {other}".encode())


# ---- settings and public's privileges -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def migrated(server: Server) -> Iterator[str]:
    """The name of a database that a migration has created. All tests of this module share it."""
    name = "purser_walls"
    migrate(server.url(), name)
    yield name
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as admin:
        admin.execute(f'drop database "{name}" with (force)'.encode())


def settings(server: Server, name: str, role: str) -> dict[str, str]:
    with psycopg.connect(server.url(role, name)) as connection:
        names = ["search_path", "statement_timeout", "default_transaction_read_only", "TimeZone", "work_mem"]
        rows = connection.execute("select name, setting from pg_settings where name = any (%s)", (names,)).fetchall()
    return dict(rows)


def test_roles_that_somebody_poisoned_heal_at_the_next_migration(server: Server, migrated: str) -> None:
    """PostgreSQL lets a role change its own settings."""
    healthy = {role: settings(server, migrated, role) for role in LOGINS}
    for role in LOGINS:
        with psycopg.connect(server.url(role, migrated), autocommit=True) as thief:
            for where in ("", f'in database "{migrated}" '):
                for setting in (
                    "statement_timeout = '9min'",
                    "default_transaction_read_only = on",
                    "search_path = pg_catalog",
                    "TimeZone = 'Asia/Tokyo'",
                ):
                    thief.execute(f"alter role current_user {where}set {setting}".encode())
        assert settings(server, migrated, role) != healthy[role]

    migrate(server.url(), migrated)

    assert {role: settings(server, migrated, role) for role in LOGINS} == healthy


def test_large_objects_that_a_stolen_role_left_can_be_removed(server: Server, migrated: str) -> None:
    """With the statements of the guide: an administrator who is no superuser must act as the role that owns them."""
    guide = (kit.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (statements,) = (block for block in guide.split("```") if block.startswith("sql") and "lo_unlink" in block)
    with psycopg.connect(server.url("purser_health", migrated), autocommit=True) as thief:
        thief.execute("select lo_from_bytea(0, 'x')")

    with psycopg.connect(server.url("purser_admin", migrated), autocommit=True) as administrator:
        assert administrator.execute("select count(*) from pg_largeobject_metadata").fetchone() == (1,)
        for statement in statements.removeprefix("sql").split(";"):
            if statement.strip():
                administrator.execute(statement.encode())
        assert administrator.execute("select count(*) from pg_largeobject_metadata").fetchone() == (0,)
        assert administrator.execute("select pg_has_role('purser_health', 'set')").fetchone() == (False,)


def test_public_has_nothing_in_the_database(server: Server, migrated: str) -> None:
    with psycopg.connect(server.url(SUPERUSER, migrated), autocommit=True) as admin:
        admin.execute("create role stranger login")
        try:
            privileges = admin.execute("""
                select has_database_privilege('stranger', current_database(), 'connect'),
                       has_database_privilege('stranger', current_database(), 'temporary'),
                       has_database_privilege('stranger', current_database(), 'create'),
                       has_schema_privilege('stranger', 'public', 'usage')
            """).fetchone()
        finally:
            admin.execute("drop role stranger")

    assert privileges == (False, False, False, False)


@pytest.mark.parametrize("role", LOGINS)
def test_a_role_connects_and_creates_no_temporary_table(server: Server, migrated: str, role: str) -> None:
    with (
        psycopg.connect(server.url(role, migrated)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("create temporary table mine (id int)")
