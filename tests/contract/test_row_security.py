"""Row-level security by tenant: every table with a tenant has the policy, and every login is subject to it."""

import pytest

from tests.contract.test_database_roles import LOGINS, POSTING
from tests.support.kit import Database

pytestmark = pytest.mark.session

# The tables without a tenant, and why.
WITHOUT_TENANT = {
    "currencies": "reference data",
    "cursor_key": "authenticates the cursors of every tenant",
    "feed_epochs": "restores concern every tenant's feeds",
    "lifetimes": "settings of the stack",
    "reconciliation_runs": "a run covers every tenant",
    "schema_migrations": "the schema's own state",
    "transaction_readers": "one relay reads the transactions of every tenant",
    "xid_epochs": "transaction ids belong to the cluster",
}
CONDITION = "((tenant_id = current_setting('purser.tenant'::text, true)) OR sees_every_tenant())"
# The platform's own methods, and reads of every tenant's data, have an empty tenant. Every tenant reads these rows; who
# sees every tenant writes them.
SHARED = {
    *("payment_methods", "payment_method_changes", "other_changes"),
    *("access_log", "access_log_0", "access_log_1", "access_log_2"),
}
# The tables that post_once() reads and changes, by these names; the rows of `holds` it only reads.
WRITTEN_AT_ONCE = {
    *("wallets", "holds", "entries", "transactions", "transaction_meta", "outbox", "requests"),
    *("requests_0", "requests_1", "requests_2"),
}
# Root lists and decides in every tenant; the relay and reconciliation work across tenants.
SEE_EVERY_TENANT = {
    *("purser_read", "purser_wallet", "purser_billing", "purser_approvals", "purser_audit", "purser_events"),
    *("purser_relay", "purser_webhooks", "purser_reconcile"),
}


def test_every_table_with_a_tenant_has_the_policy_and_every_other_table_a_reason(database: Database) -> None:
    tables = {
        row["name"]: row
        for row in database.rows("""
            select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as is_forced,
                   exists (select from pg_attribute a
                           where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as has_tenant,
                   array(select pg_get_expr(p.polqual, p.polrelid) from pg_policy p
                         where p.polrelid = c.oid and p.polname = 'tenant') as sees,
                   array(select pg_get_expr(p.polwithcheck, p.polrelid) from pg_policy p
                         where p.polrelid = c.oid and p.polname = 'tenant') as writes
            from pg_class c where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p')
        """)
    }

    assert {name for name, table in tables.items() if not table["has_tenant"]} == WITHOUT_TENANT.keys()
    with_tenant = tables.keys() - WITHOUT_TENANT.keys()
    assert {name for name in with_tenant if not tables[name]["is_forced"]} == set()
    assert {name for name in with_tenant - SHARED if tables[name]["sees"] != [CONDITION]} == set()
    assert {name for name in with_tenant - SHARED if tables[name]["writes"] != [CONDITION]} == set()


def test_the_policy_covers_all_commands_of_all_roles_and_exempts_one_role_from_it_on_what_a_write_changes(
    database: Database,
) -> None:
    others = database.rows("""
        select polrelid::regclass::text as on_table, polname, polroles::regrole[]::text as roles, polpermissive,
               pg_get_expr(polqual, polrelid) as sees, pg_get_expr(polwithcheck, polrelid) as writes
        from pg_policy
        where polcmd <> '*' or polroles <> '{0}' or not polpermissive or polname <> 'tenant'
        order by 1, 2
    """)

    assert [tuple(row.values()) for row in others] == [
        policy
        for table in sorted(WRITTEN_AT_ONCE)
        for policy in (
            (table, "administrator", "{purser_eraser}", False, CONDITION, None),
            (table, "writer", "{purser_writer}", True, "true", None),
        )
    ]


def test_nobody_is_or_becomes_the_exempt_role_and_only_post_once_runs_as_it(database: Database) -> None:
    owned = database.rows("select proname from pg_proc where proowner = 'purser_writer'::regrole")
    members = database.rows("""
        select member::regrole::text as member from pg_auth_members
        where roleid = 'purser_writer'::regrole and member::regrole::text <> 'purser_admin'
    """)
    (role,) = database.rows("""
        select rolcanlogin or rolsuper or rolbypassrls or rolcreaterole as may_more,
               exists (select from pg_auth_members where member = r.oid) as has_groups,
               has_schema_privilege(oid, 'ledger', 'create') as creates
        from pg_roles r where rolname = 'purser_writer'
    """)
    (function,) = database.rows("""
        select prosecdef, proconfig, has_function_privilege('public', oid, 'execute') as public,
               array(select rolname::text from pg_roles
                     where rolname ~ '^purser_' and rolname not in ('purser_writer', 'purser_admin')
                         and has_function_privilege(rolname, p.oid, 'execute') order by 1) as callers
        from pg_proc p where pronamespace = 'posting'::regnamespace
    """)

    assert owned == [{"proname": "post_once"}]
    assert members == []
    assert role == {"may_more": False, "has_groups": False, "creates": False}
    assert function["prosecdef"]
    assert "search_path=ledger, pg_temp" in function["proconfig"]
    assert not function["public"]
    assert set(function["callers"]) == {*POSTING, "purser_posts", "purser_owner"}, "purser_owner sees who posts"


def test_no_view_shows_rows_as_a_role_that_is_exempt(database: Database) -> None:
    owners = database.rows("""
        select distinct r.rolname, r.rolsuper, r.rolbypassrls from pg_class c join pg_roles r on r.oid = c.relowner
        where c.relnamespace = 'ledger'::regnamespace
        union
        select distinct r.rolname, r.rolsuper, r.rolbypassrls from pg_proc p join pg_roles r on r.oid = p.proowner
        where p.pronamespace = 'ledger'::regnamespace
    """)

    assert owners == [{"rolname": "purser_owner", "rolsuper": False, "rolbypassrls": False}]


@pytest.mark.parametrize("role", LOGINS)
def test_no_login_is_exempt_and_only_those_with_work_across_tenants_see_every_tenant(
    database: Database, role: str
) -> None:
    (found,) = database.rows(
        """
        select rolsuper or rolbypassrls or pg_has_role(rolname, 'purser_owner', 'member') as is_exempt,
               may_see_every_tenant(rolname) as may_see
        from pg_roles where rolname = %s
        """,
        role,
    )

    assert found == {"is_exempt": False, "may_see": role in SEE_EVERY_TENANT}
